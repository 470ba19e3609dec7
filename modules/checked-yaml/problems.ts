/** What is wrong with a configuration, key by key: of `sealstack.yaml`, and of a preset's props in code. */
import type { z } from "zod";

/** Keys and list indices from the root to a value. */
export type Path = readonly (string | number)[];

/** A sentence, and the key that it is about. */
export interface KeyProblem {
  readonly path: Path;
  readonly text: string;
}

/** One issue of zod as problems: one for each unknown key, else one. The sentence begins with the path. */
export function keyProblems(issue: z.core.$ZodIssue): readonly KeyProblem[] {
  const path: Path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  if (issue.code !== "unrecognized_keys") return [problemAt(path, issue.message)];
  return issue.keys.map((key) => problemAt([...path, key], `unknown key, ${issue.message}`));
}

/** As people write it: `stacks.etcd.bucket.prefixes[0]`. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`))
    .join("");
}

function problemAt(path: Path, message: string): KeyProblem {
  return { path, text: `${path.length === 0 ? "" : `${pathText(path)}: `}${message}` };
}
