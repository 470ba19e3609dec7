/** Other regions: there the restorer opens and the administrator manages as in the first, the writer does nothing, and S3 alone adds copies. */

import { type Claim, type ClaimPrincipal, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { SSE, SSE_KEY } from "../../common/claims/encryption-headers";
import { deletionClaims, MANAGES_KEY } from "../../common/claims/key-claims";
import { ADDS, replicaClaims } from "../../common/claims/replication-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import { strangerClaims } from "./account";
import { administratorClaims } from "./administrator";
import { caretakersElsewhereClaims } from "./caretakers-elsewhere";
import { otherAccountClaims } from "./other-account";
import { replicationClaims } from "./replication";
import { restorerClaims } from "./restorer";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  dataPlaces,
  envelope,
  NEVER_USED,
  NEW_OBJECT,
  PLAIN_HTTP,
  roleArn,
  throughS3,
} from "./subject";

const UPDATE = "s3:UpdateObjectEncryption";

/** None where the key has no replicas. */
export function secondRegionClaims(subject: ClaimSubject): readonly Claim[] {
  const { key, bucket } = subject.config;
  const regions = key.replicaRegions.map((region) => subjectIn(subject, region));
  const second = regions.find(({ region }) => region === bucket.replica?.region);
  const account = bucket.replica?.account;
  const ours = account === undefined ? second : undefined;
  const place = second && {
    bucket: bucketArn(second),
    key: account?.keyArn ?? second.keyArn,
    region: second.region,
  };
  return [
    ...regions.flatMap((each) => replicaKeyClaims(each, each === ours)),
    ...(ours === undefined ? [] : copyClaims(ours)),
    ...(place === undefined ? [] : replicationClaims(subject, place)),
    ...(place === undefined || ours !== undefined ? [] : otherAccountClaims(subject, place)),
  ];
}

/** The same stack, as it is in another region. */
export function subjectIn(subject: ClaimSubject, region: string): ClaimSubject {
  const { stack, accountId, config } = subject;
  const { replica } = config.bucket;
  const name = replica?.account?.bucket ?? replica?.name ?? `${stack}-${accountId}-${region}`;
  return {
    ...subject,
    region,
    keyArn: subject.keyArn.replace(`:${subject.region}:`, `:${region}:`),
    config: { ...config, bucket: { ...config.bucket, name } },
  };
}

function replicaKeyClaims(subject: ClaimSubject, hasBucket: boolean): readonly Claim[] {
  const { keyArn: key, region, accountId, config } = subject;
  const [backup] = backups(subject);
  const where = `, in ${region},`;
  const about = (name: string, principal: ClaimPrincipal) => claimsAbout(`${name}${where}`, principal);
  const role = (name: "writer" | "restorer" | "administrator") =>
    about(`the ${name} with AdministratorAccess attached`, { kind: "admin", arn: roleArn(subject, name) });
  const root = about("the root user", { kind: "root", accountId });
  const restorer = about("the restorer", { kind: "role", arn: roleArn(subject, "restorer") });
  const administrator = about("the administrator", { kind: "role", arn: roleArn(subject, "administrator") });
  const stranger = about("an administrator of another account", {
    kind: "admin",
    arn: `arn:aws:iam::${subject.otherAccountId}:user/admin`,
  });
  const uses = ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", ...NEVER_USED];
  return [
    ...(hasBucket
      ? [
          ...restorerClaims(subject, where),
          ...administratorClaims(subject, where),
          ...strangerClaims(subject, where),
        ]
      : [
          ...backups(subject).map((each) =>
            restorer.may(`open ${each}`, "kms:Decrypt", key, envelope(each), "RestorerEnvelope"),
          ),
          ...stranger.mayNotCall(["kms:DescribeKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"], key),
          ...stranger.mayNotCall(uses, key, envelope(backup)),
          restorer.may("look up the key", "kms:DescribeKey", key, {}, "RestorerDescribe"),
          restorer.mayNot("let S3 decrypt", "kms:Decrypt", key, throughS3(subject)),
          ...MANAGES_KEY.map((action) =>
            administrator.may(`call ${action}`, action, key, {}, "Administrator"),
          ),
          ...["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"].map((action) =>
            administrator.may(
              `call ${action} for the alias`,
              action,
              `arn:aws:kms:${region}:${accountId}:${config.key.alias}`,
            ),
          ),
        ]),
    ...MANAGES_KEY.map((action) => root.may(`call ${action}`, action, key, {}, "Root")),
    ...deletionClaims(root, key, config.key.deletionWindowInDays),
    ...root.mayNotCall(uses, key, envelope(backup, throughS3(subject))),
    ...role("writer").mayNotCall(uses, key, envelope(backup, throughS3(subject))),
    ...role("administrator").mayNotCall(uses, key, envelope(backup, throughS3(subject))),
    role("restorer").mayNot("open what is no backup", "kms:Decrypt", key),
    role("restorer").mayNot("open a foreign prefix", "kms:Decrypt", key, envelope(`foreign/${backup}`)),
    role("restorer").mayNot(
      "open a message for another purpose",
      "kms:Decrypt",
      key,
      envelope(backup, { "kms:EncryptionContext:sealstack:purpose": "other" }),
    ),
    ...role("restorer").mayNotCall(["kms:GenerateDataKey", "kms:CreateGrant"], key, envelope(backup)),
    ...caretakersElsewhereClaims(subject, where, hasBucket),
  ];
}

