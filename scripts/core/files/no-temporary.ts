import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";

/** What is said where something had to be kept on the disk for a while, and could not be. */
export function noTemporary(directory: string, cause: unknown): OperatorError {
  return new OperatorError("target", `cannot write a temporary file in ${directory}: ${reasonOf(cause)}`, {
    hint: "set TMPDIR to a directory that can be written and has enough room",
    cause,
  });
}
