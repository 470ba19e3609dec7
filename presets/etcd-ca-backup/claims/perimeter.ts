/** What a data perimeter is drawn around: every key and bucket of the stack. */
import { trailBucketArn } from "../../common/claims/audit/places";
import type { PerimeterSubject } from "../../common/claims/perimeter-claims";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";
import { stackRoleArn } from "../../common/claims/role-claims";
import { subjectIn } from "./second-region";
import { bucketArn, type ClaimSubject } from "./subject";

export function perimeterSubject(subject: ClaimSubject): PerimeterSubject {
  const { key, bucket, audit } = subject.config;
  const regions = key.replicaRegions.map((region) => subjectIn(subject, region));
  const copies = regions.filter(({ region }) => region === bucket.replica?.region);
  return {
    ...subject,
    keys: [
      ...[subject, ...regions].map(({ keyArn }) => keyArn),
      ...(subject.auditKeyArn === undefined ? [] : [subject.auditKeyArn]),
    ],
    buckets: [
      ...[subject, ...copies].map(bucketArn),
      ...(audit?.trail === undefined ? [] : [trailBucketArn(subject, audit)]),
    ],
    serviceRoles: ["replication", "alerts-events"].map((name) => stackRoleArn(subject, name)),
  };
}

export const PERIMETER_UNNOTICED = perimeterUnnoticed([
  { address: "aws_kms_key.key" },
  { address: "aws_kms_key.audit_key", services: true, serviceLinked: false },
  { address: "aws_kms_replica_key.key_eu_west_1", serviceLinked: false },
  { address: "aws_s3_bucket_policy.backups_policy" },
  { address: "aws_s3_bucket_policy.replica_policy" },
  { address: "aws_s3_bucket_policy.trail_bucket_policy", services: true },
]);
