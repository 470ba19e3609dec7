/** What the claims about a pair are about: one synthesized stack and its surroundings. */
import { arnOfBucket, type PairSurroundings } from "../../common/claims/pair-subject";
import type { CopiedPlace, Copying } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { S3ReplicationConfig } from "../config";

export interface ClaimSubject extends PairSurroundings {
  readonly config: S3ReplicationConfig;
  /** Key of the replicas, in this account or the other one. */
  readonly replicaKeyArn: string;
}

/** Key of an object that is copied. */
export function objectKey({ config }: ClaimSubject): string {
  return `${config.replication.prefixes[0] ?? ""}2026/report.pdf`;
}

export function firstPlace(subject: ClaimSubject): CopiedPlace {
  const { config, keyArn: key, region } = subject;
  return { bucket: arnOfBucket(config.bucket.name, subject, region), key, region };
}

export function secondPlace(subject: ClaimSubject): CopiedPlace {
  const { region, name, account } = subject.config.destination;
  return {
    bucket: arnOfBucket(account?.bucket ?? name, subject, region),
    key: subject.replicaKeyArn,
    region,
  };
}

export function copyingOf(subject: ClaimSubject): Copying {
  const { config, accountId, otherAccountId, otherBucketArn } = subject;
  return {
    role: stackRoleArn(subject, "replication"),
    from: firstPlace(subject),
    to: secondPlace(subject),
    otherAccount: config.destination.account !== undefined,
    object: objectKey(subject),
    locked: config.bucket.objectLock !== undefined,
    accountId,
    otherAccountId,
    otherObjects: config.replication.prefixes.slice(1).map((prefix) => `${prefix}2026/report.pdf`),
    otherBucketArn,
    otherKeyArn: subject.otherKeyArn,
  };
}
