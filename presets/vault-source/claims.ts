/** What the roles of a source promise, the vault allowing all of it: evaluated on the synthesized policies, for each of {@link CLAIM_VARIANTS}. */
import { type Claim, type ClaimsAbout, claimsAbout } from "../common/claims/claim";
import { disappearanceClaims } from "../common/claims/effects";
import { KEY_POWERS } from "../common/claims/key-claims";
import { throughS3 } from "../common/claims/replication-claims";
import { boundaryClaims, stackRoleArn } from "../common/claims/role-claims";
import { roleTrustClaims } from "../common/claims/trust-claims";
import { type ClaimSubject, prefixOf, vaultPlace } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

const OBJECT = "etcd/2026-11-28T180000Z.tar.gz.kms";

interface Uses {
  readonly objects: readonly string[];
  readonly lists: readonly string[];
  readonly key: readonly string[];
}

const WRITER: Uses = {
  objects: ["s3:AbortMultipartUpload", "s3:PutObject"],
  lists: ["s3:ListBucket"],
  key: ["kms:Decrypt", "kms:GenerateDataKey"],
};
const RESTORER: Uses = {
  objects: ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"],
  lists: ["s3:ListBucket", "s3:ListBucketVersions"],
  key: ["kms:Decrypt"],
};

/** The claims about one stack. */
export function vaultSourceClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherAccountId } = subject;
  const given = { writer: config.writer, restorer: config.restorer };
  const roles = Object.entries(given).flatMap(([name, role]) =>
    role === undefined ? [] : [{ name, arn: stackRoleArn(subject, name), trusts: role.trust }],
  );
  const arns = roles.map(({ arn }) => arn);
  return [
    ...roles.flatMap(({ name, arn }) =>
      roleClaims(subject, name, arn, name === "writer" ? WRITER : RESTORER, arns),
    ),
    ...roles.flatMap(({ name: role, arn, trusts }) =>
      roleTrustClaims({ role, arn, trusts, accountId, otherAccountId }),
    ),
    ...boundaryClaims(subject, Object.fromEntries(roles.map(({ name, arn }) => [`the ${name}`, arn]))),
  ];
}

function roleClaims(
  subject: ClaimSubject,
  name: string,
  arn: string,
  uses: Uses,
  roles: readonly string[],
): readonly Claim[] {
  const about = claimsAbout(`the ${name}`, { kind: "role", arn });
  const { may, mayNot, mayNotCall } = about;
  const place = vaultPlace(subject);
  const { bucket, key, region } = place;
  const { otherBucketArn, otherKeyArn, accountId } = subject;
  const prefix = prefixOf(subject);
  const own = `${bucket}/${prefix}${OBJECT}`;
  const other = name === "writer" ? RESTORER : WRITER;
  const foreign = [`${subject.otherAccountId}/`, `${prefix.slice(0, -1)}0/`, ""];
  return [
    ...uses.objects.flatMap((action) => [
      may(`call ${action} below its prefix`, action, own),
      ...foreign.map((start) =>
        mayNot(`call ${action} below ${start}`, action, `${bucket}/${start}${OBJECT}`),
      ),
      mayNot(`call ${action} in another bucket`, action, `${otherBucketArn}/${prefix}${OBJECT}`),
    ]),
    ...mayNotCall(other.objects, own),
    ...other.lists
      .filter((action) => !uses.lists.includes(action))
      .map((action) => mayNot(`call ${action}`, action, bucket, { "s3:prefix": prefix })),
    ...uses.lists.flatMap((action) => [
      may(`call ${action} below its prefix`, action, bucket, { "s3:prefix": prefix }),
      ...foreign.map((start) =>
        mayNot(`call ${action} below ${start}`, action, bucket, { "s3:prefix": start }),
      ),
      mayNot(`call ${action} for the whole bucket`, action, bucket),
      mayNot(`call ${action} of another bucket`, action, otherBucketArn, { "s3:prefix": prefix }),
    ]),
    ...mayNotCall(["s3:GetBucketPolicy", "s3:GetBucketVersioning"], bucket),
    ...keyClaims(subject, about, uses),
    ...mayNotCall(["kms:DescribeKey", ...KEY_POWERS], key),
    mayNot("let S3 use another key", "kms:Decrypt", otherKeyArn, throughS3(place)),
    ...disappearanceClaims(
      about,
      { object: own, bucket, key, roles, accountId, region },
      name === "writer" ? ["s3:PutObject"] : [],
    ).map((claim) => ({ ...claim, says: `${claim.says}, as an effect` })),
  ];
}

function keyClaims(
  subject: ClaimSubject,
  { may, mayNot, mayNotCall }: ClaimsAbout,
  uses: Uses,
): readonly Claim[] {
  const place = vaultPlace(subject);
  const { key } = place;
  const others = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
  return [
    ...uses.key.flatMap((action) => [
      may(`let S3 call ${action}`, action, key, throughS3(place)),
      mayNot(`call ${action} itself`, action, key, throughS3(place, { "kms:ViaService": null })),
      mayNot(
        `let S3 elsewhere call ${action}`,
        action,
        key,
        throughS3(place, { "kms:ViaService": "s3.us-east-1.amazonaws.com" }),
      ),
      mayNot(
        `let S3 call ${action} for another bucket`,
        action,
        key,
        throughS3(place, { "kms:EncryptionContext:aws:s3:arn": subject.otherBucketArn }),
      ),
      mayNot(
        `let S3 call ${action} for no bucket`,
        action,
        key,
        throughS3(place, { "kms:EncryptionContext:aws:s3:arn": null }),
      ),
    ]),
    ...mayNotCall(
      others.filter((action) => !uses.key.includes(action)),
      key,
      throughS3(place),
    ),
  ];
}
