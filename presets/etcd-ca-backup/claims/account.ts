/** Everybody else: the rest of the account, other accounts, the public. */

import { type Claim, type ClaimPrincipal, claimsAbout } from "../../common/claims/claim";
import { SSE_KEY } from "../../common/claims/encryption-headers";
import { deletionClaims, MANAGES_KEY } from "../../common/claims/key-claims";
import { replicaClaims } from "../../common/claims/replication-claims";
import { backups, bucketArn, type ClaimSubject, envelope, NEW_OBJECT, roleArn, throughS3 } from "./subject";

const UPDATE = "s3:UpdateObjectEncryption";

/** The account's own administrators: they manage the key; with the default root statement, no policy of theirs lets them use it. */
export function accountClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId } = subject;
  return [
    ...ownerClaims(subject, "the root user", { kind: "root", accountId }),
    ...ownerClaims(subject, "a user with AdministratorAccess", {
      kind: "admin",
      arn: `arn:aws:iam::${accountId}:user/admin`,
    }),
    ...ownerClaims(subject, "a role with AdministratorAccess", {
      kind: "admin",
      arn: `arn:aws:iam::${accountId}:role/admin`,
    }),
  ];
}

function ownerClaims(subject: ClaimSubject, name: string, principal: ClaimPrincipal): readonly Claim[] {
  const { may, mayNot, mayNotCall } = claimsAbout(name, principal);
  const { keyArn: key, config } = subject;
  const [backup] = backups(subject);
  const object = `${bucketArn(subject)}/${backup}`;
  const full = config.key.rootStatement === "full";
  const use = full
    ? (what: string, action: string, context = {}) => may(what, action, key, context, "Root")
    : (what: string, action: string, context = {}) => mayNot(what, action, key, context);
  return [
    ...MANAGES_KEY.map((action) => may(`call ${action}`, action, key, {}, "Root")),
    ...deletionClaims({ may, mayNot, mayNotCall }, key, config.key.deletionWindowInDays),
    use("open the message of a backup", "kms:Decrypt", envelope(backup)),
    use("let S3 decrypt", "kms:Decrypt", throughS3(subject)),
    use("get a data key for a backup", "kms:GenerateDataKey", envelope(backup)),
    use("let S3 get a data key", "kms:GenerateDataKey", throughS3(subject)),
    use("encrypt", "kms:Encrypt", envelope(backup)),
    use("create a grant", "kms:CreateGrant"),
    // The limits that the documentation states: only object lock stops these.
    may("delete a backup", "s3:DeleteObject", object),
    may("upload over a backup, whose version stays", "s3:PutObject", object),
    may("change the bucket's policy", "s3:PutBucketPolicy", bucketArn(subject)),
    mayNot("fetch over TLS 1.1", "s3:GetObject", object, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
    mayNot(
      "upload under another key",
      "s3:PutObject",
      object,
      {
        "s3:x-amz-server-side-encryption": "aws:kms",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": subject.otherKeyArn,
      },
      "DenyOtherKey",
    ),
    ...replicaClaims({ mayNot }, object, subject.otherKeyArn, "among the backups"),
    ...[subject.keyArn, subject.otherKeyArn].map((other) =>
      mayNot(
        `put a backup under ${other === subject.keyArn ? "the key" : "another key"}`,
        UPDATE,
        object,
        { [SSE_KEY]: other },
        "DenyEncryptionUpdate",
      ),
    ),
    ...mayNotCall(principal.kind === "root" ? [] : ["sts:AssumeRole"], roleArn(subject, "writer")),
  ];
}

/**
 * Strangers, although they say all the right words.
 *
 * @param where completes their names, so that sentences about other regions are sentences of their own
 */
export function strangerClaims(subject: ClaimSubject, where = ""): readonly Claim[] {
  const { otherAccountId } = subject;
  const strangers: Readonly<Record<string, ClaimPrincipal>> = {
    "the root user of another account": { kind: "root", accountId: otherAccountId },
    "an administrator of another account": {
      kind: "admin",
      arn: `arn:aws:iam::${otherAccountId}:user/admin`,
    },
    "a role of another account with a name of ours": {
      kind: "admin",
      arn: roleArn({ ...subject, accountId: otherAccountId }, "writer"),
    },
    "an anonymous caller": { kind: "anonymous" },
  };
  return Object.entries(strangers).flatMap(([name, principal]) =>
    strangerMayNot(subject, `${name}${where}`, principal),
  );
}

function strangerMayNot(subject: ClaimSubject, name: string, principal: ClaimPrincipal): readonly Claim[] {
  const { mayNot, mayNotCall } = claimsAbout(name, principal);
  const { keyArn: key } = subject;
  const [backup] = backups(subject);
  const bucket = bucketArn(subject);
  return [
    ...["kms:GenerateDataKey", "kms:Decrypt"].flatMap((action) => [
      mayNot(`call ${action} for a backup`, action, key, envelope(backup)),
      mayNot(`let S3 call ${action}`, action, key, throughS3(subject)),
    ]),
    ...mayNotCall(["kms:CreateGrant", "kms:DescribeKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"], key),
    ...mayNotCall(["s3:GetObject", "s3:DeleteObject"], `${bucket}/${backup}`),
    mayNot("upload", "s3:PutObject", `${bucket}/${backup}`, NEW_OBJECT),
    ...mayNotCall(["s3:ListBucket", "s3:PutBucketPolicy"], bucket, {}),
  ];
}
