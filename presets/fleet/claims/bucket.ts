/** Who reaches the bucket of manifests and reports: whom the account lets, by TLS, and nobody else. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { bucketArn, type ClaimSubject } from "./subject";

export function bucketClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, otherAccountId } = subject;
  const bucket = bucketArn(subject);
  const report = `${bucket}/reports/1.csv`;
  const admin = claimsAbout("an administrator of the account", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:user/admin`,
  });
  const everything = { "s3:GetObject": report, "s3:PutObject": report, "s3:ListBucket": bucket } as const;
  const header = "s3:x-amz-server-side-encryption";
  const encryption = ["s3:PutObject", "s3:UpdateObjectEncryption"].map((action) =>
    admin.mayNot(
      `call ${action} with another encryption`,
      action,
      report,
      { [header]: "aws:kms" },
      "DenyOtherEncryption",
    ),
  );
  const asS3 = admin.may("ask for SSE-S3", "s3:PutObject", report, { [header]: "AES256" });
  const reached = Object.entries(everything).flatMap(([action, resource]) => [
    admin.may(`call ${action} on reports`, action, resource),
    admin.mayNot(
      `call ${action} on reports without TLS`,
      action,
      resource,
      { "aws:SecureTransport": "false", "s3:TlsVersion": null },
      "DenyPlainHttp",
    ),
    admin.mayNot(
      `call ${action} on reports with old TLS`,
      action,
      resource,
      { "s3:TlsVersion": "1.1" },
      "DenyOldTls",
    ),
    ...[
      claimsAbout("anybody", { kind: "anonymous" }),
      claimsAbout("an administrator of another account, as to reports,", {
        kind: "admin",
        arn: `arn:aws:iam::${otherAccountId}:user/admin`,
      }),
      claimsAbout("somebody of the account without permissions", {
        kind: "powerless",
        arn: `arn:aws:iam::${accountId}:user/guest`,
      }),
    ].map(({ mayNot }) => mayNot(`call ${action} on reports`, action, resource)),
  ]);
  return [...encryption, asS3, ...reached];
}
