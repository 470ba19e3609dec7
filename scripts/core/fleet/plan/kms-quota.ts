/**
 * Symmetric cryptographic requests a second that an account may make of KMS in a Region, if nobody has asked for more; all of the account shares them.
 * Source: KMS Developer Guide, "Request quotas" (https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html).
 */
const EVERYWHERE = 10_000;

const MORE: Readonly<Record<string, number>> = {
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

export const kmsQuota = (region: string | undefined): number => MORE[region ?? ""] ?? EVERYWHERE;
