import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import type { SourceCheck } from "../archive/info";
import { exists, insideStepPath, isKeyUri, readStepCaConfig, type StepCaConfig } from "./step-ca-config";

/**
 * Looks at everything that a restored CA needs.
 *
 * @param password of the intermediate key; that of the configuration when absent.
 * @throws {@link OperatorError} `source` at the first thing that is missing or does not match.
 */
export async function checkStepPath(
  stepPath: string,
  password: string | undefined,
  now: Date,
): Promise<SourceCheck[]> {
  const config = await readStepCaConfig(stepPath);
  const roots = await Promise.all(
    config.roots.map((path) => readCertificate(stepPath, path, "root certificate")),
  );
  const intermediate = await readCertificate(stepPath, config.crt, "intermediate certificate");
  if (!roots.some((root) => intermediate.checkIssued(root) && intermediate.verify(root.publicKey)))
    throw mismatch("the intermediate certificate is not signed by the root certificate");
  return [
    { name: "configuration", result: "passed" },
    { name: "intermediate is signed by the root", result: "passed" },
    await checkKey(stepPath, config, intermediate, password ?? config.password),
    ...roots.map((root) => checkDates("root certificate", root, now)),
    checkDates("intermediate certificate", intermediate, now),
    await checkRootKey(stepPath),
    await checkDatabase(stepPath, config),
  ];
}

async function readCertificate(stepPath: string, configured: string, what: string): Promise<X509Certificate> {
  const place = await insideStepPath(stepPath, configured, what);
  const pem = await read(place, what);
  try {
    return new X509Certificate(pem); // the first one, where there are several
  } catch (cause) {
    throw new OperatorError("source", `the ${what} ${place} is not a certificate in PEM`, { cause });
  }
}

const KEY_CHECK = "intermediate key matches its certificate";

async function checkKey(
  stepPath: string,
  { key }: StepCaConfig,
  certificate: X509Certificate,
  password: string | undefined,
): Promise<SourceCheck> {
  if (isKeyUri(key))
    return {
      name: KEY_CHECK,
      result: "not checked",
      detail: "the key is in a KMS or HSM, and not in the backup",
    };
  const place = await insideStepPath(stepPath, key, "intermediate key");
  const opened = openKey(await read(place, "intermediate key"), place, password);
  if (opened === undefined)
    return {
      name: KEY_CHECK,
      result: "not checked",
      detail: "the key has a password: give --step-ca-password-file",
    };
  if (!certificate.checkPrivateKey(opened))
    throw mismatch("the intermediate key does not match its certificate");
  return { name: KEY_CHECK, result: "passed" };
}

/** @returns `undefined` when the key has a password and none is given. */
function openKey(pem: Buffer, place: string, password: string | undefined): KeyObject | undefined {
  const encrypted = pem.includes("ENCRYPTED"); // in the old form of OpenSSL, and in PKCS #8
  if (encrypted && password === undefined) return undefined;
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(encrypted ? { passphrase: password } : {}) });
  } catch (cause) {
    // What OpenSSL says is not shown: it is of no help, and the file is a secret.
    throw new OperatorError(
      "source",
      encrypted ? `the password does not open ${place}` : `${place} is not a private key in PEM`,
      { hint: encrypted ? "check --step-ca-password-file" : "check that the file is whole", cause },
    );
  }
}

function checkDates(what: string, { validFrom, validTo, subject }: X509Certificate, now: Date): SourceCheck {
  const name = `${what} is valid now`;
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (now >= from && now <= to) return { name, result: "passed", detail: `until ${to.toISOString()}` };
  return {
    name,
    result: "warning",
    detail: `${subject.replaceAll("\n", ", ")}: ${now < from ? "not yet" : "no longer"} valid`,
  };
}

/** Many keep the key of the root elsewhere, on purpose; whoever does not should know that it is missing. */
async function checkRootKey(stepPath: string): Promise<SourceCheck> {
  const name = "root key";
  if (await exists(join(stepPath, "secrets", "root_ca_key")))
    return { name, result: "passed", detail: "in the backup" };
  return {
    name,
    result: "not checked",
    detail: "secrets/root_ca_key is not there: keep a copy of it elsewhere",
  };
}

/** Badger keeps a file LOCK while it is open. Source: dgraph-io/badger, dir_unix.go. */
async function checkDatabase(stepPath: string, { db }: StepCaConfig): Promise<SourceCheck> {
  const name = "database at rest";
  if (db?.type?.startsWith("badger") !== true)
    return {
      name,
      result: "not checked",
      detail: db === undefined ? "there is none" : "it is not in STEPPATH: back it up too",
    };
  const directory = join(stepPath, basename(db.dataSource ?? "db"));
  if (!(await exists(directory)))
    return {
      name,
      result: "warning",
      detail: `${directory} is not there: issued certificates are not in the backup`,
    };
  if (await exists(join(directory, "LOCK")))
    return {
      name,
      result: "warning",
      detail: "step-ca is running: stop it for a backup, or its database may not open",
    };
  return { name, result: "passed" };
}

async function read(place: string, what: string): Promise<Buffer> {
  return readFile(place).catch((cause: unknown) => {
    throw new OperatorError("source", `cannot read the ${what} ${place}: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "read"),
      cause,
    });
  });
}

function mismatch(message: string): OperatorError {
  return new OperatorError("source", message, { hint: "look at root, crt and key in config/ca.json" });
}
