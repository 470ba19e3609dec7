/** The role with which S3 copies backups. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { copyingClaims } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import { backups, bucketArn, type ClaimSubject, envelope } from "./subject";

/** @param second what the claims of the second region are about */
export function replicationClaims(first: ClaimSubject, second: ClaimSubject): readonly Claim[] {
  const role = stackRoleArn(first, "replication");
  const { mayNot } = claimsAbout("the role of the replication", { kind: "role", arn: role });
  const [backup] = backups(first);
  const place = (subject: ClaimSubject) => ({
    bucket: bucketArn(subject),
    key: subject.keyArn,
    region: subject.region,
  });
  return [
    ...copyingClaims({
      role,
      from: place(first),
      to: place(second),
      otherAccount: false,
      object: backup,
      locked: first.config.bucket.objectLock !== undefined,
      accountId: first.accountId,
      otherAccountId: first.otherAccountId,
      otherBucketArn: first.otherBucketArn,
      otherKeyArn: first.otherKeyArn,
    }),
    ...[first, second].map(({ keyArn }) =>
      mayNot(`open a message under ${keyArn}`, "kms:Decrypt", keyArn, envelope(backup)),
    ),
  ];
}
