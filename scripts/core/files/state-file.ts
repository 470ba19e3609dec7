import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { writeAtomically } from "./atomic-file";

/** Writes what a later run should know, for this user alone, and makes its directory. @throws OperatorError `target` */
export async function writeStateFile(place: string, value: unknown, signal: AbortSignal): Promise<void> {
  const directory = dirname(place);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new OperatorError("target", `cannot make the directory ${directory}: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "write"),
      cause,
    });
  }
  await writeAtomically(`${JSON.stringify(value, undefined, 2)}\n`, place, { overwrite: true, signal });
}
