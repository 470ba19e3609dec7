import { errorCode } from "./core/errno";
import { OperatorError } from "./errors";

/** Calls that write; the rest of those that can fail under way read. */
const WRITES = new Set(["write", "writev", "fsync", "rename", "link", "ftruncate"]);

/** An I/O error of the operating system in the middle of a stream, told to the operator; anything else unchanged. */
export function systemFailure(error: unknown): unknown {
  const code = errorCode(error);
  if (
    error instanceof OperatorError ||
    code === undefined ||
    !(error instanceof Error) ||
    !("syscall" in error)
  )
    return error;
  if (code === "EPIPE")
    return new OperatorError("interrupted", "the reader of the output went away", { cause: error });
  if (error.syscall === "read")
    return new OperatorError("source", `cannot read the input: ${code}`, { cause: error });
  if (typeof error.syscall !== "string" || !WRITES.has(error.syscall)) return error;
  const hint =
    code === "ENOSPC" || code === "EDQUOT" ? "free some space; nothing was left behind" : undefined;
  return new OperatorError("target", `cannot write the output: ${code}`, { hint, cause: error });
}
