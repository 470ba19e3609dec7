/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import { stackRoleArn } from "../../common/claims/role-claims";
import type { FleetConfig } from "../config";

export interface ClaimSubject {
  readonly config: FleetConfig;
  /** Name of the stack; everything is named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as those of the backups here do. */
  readonly otherKeyArn: string;
  /** A bucket of the same account without a policy. */
  readonly otherBucketArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
  /** ARN of the version of the function that is invoked; absent where S3 does the work. */
  readonly functionArn: string | undefined;
}

export type RoleName = "job" | "function" | "machine";

export const roleArn = (subject: ClaimSubject, name: RoleName): string => stackRoleArn(subject, name);

/** Those that the configuration makes. */
export function rolesOf({ config }: ClaimSubject): readonly RoleName[] {
  return [
    "job",
    ...(config.function === undefined ? [] : (["function"] as const)),
    ...(config.stateMachine === undefined ? [] : (["machine"] as const)),
  ];
}

/** The bucket of manifests and reports. */
export function bucketArn({ config, stack, accountId, region }: ClaimSubject): string {
  return `arn:aws:s3:::${config.bucket.name ?? `${stack}-${accountId}-${region}`}`;
}

export const backupsArn = ({ config }: ClaimSubject): string => `arn:aws:s3:::${config.backups.bucket}`;

/** A backup below each prefix. */
export function backups(subject: ClaimSubject): readonly string[] {
  return subject.config.backups.prefixes.map(
    (prefix) => `${backupsArn(subject)}/${prefix}ca-20261128T010203Z.tar.gz.kms`,
  );
}

/** What S3 says to KMS for an object of a bucket. */
export function throughS3({ region }: ClaimSubject, arn: string) {
  return {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": arn,
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
  } as const;
}
