/** The one public key in a file. What else stands in it is said, and never shown. */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { OperatorError } from "../../errors";

/** Bytes. A private key that is given by mistake is longer than any public one, and is to be told as what it is. */
export const MAX_PUBLIC_KEY_FILE_BYTES = 16 * 1024;

const PUBLIC_LABEL = "PUBLIC KEY";
const ALLOWED = "SubjectPublicKeyInfo, PEM or DER";
const WRITE_IT = "write it with `sealstack public-key`";

/** What else people have at hand, and how it becomes what is needed. */
const OTHERS = [
  {
    begins: /-----BEGIN CERTIFICATE-----/,
    is: "a certificate",
    hint: "take the key out of it with `openssl x509 -pubkey -noout -in FILE`",
  },
  {
    begins: /-----BEGIN RSA PUBLIC KEY-----/,
    is: "a public key in the form of PKCS #1",
    hint: "convert it with `openssl rsa -RSAPublicKey_in -pubout -in FILE`",
  },
  {
    begins: /^(ssh|ecdsa|sk)-\S+ AAAA/,
    is: "a public key in the form of OpenSSH",
    hint: "convert it with `ssh-keygen -e -m PKCS8 -f FILE`",
  },
] as const;

/**
 * @param name of the file, for the error.
 * @throws OperatorError `source` when it holds no public key, more than one, or a private key.
 */
export function publicKeyIn(bytes: Buffer, name: string): KeyObject {
  if (isPrivate(bytes))
    throw new OperatorError(
      "source",
      `${name} holds no public key but a private one, allowed: a public key (${ALLOWED}); nothing of it was used`,
      { hint: "give its public half, and look to who could read that file" },
    );
  const text = bytes.toString("latin1");
  const other = OTHERS.find(({ begins }) => begins.test(text));
  if (other !== undefined) throw notOne(name, `it is ${other.is}`, other.hint);
  const labels = text.match(/-----BEGIN [^-]*-----/g) ?? [];
  if (labels.length > 1) throw notOne(name, `it has ${labels.length} blocks of PEM`, "give a file with one");
  const key = parsePublicKey(bytes);
  if (key === undefined) throw notOne(name, undefined, WRITE_IT);
  return key;
}

/** `undefined` for what is no SubjectPublicKeyInfo, or of a kind that this Node.js does not know. */
export function parsePublicKey(bytes: Buffer): KeyObject | undefined {
  const pem = bytes.includes(`-----BEGIN ${PUBLIC_LABEL}-----`);
  // A private key or a certificate would give its public half: it does not belong here, and is not taken.
  if (!pem && (bytes.includes("-----BEGIN") || !isOneSequence(bytes))) return undefined;
  try {
    return createPublicKey(pem ? { key: bytes, format: "pem" } : { key: bytes, format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

/** Whether DER ends where its file does: OpenSSL passes over what follows. */
function isOneSequence(bytes: Buffer): boolean {
  const [tag, first = 0] = bytes;
  if (tag !== 0x30) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const size = first & 0x7f;
  return size >= 1 && size <= 4 && bytes.length >= 2 + size
    ? bytes.length === 2 + size + bytes.readUIntBE(2, size)
    : false;
}

function isPrivate(bytes: Buffer): boolean {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(bytes.toString("latin1"))) return true;
  return (["pkcs8", "pkcs1", "sec1"] as const).some((type) => {
    try {
      createPrivateKey({ key: bytes, format: "der", type });
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ERR_MISSING_PASSPHRASE"; // an encrypted one
    }
  });
}

function notOne(name: string, why: string | undefined, hint: string): OperatorError {
  const is = why === undefined ? "" : `: ${why}`;
  return new OperatorError("source", `${name} holds no public key that is taken${is}, allowed: ${ALLOWED}`, {
    hint,
  });
}
