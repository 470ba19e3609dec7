import { createPrivateKey, type KeyObject } from "node:crypto";

/** What became of opening a private key. */
export type OpenedKey =
  | { readonly key: KeyObject }
  /** `OpenSSH`: a form of its own, which is not read here. */
  | { readonly problem: "has a password" | "another password" | "not a key" | "OpenSSH" };

/** What OpenSSL says of a failure is not kept: it is of no help, and the file is a secret. */
export function openKey(pem: Buffer, password: Buffer | undefined): OpenedKey {
  if (pem.includes("-----BEGIN OPENSSH PRIVATE KEY-----")) return { problem: "OpenSSH" };
  const encrypted = pem.includes("ENCRYPTED"); // in the old form of OpenSSL, and in PKCS #8
  if (encrypted && password === undefined) return { problem: "has a password" };
  try {
    return {
      key: createPrivateKey({ key: pem, format: "pem", ...(encrypted ? { passphrase: password } : {}) }),
    };
  } catch {
    return { problem: encrypted ? "another password" : "not a key" };
  }
}
