/** Requests a second that KMS takes of an account in a Region: all of the account shares them. Pure. */

/** Kinds of keys whose cryptographic requests count apart. */
export type RequestKind = "symmetric" | "RSA" | "ECC";

/**
 * What each kind of requests is called. Sources: KMS Developer Guide, "Request quotas", for the codes of Service Quotas; AWS Security Blog, "Manage your AWS KMS API
 * request rates using Service Quotas and Amazon CloudWatch", for the dimension `Resource` in CloudWatch's namespace AWS/Usage.
 */
export const REQUEST_QUOTA: Readonly<Record<RequestKind, { readonly code: string; readonly usage: string }>> =
  {
    symmetric: { code: "L-6E3AF000", usage: "CryptographicOperationsSymmetric" },
    RSA: { code: "L-2AC98190", usage: "CryptographicOperationsRsa" },
    ECC: { code: "L-DC14942D", usage: "CryptographicOperationsEcc" },
  };

/** What counts requests to a key of this spec, in KMS's words. @returns `undefined` for a spec without a quota in this table. */
export function requestKind(spec: string): RequestKind | undefined {
  if (/^(SYMMETRIC_DEFAULT$|HMAC_)/.test(spec)) return "symmetric";
  if (spec.startsWith("RSA_")) return "RSA";
  return /^(ECC_|SM2$)/.test(spec) ? "ECC" : undefined;
}

/**
 * If nobody has asked for more.
 * Source: KMS Developer Guide, "Request quotas" (https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html).
 */
const EVERYWHERE: Readonly<Record<RequestKind, number>> = { symmetric: 10_000, RSA: 1_000, ECC: 1_000 };

const MORE_SYMMETRIC: Readonly<Record<string, number>> = {
  "us-east-1": 100_000,
  "us-west-2": 100_000,
  "eu-west-1": 100_000,
  "us-east-2": 20_000,
  "ap-southeast-1": 20_000,
  "ap-southeast-2": 20_000,
  "ap-northeast-1": 20_000,
  "eu-central-1": 20_000,
  "eu-west-2": 20_000,
};

export const kmsQuota = (region: string | undefined, kind: RequestKind = "symmetric"): number =>
  (kind === "symmetric" ? MORE_SYMMETRIC[region ?? ""] : undefined) ?? EVERYWHERE[kind];

/** Requests to KMS a second that a fleet makes at most, when it is told nothing else: half of the quota, since others share it. */
export const fleetRate = (quota: number): number => Math.max(1, Math.floor(quota / 2));