/** The second bucket. */
function copyClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, keyArn, otherKeyArn } = subject;
  const bucket = bucketArn(subject);
  const object = `${bucket}/${backups(subject)[0]}`;
  const admin = claimsAbout("a user with AdministratorAccess, among the copies,", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:user/admin`,
  });
  const writer = claimsAbout("the writer, among the copies,", {
    kind: "role",
    arn: roleArn(subject, "writer"),
  });
  const copier = claimsAbout("the role of the replication with AdministratorAccess attached", {
    kind: "admin",
    arn: stackRoleArn(subject, "replication"),
  });
  const manager = claimsAbout("the administrator with AdministratorAccess attached, among the copies,", {
    kind: "admin",
    arn: roleArn(subject, "administrator"),
  });
  const under = (key: string) => ({ [SSE]: "aws:kms", [SSE_KEY]: key });
  return [
    ...ADDS.map((action) => admin.mayNot(`call ${action}`, action, object, {}, "DenyOtherWriters")),
    ...ADDS.map((action) => copier.may(`call ${action}`, action, object)),
    admin.may("delete a copy, whose version only object lock keeps", "s3:DeleteObject", object),
    ...["s3:ListBucket", "s3:PutBucketTagging"].flatMap((action) => [
      admin.mayNot(`call ${action} over plain HTTP`, action, bucket, PLAIN_HTTP, "DenyPlainHttp"),
      admin.mayNot(`call ${action} over TLS 1.1`, action, bucket, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
    ]),
    admin.may("list over TLS 1.2", "s3:ListBucket", bucket, { "s3:TlsVersion": "1.2" }),
    copier.may("write under the key", "s3:PutObject", object, under(keyArn)),
    copier.mayNot("write under another key", "s3:PutObject", object, under(otherKeyArn), "DenyOtherKey"),
    ...["AES256", "aws:kms"].map((algorithm) =>
      copier.mayNot(
        `write with ${algorithm} and no key`,
        "s3:PutObject",
        object,
        { [SSE]: algorithm },
        "DenyEncryptionWithoutKey",
      ),
    ),
    ...replicaClaims(copier, object, otherKeyArn, "in the second region"),
    admin.mayNot("put a copy under the key", UPDATE, object, under(keyArn), "DenyEncryptionUpdate"),
    manager.may("put a copy under the key", UPDATE, object, under(keyArn)),
    manager.mayNot(
      "put a copy under another key",
      UPDATE,
      object,
      under(otherKeyArn),
      "DenyUpdateToOtherKey",
    ),
    manager.mayNot("put a copy under no key", UPDATE, object, {}, "DenyUpdateToOtherKey"),
    writer.mayNot("upload", "s3:PutObject", object, NEW_OBJECT),
    ...writer.mayNotCall(["s3:GetObject", "s3:AbortMultipartUpload"], object),
    writer.mayNot("list", "s3:ListBucket", bucket, { "s3:prefix": backups(subject)[0] }),
    ...disappearanceClaims(writer, dataPlaces(subject)),
  ];
}
