/** Reads `backup.yaml`. It names programs that run with the rights of whoever runs `sealstack`, so nobody else may write it. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { geteuid } from "node:process";
import { parseChecked } from "../../../modules/checked-yaml/parse";
import { ConfigError } from "../../../modules/config-error";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { type Targets, targetsSchema, withDefaults } from "./schema";

/** Bytes of the file that are read at most. */
const MAX_BYTES = 1024 * 1024;
/** Group and others may write. */
const WRITABLE = 0o022;

export interface TargetsFile extends Targets {
  /** As it stands. */
  readonly text: string;
}

/** @throws OperatorError `usage` when it cannot be read, others may write it, or with every problem in it. */
export function readTargets(file: string): TargetsFile {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw new OperatorError("usage", `${file} cannot be read: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "read"),
      cause,
    });
  }
  try {
    const text = textOf(fd, file);
    return { ...parsed(text, file), text };
  } finally {
    closeSync(fd);
  }
}

function textOf(fd: number, file: string): string {
  const found = fstatSync(fd);
  if (!found.isFile())
    throw new OperatorError("usage", `${file} is no regular file`, { hint: "name one with --config" });
  const owners = [0, geteuid?.() ?? found.uid];
  if (!owners.includes(found.uid) || (found.mode & WRITABLE) !== 0)
    throw new OperatorError(
      "usage",
      `others than you may write ${file}, which names programs that run as you`,
      {
        hint: `run: chown "$(id -un)" ${file} && chmod go-w ${file}`,
      },
    );
  if (found.size > MAX_BYTES)
    throw new OperatorError("usage", `${file} has ${found.size} bytes, allowed are ${MAX_BYTES}`, {
      hint: "name the right file with --config",
    });
  return readFileSync(fd, "utf8");
}

function parsed(text: string, file: string): Targets {
  try {
    return withDefaults(parseChecked(text, file, targetsSchema), dirname(file));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new OperatorError("usage", `${file} is not valid`, {
      details: error.problems,
      hint: "correct it; docs/operate.md explains every key",
      cause: error,
    });
  }
}
