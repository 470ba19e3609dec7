/** The CAs that AWS's certificates are checked against, where the environment or the profile names some: only those then, as in the AWS CLI. */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";

type Environment = Readonly<Record<string, string | undefined>>;

const CERTIFICATE =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * PEM, or `undefined` for the CAs of Node.js.
 * @throws OperatorError `usage` for a file that cannot be read or holds no certificate.
 */
export async function caBundle(env: Environment): Promise<readonly string[] | undefined> {
  const file = env.AWS_CA_BUNDLE || (await ofProfile(env));
  if (file === undefined || file === "") return undefined;
  const where = env.AWS_CA_BUNDLE ? "AWS_CA_BUNDLE" : "ca_bundle of the profile";
  const text = await readFile(file, "utf8").catch((cause) => {
    throw wrong(`the CA bundle ${file} (${where}) cannot be read: ${reasonOf(cause)}`);
  });
  const found = lastRead?.text === text ? lastRead.found : certificatesIn(text);
  if (found === undefined) throw wrong(`the CA bundle ${file} (${where}) is no file of certificates in PEM`);
  lastRead = { text, found };
  return found;
}

/** Each client asks for the same, and to look at the hundred and more CAs of a system takes 20 ms. */
let lastRead: { readonly text: string; readonly found: readonly string[] } | undefined;

function certificatesIn(text: string): readonly string[] | undefined {
  const found = text.match(CERTIFICATE) ?? [];
  return found.length > 0 && found.every(isCertificate) ? found : undefined;
}

async function ofProfile(env: Environment): Promise<string | undefined> {
  const { sharedProfile } = await import("../settings/profile"); // which takes time to load
  return (await sharedProfile(env)).profile.ca_bundle;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false; // what was read is not shown: it may be the wrong file
  }
}

const wrong = (problem: string): OperatorError =>
  new OperatorError("usage", problem, { hint: "name a file with the certificates of CAs, or unset it" });
