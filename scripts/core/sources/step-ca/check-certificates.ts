import type { X509Certificate } from "node:crypto";
import { OperatorError } from "../../../errors";
import type { SourceCheck } from "../../archive/info";
import { checkDates, leadsToRoot, parseCertificates } from "./certificates";
import { checkKey, mismatch } from "./check-keys";
import type { StepCaConfig } from "./config";
import type { Found } from "./needed";

/** @throws OperatorError `source` when what should be certificates is not, or they do not belong together. */
export function checkCertificates(
  config: StepCaConfig,
  found: readonly Found[],
  password: Buffer | undefined,
  now: Date,
): SourceCheck[] {
  const all = found
    .filter(({ kind }) => kind === "certificates")
    .map((file) => ({ ...file, certificates: certificatesOf(file) }));
  const of = (what: string): X509Certificate[] =>
    all.filter((file) => file.what === what).flatMap(({ certificates }) => certificates);
  const dates = all.flatMap(({ what, certificates }) =>
    certificates.map((certificate) => checkDates(what, certificate, now)),
  );
  const [signer, ...bundle] = of("intermediate certificate");
  if (signer === undefined) return dates;
  if (!leadsToRoot(signer, bundle, of("root certificate")))
    throw mismatch("the intermediate certificate is not signed by the root certificate");
  return [
    { name: "intermediate is signed by the root", result: "passed" },
    checkKey(config, found, signer, password),
    ...dates,
  ];
}

function certificatesOf({ what, path, bytes }: Found): X509Certificate[] {
  const certificates = parseCertificates(bytes);
  if (certificates !== undefined) return certificates;
  throw new OperatorError("source", `the ${what} ${path} is not a certificate in PEM`, {
    hint: "check that the file is whole",
  });
}
