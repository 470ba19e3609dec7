/**
 * What the codes of the operating system, of name resolution and of TLS mean, and what to do about them: one table for every place that meets
 * one, so that none is taken for a defect.
 *
 * Sources: errno(3) and getaddrinfo(3) of Linux man-pages; Node.js, "Errors", common system errors; OpenSSL, `X509_verify_cert_error_string`.
 */
import { errorCode } from "./core/errno";

export interface CodeWords {
  /** What happened; completes "cannot read FILE: CODE (…)". */
  readonly says: string;
  /** What to do, where something was read. */
  readonly read?: string;
  /** What to do, where something was written. */
  readonly write?: string;
  /** What to do, either way. */
  readonly hint?: string;
}

const SPACE = "free some space; nothing was left behind";
const MEMORY = { hint: "free some, or raise the limit of the container" };
const NAME = { hint: "check the region, AWS_ENDPOINT_URL and the network" };
const CERTIFICATE = "add the CA that signed it: AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS=FILE";

/** Of files, processes and memory. */
const SYSTEM: Readonly<Record<string, CodeWords>> = {
  EACCES: {
    says: "permission denied",
    read: "run as a user who may read it and search the directories above it",
    write: "name a place that this user may write to",
  },
  EAGAIN: { says: "not available now", hint: "try again; see `ulimit -u`" },
  EBUSY: { says: "in use", hint: "find out who uses it: a mount, or another program" },
  EDQUOT: { says: "the quota is used up", write: SPACE },
  EEXIST: { says: "it exists already", write: "name another place" },
  EFBIG: {
    says: "too large for the file system or `ulimit -f`",
    hint: "name another place, or raise the limit",
  },
  EINVAL: { says: "not possible with this kind of file", hint: "name a regular file" },
  EIO: { says: "the device failed", hint: "look at the kernel's log: `dmesg`" },
  EISDIR: { says: "it is a directory", hint: "name a file" },
  EKEYEXPIRED: { says: "the key of the encrypted file system has expired", hint: "unlock it" },
  ELOOP: {
    says: "too many symbolic links, or one where none is followed",
    hint: "name what the link leads to",
  },
  EMFILE: { says: "this process has too many open files", hint: "raise `ulimit -n`" },
  EMLINK: { says: "too many links", hint: "name another place" },
  ENAMETOOLONG: { says: "the name is too long", hint: "choose a shorter name" },
  ENFILE: { says: "the system has too many open files", hint: "raise the sysctl fs.file-max" },
  ENODEV: { says: "no such device", hint: "check the path" },
  ENOENT: {
    says: "no such file or directory",
    read: "check the path",
    write: "create the directory above it",
  },
  ENOEXEC: { says: "not a program of this machine", hint: "install the one for this architecture" },
  ENOKEY: { says: "the encrypted file system is locked", hint: "unlock it" },
  ENOLCK: { says: "the file system has no locks left", hint: "name a place on another file system" },
  ENOMEM: { says: "not enough memory", ...MEMORY },
  ENOSPC: { says: "no space left on the device", write: SPACE },
  ENOSYS: { says: "the system cannot do that", hint: "name a place on another file system" },
  ENOTCONN: { says: "not connected", hint: "try again" },
  ENOTDIR: { says: "a part of the path is not a directory", hint: "check the path" },
  ENOTEMPTY: { says: "the directory is not empty", write: "name a new or an empty directory" },
  ENOTSUP: { says: "the file system cannot do that", hint: "name a place on another file system" },
  ENXIO: { says: "no such device, or nobody at its other end", hint: "name a regular file" },
  EOPNOTSUPP: { says: "the file system cannot do that", hint: "name a place on another file system" },
  EOVERFLOW: { says: "a number is too large for the system", hint: "name another place" },
  EPERM: {
    says: "operation not permitted",
    read: "run as the owner, and see `lsattr` and the limits of the container",
    write: "run as the owner, and see `lsattr` and the limits of the container",
  },
  EPIPE: { says: "the other end went away", hint: "try again" },
  EREMOTEIO: { says: "the device failed", hint: "look at the kernel's log: `dmesg`" },
  EROFS: { says: "the file system is read-only", write: "name a place that can be written" },
  ESTALE: { says: "the network file system has lost the file", hint: "mount it again, and try again" },
  ETXTBSY: { says: "the program is running", write: "name another place" },
  EXDEV: { says: "on another file system", write: "name a place on the same file system" },
  ERR_OUT_OF_MEMORY: { says: "not enough memory", ...MEMORY },
  ERR_WORKER_INIT_FAILED: {
    says: "the system gave no thread",
    hint: "raise `ulimit -u` and `ulimit -n`, or the limits of the container",
  },
  ERR_WORKER_OUT_OF_MEMORY: { says: "not enough memory", ...MEMORY },
  ERR_FS_FILE_TOO_LARGE: { says: "the file is too long", hint: "check that it is the right file" },
};

