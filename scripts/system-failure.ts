import { errorCode } from "./core/errno";
import { type ExitName, OperatorError } from "./errors";
import { adviceFor, isSystemCode, networkWords, reasonOf } from "./system-codes";

/** Calls that write. What else can fail reads, but for those of processes and of the network. */
const WRITES = new Set([
  ...[
    "write",
    "writev",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "link",
    "symlink",
    "unlink",
    "rm",
    "rmdir",
  ],
  ...[
    "mkdir",
    "mkdtemp",
    "copyfile",
    "chmod",
    "fchmod",
    "chown",
    "fchown",
    "lchown",
    "utime",
    "futime",
    "lutime",
  ],
]);

/** What only writing fails with, whatever the call: `open` does both. */
const OF_WRITING = new Set(["EROFS", "ENOSPC", "EDQUOT", "EEXIST", "ENOTEMPTY", "ETXTBSY"]);

/** V8 has no code for it. */
const NO_MEMORY = "Array buffer allocation failed";

/**
 * The last net under every command: an error of the operating system or of the network, told to the operator; anything else unchanged, which
 * makes it a defect. Whoever knows more, such as what the file is for, has said so before.
 */
export function systemFailure(error: unknown): unknown {
  if (error instanceof RangeError && error.message === NO_MEMORY)
    return new OperatorError("tool", "not enough memory", {
      hint: "free some, or raise the limit of the container",
      cause: error,
    });
  const code = errorCode(error);
  if (error instanceof OperatorError || code === undefined || !isSystemCode(code)) return error;
  const { syscall = "", path } = error as NodeJS.ErrnoException;
  if (code === "EPIPE" && syscall.startsWith("write"))
    return new OperatorError("interrupted", "the reader of the output went away", { cause: error });
  const [exit, use, what] = meaningOf(code, syscall, error);
  const place = path ?? (use === "read" ? "the input" : "the output");
  const object = exit === "source" || exit === "target" ? ` ${place}` : path === undefined ? "" : ` ${path}`;
  return new OperatorError(exit, `cannot ${what}${object}: ${reasonOf(error)}`, {
    hint: adviceFor(error, use),
    cause: error,
  });
}

type Meaning = readonly [exit: Exclude<ExitName, "ok" | "bug">, use: "read" | "write", what: string];

function meaningOf(code: string, syscall: string, error: unknown): Meaning {
  if (syscall.startsWith("spawn")) return ["tool", "read", "start"];
  if (code.startsWith("ERR_WORKER_")) return ["tool", "read", "start a thread"];
  if (syscall === "listen" || syscall === "bind") return ["target", "write", "listen at"];
  if (networkWords(error) !== undefined) return ["unavailable", "read", "reach the endpoint"];
  return WRITES.has(syscall) || OF_WRITING.has(code)
    ? ["target", "write", "write"]
    : ["source", "read", "read"];
}
