import { getSystemErrorMap } from "node:util";
import { OperatorError } from "../../scripts/errors";
import { systemFailure } from "../../scripts/system-failure";

/** An error as Node.js throws it. */
const failed = (code: string, syscall: string, path?: string): Error =>
  Object.assign(new Error(`${code}: in the system's words, ${syscall}`), { code, syscall, errno: -1, path });

const told = (code: string, syscall: string, path?: string): OperatorError => {
  const failure = systemFailure(failed(code, syscall, path));
  if (failure instanceof OperatorError) return failure;
  throw new Error(`${code} of ${syscall} is taken for a defect`);
};

/** What our own mistakes give. */
const OURS = ["EBADF", "EFAULT"];
const CODES = [...getSystemErrorMap().values()]
  .map(([code]) => code)
  .filter((code) => ![...OURS, "EPIPE"].includes(code));

describe("systemFailure", () => {
  it("knows every code of the system that Node.js knows", () => {
    expect(CODES.length).toBeGreaterThan(60);
    for (const code of CODES)
      for (const syscall of ["open", "read", "write", "mkdtemp", "lstat", "scandir", "spawn x", "connect"])
        expect(told(code, syscall, "/some/path").message).toContain(code);
  });

  it.each([
    ["EROFS", "mkdtemp", "target", "the file system is read-only"],
    ["EROFS", "open", "target", "the file system is read-only"],
    ["ENOSPC", "write", "target", "no space left on the device"],
    ["EDQUOT", "open", "target", "the quota is used up"],
    ["EACCES", "open", "source", "permission denied"],
    ["EACCES", "mkdir", "target", "permission denied"],
    ["EPERM", "rename", "target", "operation not permitted"],
    ["EPERM", "open", "source", "operation not permitted"],
    ["EMFILE", "open", "source", "too many open files"],
    ["ENFILE", "open", "source", "too many open files"],
    ["ENAMETOOLONG", "lstat", "source", "the name is too long"],
    ["ELOOP", "open", "source", "too many symbolic links"],
    ["EISDIR", "read", "source", "it is a directory"],
    ["ENOTDIR", "open", "source", "is not a directory"],
    ["EIO", "read", "source", "the device failed"],
    ["EIO", "fsync", "target", "the device failed"],
    ["ESTALE", "read", "source", "the network file system has lost the file"],
    ["ENOMEM", "read", "source", "not enough memory"],
    ["EFBIG", "write", "target", "too large"],
    ["EADDRINUSE", "listen", "target", "somebody listens at that address already"],
    ["ECONNREFUSED", "connect", "unavailable", "nothing listens there"],
    ["ENOTFOUND", "getaddrinfo", "unavailable", "there is no such name"],
    ["EAI_AGAIN", "getaddrinfo", "unavailable", "the name server did not answer"],
    ["ETIMEDOUT", "connect", "unavailable", "no answer in time"],
    ["ENOENT", "spawn etcdctl", "tool", "no such file or directory"],
    ["EAGAIN", "spawn etcdctl", "tool", "not available now"],
    ["EPIPE", "write", "interrupted", "the reader of the output went away"],
  ])("says of %s of %s how the program ends and why", (code, syscall, exit, words) => {
    expect(told(code, syscall)).toMatchObject({ exit, message: expect.stringContaining(words) });
  });

  it("names what it was about, and what to do", () => {
    expect(told("EACCES", "open", "/etc/secret")).toMatchObject({
      message: "cannot read /etc/secret: EACCES (permission denied)",
      hint: "run as a user who may read it and search the directories above it",
    });
    expect(told("ENOSPC", "write")).toMatchObject({
      message: "cannot write the output: ENOSPC (no space left on the device)",
      hint: "free some space; nothing was left behind",
    });
  });

  it.each([
    "CERT_HAS_EXPIRED",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_SSL_WRONG_VERSION_NUMBER",
  ])("takes %s for a failure of the network", (code) => {
    const failure = systemFailure(Object.assign(new Error("TLS"), { code }));
    expect(failure).toMatchObject({ exit: "unavailable", hint: expect.stringMatching(/.{10,}/) });
  });

  it("tells that there are no more threads or no more memory", () => {
    for (const code of ["ERR_WORKER_INIT_FAILED", "ERR_WORKER_OUT_OF_MEMORY"])
      expect(systemFailure(Object.assign(new Error("a thread"), { code }))).toMatchObject({ exit: "tool" });
    expect(systemFailure(new RangeError("Array buffer allocation failed"))).toMatchObject({
      exit: "tool",
      message: "not enough memory",
    });
  });

  it("leaves defects what they are", () => {
    const defects = [
      new Error("a bug"),
      new TypeError("undefined is not a function"),
      new RangeError("Invalid array length"),
      failed("EBADF", "read"),
      Object.assign(new TypeError("wrong type"), { code: "ERR_INVALID_ARG_TYPE" }),
    ];
    for (const defect of defects) expect(systemFailure(defect)).toBe(defect);
    const known = new OperatorError("usage", "told already");
    expect(systemFailure(known)).toBe(known);
  });
});
