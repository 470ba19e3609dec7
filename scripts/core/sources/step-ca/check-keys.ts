import type { X509Certificate } from "node:crypto";
import { OperatorError } from "../../../errors";
import type { SourceCheck } from "../../archive/info";
import type { StepCaConfig } from "./config";
import { openKey } from "./keys";
import type { Found } from "./needed";
import { keyFile, kmsTypeOf } from "./references";

const KEY_CHECK = "intermediate key matches its certificate";
const IN_KMS = "the key is in a KMS or HSM, and not in the backup";

/** @throws OperatorError `source` when it is no key, does not open or belongs to another certificate. */
export function checkKey(
  { key = "" }: StepCaConfig,
  found: readonly Found[],
  certificate: X509Certificate,
  password: Buffer | undefined,
): SourceCheck {
  const file = found.find(({ what }) => what === "intermediate key");
  if (file === undefined) return { name: KEY_CHECK, result: "not checked", detail: IN_KMS };
  const opened = openKey(file.bytes, password);
  if ("key" in opened) {
    if (!certificate.checkPrivateKey(opened.key))
      throw mismatch("the intermediate key does not match its certificate");
    return { name: KEY_CHECK, result: "passed" };
  }
  if (opened.problem === "has a password")
    return {
      name: KEY_CHECK,
      result: "not checked",
      detail: "the key has a password: give --step-ca-password-file",
    };
  if (opened.problem === "OpenSSH")
    return { name: KEY_CHECK, result: "not checked", detail: "the key is in the form of OpenSSH" };
  throw opened.problem === "another password"
    ? new OperatorError("source", `the password does not open ${key}`, {
        hint: "check --step-ca-password-file",
      })
    : new OperatorError("source", `${key} is not a private key in PEM`, {
        hint: "check that the file is whole",
      });
}

/** They may have passwords of their own. */
export function checkSshKeys(
  config: StepCaConfig,
  found: readonly Found[],
  password: Buffer | undefined,
): SourceCheck[] {
  const { hostKey, userKey } = config.ssh ?? {};
  return [
    ["SSH host key", hostKey],
    ["SSH user key", userKey],
  ].flatMap(([what = "", key]): SourceCheck[] => {
    if (key === undefined) return [];
    const name = `${what} opens`;
    if (keyFile(key, kmsTypeOf(config)) === undefined)
      return [{ name, result: "not checked", detail: IN_KMS }];
    const opened = openKey(found.find((file) => file.what === what)?.bytes ?? Buffer.alloc(0), password);
    if ("key" in opened) return [{ name, result: "passed" }];
    if (opened.problem === "not a key")
      throw new OperatorError("source", `the ${what} ${key} is not a private key in PEM`, {
        hint: "check that the file is whole",
      });
    const why = opened.problem === "OpenSSH" ? "it is in the form of OpenSSH" : "it has a password";
    return [{ name, result: "not checked", detail: why }];
  });
}

export function mismatch(message: string): OperatorError {
  return new OperatorError("source", message, { hint: "look at root, crt and key in config/ca.json" });
}
