/** What the claims of this preset are about: one synthesized stack and its surroundings, seen from one region after the other. */
import type { ClaimContext } from "../../common/claims/claim";
import type { ManagedKey } from "../../common/claims/key-people";
import { DECRYPTS, ENCRYPTS } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { MultiRegionVaultConfig } from "../config";

export interface ClaimSubject {
  readonly config: MultiRegionVaultConfig;
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

/** What is in one region. */
export interface Place {
  readonly subject: ClaimSubject;
  readonly region: string;
  readonly keyArn: string;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly writerArn: string;
  readonly readerArn: string;
  /** The role that copies from here. */
  readonly replicationArn: string;
}

export function places(subject: ClaimSubject): readonly Place[] {
  const { config, stack, accountId, keyArn, region: first } = subject;
  return [first, ...config.replicaRegions].map((region) => ({
    subject,
    region,
    keyArn: keyArn.replace(`:${first}:`, `:${region}:`),
    bucketArn: `arn:aws:s3:::${config.bucket.names[region] ?? `${stack}-${accountId}-${region}`}`,
    tableArn: `arn:aws:dynamodb:${region}:${accountId}:table/${tableOf(subject)}`,
    writerArn: stackRoleArn(subject, `writer-${region}`),
    readerArn: stackRoleArn(subject, `reader-${region}`),
    replicationArn: stackRoleArn(subject, `replication-${region}`),
  }));
}

export const tableOf = ({ config, stack }: ClaimSubject): string => config.table.name ?? stack;

/** Of those, one of each statement: what a statement's conditions refuse, they refuse for all of its actions. */
export const telling = (actions: readonly string[]): readonly string[] =>
  actions.filter((action) => action === "kms:Decrypt" || action === "kms:GenerateDataKey");

const CONTEXT = "kms:EncryptionContext:";

/** What `encrypt-item` and `decrypt-item` say, with `--key-per-field` too. */
export function asField(subject: ClaimSubject, more: ClaimContext = {}): ClaimContext {
  return {
    [`${CONTEXT}sealstack:purpose`]: "item",
    [`${CONTEXT}sealstack:table`]: tableOf(subject),
    ...more,
  };
}

/** What S3 says for an object under a bucket key. */
export function throughS3({ region, bucketArn }: Place, more: ClaimContext = {}): ClaimContext {
  return { "kms:ViaService": `s3.${region}.amazonaws.com`, [`${CONTEXT}aws:s3:arn`]: bucketArn, ...more };
}

/** What DynamoDB says for the table. */
export function throughDynamodb({ region, subject }: Place, more: ClaimContext = {}): ClaimContext {
  return {
    "kms:ViaService": `dynamodb.${region}.amazonaws.com`,
    [`${CONTEXT}aws:dynamodb:tableName`]: tableOf(subject),
    [`${CONTEXT}aws:dynamodb:subscriberId`]: subject.accountId,
    ...more,
  };
}

/** The key of a region, for claims about those who do not use it. */
export function managedKey({ subject, region, keyArn }: Place): ManagedKey {
  const { config, accountId, otherAccountId, otherKeyArn } = subject;
  return {
    key: keyArn,
    ...config.key,
    rootStatement: "manage",
    uses: [...ENCRYPTS, ...DECRYPTS],
    context: asField(subject),
    grantContext: {},
    administratorSid: "KeyAdministrators",
    users: places(subject).flatMap(({ writerArn, readerArn }) => [writerArn, readerArn]),
    accountId,
    region,
    otherAccountId,
    otherKey: otherKeyArn,
  };
}
