/** Certificates as step-ca reads them: any number in PEM, whatever stands between them, or one in DER. Source: smallstep/crypto, pemutil. */
import { X509Certificate } from "node:crypto";
import type { SourceCheck } from "../../archive/info";

const BLOCK = /-----BEGIN CERTIFICATE-----\r?\n([^-]*)-----END CERTIFICATE-----/g;

/** @returns `undefined` when there is none, or one that cannot be read. */
export function parseCertificates(bytes: Buffer): [X509Certificate, ...X509Certificate[]] | undefined {
  try {
    if (!bytes.includes("-----BEGIN")) return [new X509Certificate(bytes)];
    // A block with headers, which have a colon, is passed over.
    const blocks = [...bytes.toString("latin1").matchAll(BLOCK)].filter(
      ([, body = ""]) => !body.includes(":"),
    );
    const [first, ...more] = blocks.map(([block]) => new X509Certificate(block));
    return first === undefined ? undefined : [first, ...more];
  } catch {
    return undefined;
  }
}

/** Whether a chain leads from a certificate to one of the roots; the order of the others does not matter. */
export function leadsToRoot(
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): boolean {
  if (roots.some((root) => issued(certificate, root))) return true;
  const issuers = others.filter((other) => issued(certificate, other));
  return issuers.some((issuer) =>
    leadsToRoot(
      issuer,
      others.filter((other) => !issuers.includes(other)),
      roots,
    ),
  );
}

const issued = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

export function checkDates(
  what: string,
  { validFrom, validTo, subject }: X509Certificate,
  now: Date,
): SourceCheck {
  const name = `${what} is valid now`;
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (now >= from && now <= to) return { name, result: "passed", detail: `until ${to.toISOString()}` };
  return {
    name,
    result: "warning",
    detail: `${subject.replaceAll("\n", ", ")}: ${now < from ? "not yet" : "no longer"} valid`,
  };
}
