/** A STEPPATH as `step ca init` leaves it, with real keys and certificates of its own. */
import "reflect-metadata"; // before x509, which refuses to load without
import { createPrivateKey, type KeyObject, webcrypto } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

export interface StepCaOptions {
  /**
   * Password of both keys.
   * @default - the keys have none
   */
  readonly password?: string;
  /**
   * Certificates are valid for ten years from here.
   * @default - yesterday
   */
  readonly validFrom?: Date;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MILLISECONDS = 86_400_000;
const YEARS = 10;

/** Writes the directory, which must not be there yet. */
export async function writeStepCa(directory: string, options: StepCaOptions = {}): Promise<void> {
  for (const folder of ["", "certs", "secrets", "config", "templates", "templates/x509", "db"])
    await mkdir(join(directory, folder), { mode: 0o700 });
  const { root, intermediate } = await makeChain(
    options.validFrom ?? new Date(Date.now() - DAY_MILLISECONDS),
  );
  const files: Readonly<Record<string, string>> = {
    "certs/root_ca.crt": `${root.certificate.toString("pem")}\n`,
    "certs/intermediate_ca.crt": `${intermediate.certificate.toString("pem")}\n`,
    "secrets/root_ca_key": exportKey(root.key, options.password),
    "secrets/intermediate_ca_key": exportKey(intermediate.key, options.password),
    "config/ca.json": json(caConfig(directory)),
    "config/defaults.json": json({
      "ca-url": "https://127.0.0.1:9000",
      root: join(directory, "certs/root_ca.crt"),
    }),
    "templates/x509/leaf.tpl": '{"subject": {{ toJson .Subject }}, "sans": {{ toJson .SANs }}}\n',
  };
  for (const [path, text] of Object.entries(files))
    await writeFile(join(directory, path), text, { mode: 0o600 });
}

interface Identity {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

async function makeChain(
  notBefore: Date,
): Promise<{ readonly root: Identity; readonly intermediate: Identity }> {
  const [rootKeys, keys] = await Promise.all([generateKeys(), generateKeys()]);
  const validity = { notBefore, notAfter: new Date(notBefore.getTime() + YEARS * 365 * DAY_MILLISECONDS) };
  const usages = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
  const certificate = async (
    publicKey: webcrypto.CryptoKey,
    subject: string,
    pathLength: number,
  ): Promise<X509Certificate> =>
    X509CertificateGenerator.create({
      ...validity,
      subject,
      issuer: "CN=Demo Root CA",
      publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(true, pathLength, true),
        usages,
        await SubjectKeyIdentifierExtension.create(publicKey),
      ],
    });
  return {
    root: {
      certificate: await certificate(rootKeys.publicKey, "CN=Demo Root CA", 1),
      key: await keyObject(rootKeys),
    },
    intermediate: {
      certificate: await certificate(keys.publicKey, "CN=Demo Intermediate CA", 0),
      key: await keyObject(keys),
    },
  };
}

const generateKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

async function keyObject({ privateKey }: webcrypto.CryptoKeyPair): Promise<KeyObject> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** As `step` writes keys: "EC PRIVATE KEY", encrypted in the old way of OpenSSL where there is a password. */
function exportKey(key: KeyObject, password: string | undefined): string {
  const encryption = password === undefined ? {} : { cipher: "aes-256-cbc", passphrase: password };
  return key.export({ type: "sec1", format: "pem", ...encryption }).toString();
}

function caConfig(directory: string): object {
  return {
    root: join(directory, "certs/root_ca.crt"),
    federatedRoots: null,
    crt: join(directory, "certs/intermediate_ca.crt"),
    key: join(directory, "secrets/intermediate_ca_key"),
    address: "127.0.0.1:9000",
    dnsNames: ["ca.example.org"],
    logger: { format: "text" },
    db: { type: "badgerv2", dataSource: join(directory, "db"), badgerFileLoadingMode: "" },
    authority: { provisioners: [] },
  };
}

const json = (value: object): string => `${JSON.stringify(value, undefined, "\t")}\n`;
