/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { ClaimContext } from "../../common/claims/claim";
import type { DataPlaces } from "../../common/claims/effects";
import type { ManagedKey } from "../../common/claims/key-people";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { StateKeyConfig } from "../config";

export interface ClaimSubject {
  readonly config: StateKeyConfig;
  /** Name of the stack; roles are named after it. */
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

export const ROLES = ["deployer", "reader", "administrator"] as const;

export function roleArn(subject: ClaimSubject, role: (typeof ROLES)[number]): string {
  return stackRoleArn(subject, role);
}

export function bucketArn({ config, stack, accountId, region }: ClaimSubject): string {
  return `arn:aws:s3:::${config.bucket.name ?? `${stack}-${accountId}-${region}`}`;
}

/** A state below each prefix. */
export function states({ config }: ClaimSubject): readonly [string, ...string[]] {
  const [first = "", ...more] = config.prefixes.map((prefix) => `${prefix}terraform.tfstate`);
  return [first, ...more];
}

/** ARNs of the key and its replicas. */
export function keysOf({ config, keyArn, region }: ClaimSubject): readonly string[] {
  return [region, ...config.key.replicaRegions].map((each) => keyArn.replace(`:${region}:`, `:${each}:`));
}

export function dataPlaces(subject: ClaimSubject): DataPlaces {
  const bucket = bucketArn(subject);
  return {
    object: `${bucket}/${states(subject)[0]}`,
    bucket,
    key: subject.keyArn,
    otherKeys: keysOf(subject).slice(1),
    roles: ROLES.map((name) => roleArn(subject, name)),
    accountId: subject.accountId,
    region: subject.region,
  };
}

const CONTEXT = "kms:EncryptionContext:";

/** What `sealstack tofu-key-provider` says. */
export function envelope(state: string, more: ClaimContext = {}): ClaimContext {
  return {
    [`${CONTEXT}sealstack:purpose`]: "state",
    [`${CONTEXT}sealstack:state`]: state,
    "kms:EncryptionContextKeys": ["sealstack:purpose", "sealstack:state"],
    ...more,
  };
}

/** What S3 says for an object under a bucket key. */
export function throughS3(subject: ClaimSubject, more: ClaimContext = {}): ClaimContext {
  return {
    "kms:ViaService": `s3.${subject.region}.amazonaws.com`,
    [`${CONTEXT}aws:s3:arn`]: bucketArn(subject),
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
    ...more,
  };
}

/** All that a symmetric key can do. */
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

/** Those of them that nobody of the stack has. */
export const NEVER_USED = USES_KEY.filter(
  (action) => action !== "kms:Decrypt" && action !== "kms:GenerateDataKey",
);

/** The key in one of its regions, for claims about those who do not use it. */
export function managedKey(subject: ClaimSubject, key: string): ManagedKey {
  const { config, accountId, otherAccountId, otherKeyArn } = subject;
  const [state] = states(subject);
  return {
    key,
    ...config.key,
    uses: USES_KEY,
    context: envelope(state),
    grantContext: {},
    users: [roleArn(subject, "deployer"), roleArn(subject, "reader")],
    accountId,
    region: key.split(":")[3] ?? "",
    otherAccountId,
    otherKey: otherKeyArn,
  };
}
