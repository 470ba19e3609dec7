/** The roles with which S3 copies backups: new ones, and on request those of before. */
import { batchClaims } from "../../common/claims/batch-claims";
import { bucketRuleClaims } from "../../common/claims/bucket-claims";
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { type CopiedPlace, type Copying, copyingClaims } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import { backups, bucketArn, type ClaimSubject, dataPlaces, envelope } from "./subject";

/** @param second where copies go, in this account or another one */
export function replicationClaims(first: ClaimSubject, second: CopiedPlace): readonly Claim[] {
  const copying = copyingOf(first, second);
  const { mayNot } = claimsAbout("the role of the replication", { kind: "role", arn: copying.role });
  return [
    ...copyingClaims(copying),
    ...[first.keyArn, second.key].map((key) =>
      mayNot(`open a message under ${key}`, "kms:Decrypt", key, envelope(copying.object)),
    ),
    ...jobClaims(first, copying),
  ];
}

function copyingOf(first: ClaimSubject, to: CopiedPlace): Copying {
  const { accountId, otherAccountId, otherBucketArn, otherKeyArn, keyArn: key, region, config } = first;
  const [object, ...others] = backups(first);
  // The rule of the replication is for every object: those below other prefixes are no different.
  return {
    role: stackRoleArn(first, "replication"),
    from: { bucket: bucketArn(first), key, region },
    to,
    otherAccount: config.bucket.replica?.account !== undefined,
    object,
    otherObjects: others,
    locked: config.bucket.objectLock !== undefined,
    accountId,
    otherAccountId,
    otherBucketArn,
    otherKeyArn,
  };
}

/** Where Batch Replication is asked for. */
function jobClaims(first: ClaimSubject, copying: Copying): readonly Claim[] {
  const { stack, accountId, region, keyArn, otherKeyArn } = first;
  if (first.config.bucket.replica?.batchReplication === undefined) return [];
  const reports = { bucket: `arn:aws:s3:::${stack}-batch-${accountId}-${region}`, key: keyArn, region };
  const batchRole = stackRoleArn(first, "batch-replication");
  return [
    ...batchClaims({
      ...copying,
      batchRole,
      reports,
      reportPrefix: "batch-replication/",
      notCopied: `foreign/${copying.object}`,
    }),
    ...bucketRuleClaims({
      place: reports,
      object: "batch-replication/1.csv",
      otherKeyArn,
      accountId,
      where: "among the reports",
    }),
    ...disappearanceClaims(
      claimsAbout("the role of Batch Replication", { kind: "role", arn: batchRole }),
      dataPlaces(first),
    ),
  ];
}
