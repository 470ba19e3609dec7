/** What is said of a source that cannot be read as it was found. */
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";
import { quotePath } from "../member";

/** A file or directory that did not keep still. */
export function changed(path: string): OperatorError {
  return new OperatorError("source", `${quotePath(path)} changed while it was read`, {
    hint: "stop what writes to it, or back up a snapshot",
  });
}

export function unreadable(path: string, cause: unknown): OperatorError {
  return new OperatorError("source", `cannot read ${quotePath(path)}: ${reasonOf(cause)}`, {
    hint: adviceFor(cause, "read"),
    cause,
  });
}
