/** What the policy of a bucket refuses to everybody, and who alone may write into it: the region's writer and the replications from elsewhere. */

import { type Claim, claimsAbout } from "../../common/claims/claim";
import { SSE, SSE_KEY } from "../../common/claims/encryption-headers";
import { ADDS, replicaClaims } from "../../common/claims/replication-claims";
import { managedKey, type Place } from "./subject";

export function bucketClaims(place: Place): readonly Claim[] {
  const { subject, region, bucketArn: bucket, keyArn, writerArn } = place;
  const { accountId, otherKeyArn } = subject;
  const object = `${bucket}/data/file`;
  const admin = claimsAbout(`an administrator of the account, as to the bucket in ${region},`, {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:role/admin`,
  });
  const writer = claimsAbout(`the writer of ${region}, as to the bucket,`, { kind: "role", arn: writerArn });
  const under = (algorithm: string, key?: string) => ({
    [SSE]: algorithm,
    ...(key === undefined ? {} : { [SSE_KEY]: key }),
  });
  return [
    ...ADDS.map((action) => admin.mayNot(`call ${action}`, action, object, {}, "DenyOtherWriters")),
    admin.may("read an object", "s3:GetObject", object),
    admin.mayNot(
      "read over plain HTTP",
      "s3:GetObject",
      object,
      { "aws:SecureTransport": "false", "s3:TlsVersion": null },
      "DenyPlainHttp",
    ),
    admin.mayNot("read over TLS 1.1", "s3:GetObject", object, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
    admin.mayNot(
      "list over plain HTTP",
      "s3:ListBucket",
      bucket,
      { "aws:SecureTransport": "false", "s3:TlsVersion": null },
      "DenyPlainHttp",
    ),
    admin.mayNot("list over TLS 1.1", "s3:ListBucket", bucket, { "s3:TlsVersion": "1.1" }, "DenyOldTls"),
    admin.may("list over TLS 1.2", "s3:ListBucket", bucket, { "s3:TlsVersion": "1.2" }),
    admin.mayNot(
      "put an object under another key",
      "s3:UpdateObjectEncryption",
      object,
      {},
      "DenyEncryptionUpdate",
    ),
    writer.may("write under the key by its name", "s3:PutObject", object, under("aws:kms", keyArn)),
    writer.mayNot(
      "write under another key",
      "s3:PutObject",
      object,
      under("aws:kms", otherKeyArn),
      "DenyOtherKey",
    ),
    ...["AES256", "aws:kms"].map((algorithm) =>
      writer.mayNot(
        `write with ${algorithm} and no key`,
        "s3:PutObject",
        object,
        under(algorithm),
        "DenyEncryptionWithoutKey",
      ),
    ),
    ...replicaClaims(admin, object, otherKeyArn, `in ${region}`),
    ...managedKey(place)
      .users.filter((arn) => arn !== writerArn)
      .map((arn) =>
        claimsAbout(`${arn} with AdministratorAccess attached`, { kind: "admin", arn }).mayNot(
          `write in ${region}`,
          "s3:PutObject",
          object,
          {},
          "DenyOtherWriters",
        ),
      ),
  ];
}
