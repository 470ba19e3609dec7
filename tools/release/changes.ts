/** `changes/*.md`: one file a change. The release puts them into CHANGELOG.md and removes them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { REPO_ROOT } from "../paths";

export const KINDS = ["Enhancement", "Bugfix", "Change"] as const;
const MARKS = ["breaking", "compatible"] as const;

export interface Change {
  /** Name of the file. */
  readonly file: string;
  readonly kind: (typeof KINDS)[number];
  /**
   * `breaking`: programs of users may have to change. `compatible`: the API report takes it for breaking, and it is not, as the text says.
   * Either names in backticks what it is about.
   */
  readonly mark?: (typeof MARKS)[number];
  /** One paragraph on one line. */
  readonly text: string;
}

const HEAD = /^(\w+)(?: \(([^)]*)\))?: *(.*)$/s;
const LONGEST = 1000;

/** @throws {OperatorError} with everything that is wrong with the file, in one */
export function parseChange(file: string, content: string): Change {
  const paragraph = content.trim().replace(/^- /, "").replaceAll(/\s+/g, " ");
  const [, kind = "", mark, text = ""] = HEAD.exec(paragraph) ?? [];
  const isKind = (value: string): value is Change["kind"] => KINDS.some((each) => each === value);
  const isMark = (value: string): value is "breaking" | "compatible" => MARKS.some((each) => each === value);
  const got = JSON.stringify(paragraph.slice(0, 40));
  const problems = [
    ...(/^[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(file) ? [] : ["the name is not in kebab-case with '.md'"]),
    ...(/\n\s*\n/.test(content.trim()) ? ["it has several paragraphs; allowed is one"] : []),
    ...(isKind(kind)
      ? []
      : [`got ${got}; it starts with one of ${KINDS.map((each) => `'${each}: '`).join(", ")}`]),
    ...(mark === undefined || isMark(mark)
      ? []
      : [`mark '${mark}' is none of ${MARKS.map((each) => `'(${each})'`).join(", ")}`]),
    ...(isKind(kind) && text === "" ? ["it has no text"] : []),
    ...(text !== "" && !/[.!)]$/.test(text) ? ["the text does not end with a full stop"] : []),
    ...(text.length > LONGEST
      ? [`the text has ${text.length} characters; at most ${LONGEST} are allowed`]
      : []),
    ...(mark !== undefined && !/`[^`]+`/.test(text)
      ? [`'(${mark})' names no export; write it in backticks`]
      : []),
  ];
  if (problems.length > 0 || !isKind(kind))
    throw new OperatorError("usage", `changes/${file}: ${problems.join("; ")}`, {
      hint: "See CONTRIBUTING.md, Changelog.",
    });
  return { file, kind, ...(mark !== undefined && isMark(mark) ? { mark } : {}), text };
}

/** All changes since the last release, by name of their files. @throws {OperatorError} naming every file that is wrong */
export function readChanges(folder = join(REPO_ROOT, "changes")): readonly Change[] {
  const problems: string[] = [];
  const changes = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "README.md")
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      try {
        if (!entry.isFile()) throw new OperatorError("usage", `changes/${entry.name}: is no file`);
        return [parseChange(entry.name, readFileSync(join(folder, entry.name), "utf8"))];
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        problems.push(error.summary);
        return [];
      }
    });
  if (problems.length > 0)
    throw new OperatorError("usage", "changes cannot be read", {
      details: problems,
      hint: "See CONTRIBUTING.md, Changelog.",
    });
  return changes;
}
