/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every line is
 * evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import { batchClaims } from "../common/claims/batch-claims";
import { bucketReaderClaims, bucketRuleClaims, type RuledBucket } from "../common/claims/bucket-claims";
import { type Claim, claimsAbout } from "../common/claims/claim";
import { disappearanceClaims } from "../common/claims/effects";
import { peopleClaims } from "../common/claims/pair-people";
import { pairManagedKey } from "../common/claims/pair-subject";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { ADDS, type CopiedPlace, copyingClaims } from "../common/claims/replication-claims";
import { boundaryClaims, rolesTrustClaims, stackRoleArn } from "../common/claims/role-claims";
import { type ClaimSubject, copyingOf, firstPlace, objectKey, secondPlace } from "./claims/subject";
import { writerClaims } from "./claims/writer";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

const ROLES = ["writer", "reader", "administrator"] as const;

/** The claims about one stack. */
export function s3ReplicationClaims(subject: ClaimSubject): readonly Claim[] {
  const { config } = subject;
  const [from, to] = [firstPlace(subject), secondPlace(subject)];
  const own = config.destination.account === undefined;
  const serviceRoles = ["replication", "batch-replication"].map((role) => stackRoleArn(subject, role));
  const places = own ? [from, to] : [from];
  const around = {
    ...subject,
    keys: places.map(({ key }) => key),
    buckets: [
      ...places.map(({ bucket }) => bucket),
      ...(config.batchReplication === undefined ? [] : [reportBucket(subject)]),
    ],
    serviceRoles,
  };
  return withPerimeter(around, [
    ...writerClaims(subject),
    ...copyingClaims(copyingOf(subject)),
    ...placeClaims(subject, from),
    ...(own ? [...placeClaims(subject, to), ...replicaClaims(subject)] : []),
    ...jobClaims(subject),
    ...rolesTrustClaims(subject, ROLES),
    ...boundaryClaims(
      subject,
      Object.fromEntries(
        [...ROLES, "replication"].map((role) => [`the role ${role}`, stackRoleArn(subject, role)]),
      ),
    ),
  ]);
}

function reportBucket({ stack, accountId, region }: ClaimSubject): string {
  return `arn:aws:s3:::${stack}-batch-${accountId}-${region}`;
}

function ruled(subject: ClaimSubject, place: CopiedPlace): RuledBucket {
  const { accountId, otherKeyArn } = subject;
  return { place, object: objectKey(subject), otherKeyArn, accountId, where: `in ${place.region}` };
}

/** A bucket of this account, with its key. */
function placeClaims(subject: ClaimSubject, place: CopiedPlace): readonly Claim[] {
  const { otherBucketArn, accountId } = subject;
  const roles = ROLES.map((role) => stackRoleArn(subject, role));
  const users = [stackRoleArn(subject, "writer"), stackRoleArn(subject, "reader")];
  const reader = claimsAbout(`the reader, in ${place.region},`, {
    kind: "role",
    arn: stackRoleArn(subject, "reader"),
  });
  const object = objectKey(subject);
  return [
    ...peopleClaims({
      place,
      key: pairManagedKey(subject, subject.config.key, place, users),
      object,
      administrator: stackRoleArn(subject, "administrator"),
      roles,
      otherBucketArn,
    }),
    ...bucketReaderClaims(reader, ruled(subject, place), otherBucketArn),
    ...disappearanceClaims(reader, {
      object: `${place.bucket}/${object}`,
      bucket: place.bucket,
      key: place.key,
      roles,
      accountId,
      region: place.region,
    }),
    ...bucketRuleClaims(
      ruled(subject, place),
      place.region === subject.region
        ? undefined
        : claimsAbout("the role of the replication with AdministratorAccess attached", {
            kind: "admin",
            arn: stackRoleArn(subject, "replication"),
          }),
    ),
  ];
}

/** Nobody but the replication writes among the replicas. */
function replicaClaims(subject: ClaimSubject): readonly Claim[] {
  const object = `${secondPlace(subject).bucket}/${objectKey(subject)}`;
  const admin = claimsAbout("a user with AdministratorAccess, among the replicas,", {
    kind: "admin",
    arn: `arn:aws:iam::${subject.accountId}:user/admin`,
  });
  const copier = claimsAbout("the role of the replication with AdministratorAccess attached", {
    kind: "admin",
    arn: stackRoleArn(subject, "replication"),
  });
  return ADDS.flatMap((action) => [
    admin.mayNot(`call ${action}`, action, object, {}, "DenyOtherWriters"),
    copier.may(`call ${action}`, action, object),
  ]);
}

/** Where Batch Replication is asked for. */
function jobClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, region, keyArn } = subject;
  if (config.batchReplication === undefined) return [];
  const bucket = reportBucket(subject);
  const reports = { bucket, key: keyArn, region };
  return [
    ...batchClaims({
      ...copyingOf(subject),
      batchRole: stackRoleArn(subject, "batch-replication"),
      reports,
      reportPrefix: "batch-replication/",
      notCopied: config.replication.prefixes.length === 0 ? undefined : "other/report.pdf",
    }),
    ...bucketRuleClaims({ ...ruled(subject, reports), where: "among the reports" }),
    ...claimsAbout("the reader, among the reports,", {
      kind: "role",
      arn: stackRoleArn(subject, "reader"),
    }).mayNotCall(["s3:GetObject", "s3:PutObject"], `${bucket}/batch-replication/1.csv`),
  ];
}