/** Of connections and names. */
const NETWORK: Readonly<Record<string, CodeWords>> = {
  EADDRINUSE: {
    says: "somebody listens at that address already",
    hint: "name another one, or end the other program",
  },
  EADDRNOTAVAIL: {
    says: "this host has no such address, or no free port",
    hint: "name an address of this host",
  },
  EAFNOSUPPORT: { says: "this host does not have that kind of address", hint: "name an IPv4 address" },
  EAI_AGAIN: { says: "the name server did not answer", ...NAME },
  EAI_FAIL: { says: "the name server failed", ...NAME },
  EAI_NODATA: { says: "the name has no address", ...NAME },
  EAI_NONAME: { says: "there is no such name", ...NAME },
  ECONNABORTED: { says: "the connection was given up" },
  ECONNREFUSED: { says: "nothing listens there" },
  ECONNRESET: { says: "the other end closed the connection" },
  EHOSTDOWN: { says: "the host is down" },
  EHOSTUNREACH: { says: "there is no route to the host" },
  ENETDOWN: { says: "the network is down" },
  ENETRESET: { says: "the network gave up the connection" },
  ENETUNREACH: { says: "there is no route to the network" },
  ENOBUFS: { says: "the system has no memory for the network" },
  ENOTFOUND: { says: "there is no such name", ...NAME },
  EPROTO: { says: "the other end does not speak TLS", hint: "check whether the URL is one of http or https" },
  ESERVFAIL: { says: "the name server failed", ...NAME },
  ETIMEDOUT: { says: "no answer in time" },
};

/** Of certificates. */
const TLS: Readonly<Record<string, CodeWords>> = {
  CERT_HAS_EXPIRED: {
    says: "its certificate has expired",
    hint: "check the clock of this host, then ask its owner",
  },
  CERT_NOT_YET_VALID: { says: "its certificate is not valid yet", hint: "check the clock of this host" },
  CERT_REVOKED: { says: "its certificate was revoked", hint: "ask the owner of the endpoint" },
  CERT_UNTRUSTED: { says: "its certificate is not trusted", hint: CERTIFICATE },
  CERT_SIGNATURE_FAILURE: {
    says: "its certificate has a wrong signature",
    hint: "find out who answers there",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { says: "its certificate is signed by nobody but itself", hint: CERTIFICATE },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    says: "its certificate is for another name",
    hint: "use the name that the certificate has, or find out who answers there",
  },
  HOSTNAME_MISMATCH: {
    says: "its certificate is for another name",
    hint: "use the name that the certificate has",
  },
  INVALID_CA: { says: "its CA is none", hint: CERTIFICATE },
  SELF_SIGNED_CERT_IN_CHAIN: {
    says: "its certificate is of a CA that this host does not know",
    hint: CERTIFICATE,
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    says: "its certificate is of a CA that this host does not know",
    hint: CERTIFICATE,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    says: "its certificate is of a CA that this host does not know",
    hint: CERTIFICATE,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    says: "its certificate is of a CA that this host does not know",
    hint: CERTIFICATE,
  },
};

/** Whole families, whose members say nothing more to an operator. */
const FAMILIES: readonly (readonly [pattern: RegExp, words: CodeWords])[] = [
  [/^EAI_/, { says: "the name was not found", ...NAME }],
  [/^(CERT_|ERR_TLS_CERT_)/, { says: "its certificate is not accepted", hint: CERTIFICATE }],
  [
    /^(ERR_SSL_|ERR_TLS_)/,
    { says: "TLS was not possible with it", hint: "check whether the URL is one of http or https" },
  ],
  [/^HPE_/, { says: "the answer is not HTTP", hint: "check whether the URL is one of http or https" }],
];

/** What a code of the network or of TLS means; `undefined` for any other. */
export function networkWords(error: unknown): CodeWords | undefined {
  return wordsOfNetwork(errorCode(error) ?? "");
}

const wordsOfNetwork = (code: string): CodeWords | undefined =>
  own(NETWORK, code) ?? own(TLS, code) ?? FAMILIES.find(([pattern]) => pattern.test(code))?.[1];

const wordsOf = (code: string): CodeWords | undefined => own(SYSTEM, code) ?? wordsOfNetwork(code);

/** A code that only our own mistakes give, though the system says it. */
const OURS = new Set(["EBADF", "EFAULT"]);

/** Whether a code is one of the system, the network or TLS, and no sign of a defect. */
export function isSystemCode(code: string): boolean {
  if (OURS.has(code)) return false;
  return (
    /^(E[A-Z0-9]+|EAI_[A-Z]+|UNKNOWN|Unknown system error .*)$/.test(code) || wordsOf(code) !== undefined
  );
}

/** `CODE (what it means)`, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) return "unknown reason";
  const words = wordsOf(code);
  return words === undefined ? code : `${code} (${words.says})`;
}

/** What to do about it, if there is something. */
export function adviceFor(error: unknown, use: "read" | "write"): string | undefined {
  const words = wordsOf(errorCode(error) ?? "");
  return words?.[use] ?? words?.hint;
}

const own = (table: Readonly<Record<string, CodeWords>>, code: string): CodeWords | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;
