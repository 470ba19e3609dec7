/** Those of the vault's own account: who manages, who restores, who breaks the glass, and everybody else. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { peopleClaims } from "../../common/claims/pair-people";
import { pairManagedKey } from "../../common/claims/pair-subject";
import { throughS3 } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { Trust } from "../../common/config/trust-schema";
import { type ClaimSubject, OBJECT, sourcesOf, vaultPlace } from "./subject";

interface OwnRole {
  readonly name: string;
  readonly arn: string;
  readonly trusts: readonly Trust[];
}

export function ownRoles(subject: ClaimSubject): readonly OwnRole[] {
  const { administrator, restorer, breakGlass } = subject.config;
  const given = { administrator, restorer, "break-glass": breakGlass };
  return Object.entries(given).flatMap(([name, role]) =>
    role === undefined ? [] : [{ name, arn: stackRoleArn(subject, name), trusts: role.trust }],
  );
}

const ENDS = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteObjectVersion",
  "s3:PutObjectLegalHold",
  "s3:PutObjectRetention",
] as const;

export function ownPeopleClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherBucketArn } = subject;
  const place = vaultPlace(subject);
  const administrator = stackRoleArn(subject, "administrator");
  const readers = config.restorer === undefined ? [] : [stackRoleArn(subject, "restorer")];
  const [{ prefix }] = sourcesOf(subject) as [ReturnType<typeof sourcesOf>[number]];
  const object = `${prefix}${OBJECT}`;
  const target = `${place.bucket}/${object}`;
  const deployer = claimsAbout("a role of the vault's account with AdministratorAccess", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:role/deployer`,
  });
  const roles = ownRoles(subject).map(({ arn }) => arn);
  return [
    ...peopleClaims({
      place,
      key: pairManagedKey(subject, config.key, place, readers),
      object,
      administrator,
      roles,
      otherBucketArn,
    }),
    ...ENDS.map((action) => deployer.mayNot(`call ${action}`, action, target, {}, "DenyEndOfVersions")),
    deployer.mayNot(
      "put something over a copy",
      "s3:PutObject",
      target,
      { "s3:ObjectCreationOperation": "true" },
      "DenyOverwrite",
    ),
    ...(config.key.rootStatement === "full"
      ? []
      : [deployer.mayNot("let S3 open a copy", "kms:Decrypt", place.key, throughS3(place))]),
    ...(config.restorer === undefined
      ? []
      : disappearanceClaims(
          claimsAbout("the vault's restorer", { kind: "role", arn: stackRoleArn(subject, "restorer") }),
          { object: target, bucket: place.bucket, key: place.key, roles, accountId, region: place.region },
        )),
    ...breakGlassClaims(subject, target, roles),
  ];
}

function breakGlassClaims(subject: ClaimSubject, target: string, roles: readonly string[]): readonly Claim[] {
  const { config, accountId, otherBucketArn } = subject;
  if (config.breakGlass === undefined) return [];
  const place = vaultPlace(subject);
  const about = claimsAbout("who breaks the glass", {
    kind: "role",
    arn: stackRoleArn(subject, "break-glass"),
  });
  const { may, mayNot, mayNotCall } = about;
  const elsewhere = `${otherBucketArn}/${OBJECT}`;
  return [
    ...[...ENDS, "s3:GetObjectLegalHold", "s3:GetObjectRetention"].flatMap((action) => [
      may(`call ${action}`, action, target),
      mayNot(`call ${action} elsewhere`, action, elsewhere),
    ]),
    ...["s3:ListBucket", "s3:ListBucketVersions"].flatMap((action) => [
      may(`call ${action}`, action, place.bucket),
      mayNot(`call ${action} elsewhere`, action, otherBucketArn),
    ]),
    ...mayNotCall(["s3:GetObject", "s3:GetObjectVersion"], target),
    ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey"], place.key, throughS3(place)),
    ...disappearanceClaims(
      about,
      { object: target, bucket: place.bucket, key: place.key, roles, accountId, region: place.region },
      [...ENDS],
    ).map((claim) => ({ ...claim, says: `${claim.says}, as an effect` })),
  ];
}
