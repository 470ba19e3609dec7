/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { ClaimPrincipal } from "../../common/claims/claim";
import type { DataPlaces } from "../../common/claims/effects";
import type { ManagedKey } from "../../common/claims/key-people";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { ApplicationKeyConfig } from "../config";

export interface ClaimSubject {
  readonly config: ApplicationKeyConfig;
  /** Name of the stack; user and role are named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly keyArn: string;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as KMS's default one does. */
  readonly otherKeyArn: string;
  /** A bucket of the same account without a policy. */
  readonly otherBucketArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

export function userArn({ accountId, stack }: ClaimSubject): string {
  return `arn:aws:iam::${accountId}:user/${stack}`;
}

export function user(subject: ClaimSubject): ClaimPrincipal {
  return { kind: "user", arn: userArn(subject) };
}

export function administratorArn(subject: ClaimSubject): string {
  return stackRoleArn(subject, "administrator");
}

export function bucketArn({ config, stack, accountId, region }: ClaimSubject): string {
  return `arn:aws:s3:::${config.bucket.name ?? `${stack}-${accountId}-${region}`}`;
}

/** Where the data is. */
export function dataPlaces(subject: ClaimSubject): DataPlaces {
  const { keyArn: key, accountId, region } = subject;
  const bucket = bucketArn(subject);
  const people = { roles: [administratorArn(subject)], users: [userArn(subject)] };
  return { object: `${bucket}/data/file`, bucket, key, ...people, accountId, region };
}

/** What the user may do with the key: that is, all that a symmetric key can do. */
export const USES_KEY = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/** The key, for claims about those who do not use it. */
export function managedKey(subject: ClaimSubject): ManagedKey {
  const { config, keyArn, accountId, region, otherAccountId, otherKeyArn } = subject;
  return {
    key: keyArn,
    ...config.key,
    uses: USES_KEY,
    administratorSid: "KeyAdministrators",
    users: [],
    accountId,
    region,
    otherAccountId,
    otherKey: otherKeyArn,
  };
}
