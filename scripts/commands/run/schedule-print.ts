/** `sealstack schedule print`: what wakes `sealstack run` on a host or in a cluster. */
import { mkdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join, resolve } from "node:path";
import { writeAtomically } from "../../core/files/atomic-file";
import { type Scheduler, scheduleFiles } from "../../core/schedule/schedule";
import { type ScheduleFile, wakeSpan } from "../../core/schedule/schedule-options";
import { readTargets } from "../../core/targets/read-targets";
import { DEFAULT_TARGETS_FILE } from "../../core/targets/schema";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { adviceFor, reasonOf } from "../../system-codes";
import type { CommandIo } from "../io";

export { SCHEDULERS } from "../../core/schedule/schedule";

export interface SchedulePrintOptions {
  readonly scheduler: Scheduler;
  readonly config: string | undefined;
  readonly every: string | undefined;
  readonly program: string;
  readonly image: string | undefined;
  readonly namespace: string;
  readonly roleArn: string | undefined;
  /** Folder to write into, instead of printing. */
  readonly out: string | undefined;
}

export async function run(options: SchedulePrintOptions, { signal }: CommandIo): Promise<Report> {
  const {
    scheduler,
    config = DEFAULT_TARGETS_FILE,
    every,
    program,
    image,
    namespace,
    roleArn,
    out,
  } = options;
  const targets = readTargets(config);
  const files = scheduleFiles(scheduler, targets, {
    config: resolve(config),
    configText: targets.text,
    outputsText,
    every: every ?? wakeSpan(targets),
    seed: hostname(),
    ...{ program, image, namespace, roleArn },
  });
  if (out === undefined) return printed(files);
  const written = files.map(({ path, text }) => ({ path: join(out, basename(path)), text }));
  try {
    mkdirSync(out, { recursive: true });
  } catch (cause) {
    throw new OperatorError("target", `cannot make the directory ${out}: ${reasonOf(cause)}`, {
      hint: "name another one with --out",
      cause,
    });
  }
  for (const { path, text } of written)
    await writeAtomically(text, path, { overwrite: false, signal, mode: modeOf(text) });
  const paths = written.map(({ path }) => path);
  return { data: { written: paths }, lines: paths.map((path) => `wrote ${path}`) };
}

/** One file as it is; several each under its name, in a comment of its own language. */
function printed(files: readonly ScheduleFile[]): Report {
  const lines = files.flatMap(({ path, text }) => [
    ...(files.length > 1 ? [`# ${path}`] : []),
    ...text.trimEnd().split("\n"),
    ...(files.length > 1 ? [""] : []),
  ]);
  return { data: { files }, lines };
}

function outputsText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new OperatorError("usage", `the outputs file ${file} cannot be read: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "read"),
      cause,
    });
  }
}

/** Who reads it is another user; but outputs may hold what is sensitive. */
const modeOf = (text: string): number => (text.includes("kind: Secret") ? 0o600 : 0o644);
