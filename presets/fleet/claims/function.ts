/** What the function may with its own role: take that of the backups, and write its log. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { backups, backupsArn, bucketArn, type ClaimSubject, roleArn, rolesOf, throughS3 } from "./subject";

export function functionClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, stack, accountId, region, functionArn } = subject;
  if (config.function === undefined || functionArn === undefined) return [];
  const principal = { kind: "role", arn: roleArn(subject, "function") } as const;
  const { may, mayNot, mayNotCall } = claimsAbout("the function", principal);
  const [bucket, source] = [bucketArn(subject), backupsArn(subject)];
  const [backup = ""] = backups(subject);
  const [key = ""] = config.backups.keyArns;
  const logs = (group: string) =>
    `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/${group}:log-stream:1`;
  const role = config.backups.roleArn ?? "";
  return [
    may("take the role of the backups", "sts:AssumeRole", role, {}, "BecomeRoleOfBackups"),
    mayNot("take another role", "sts:AssumeRole", `arn:aws:iam::${accountId}:role/other`),
    mayNot("tag its session in the role of the backups", "sts:TagSession", role),
    ...mayNotCall(["iam:PassRole", "iam:UpdateAssumeRolePolicy"], role),
    ...mayNotCall(["logs:DeleteLogStream"], logs(`${stack}-function`)),
    ...["logs:CreateLogStream", "logs:PutLogEvents"].flatMap((action) => [
      may(`call ${action} for its log`, action, logs(`${stack}-function`), {}, "WriteLog"),
      mayNot(`call ${action} for another log`, action, logs("other")),
    ]),
    ...mayNotCall(["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], backup),
    ...mayNotCall(["s3:GetObject", "s3:PutObject"], `${bucket}/manifests/1.csv`),
    ...mayNotCall(["s3:ListBucket"], source),
    ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey"], key, throughS3(subject, source)),
    ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"], key).map((claim) => ({
      ...claim,
      says: `${claim.says} itself`,
    })),
    ...mayNotCall(["lambda:InvokeFunction", "lambda:UpdateFunctionCode"], functionArn),
    ...disappearanceClaims(claimsAbout("the function, as to backups,", principal), {
      object: backup,
      bucket: source,
      key,
      roles: rolesOf(subject).map((name) => roleArn(subject, name)),
      accountId,
      region,
    }),
    ...claimsAbout("an administrator of another account", {
      kind: "admin",
      arn: `arn:aws:iam::${subject.otherAccountId}:user/admin`,
    }).mayNotCall(["lambda:InvokeFunction"], functionArn),
    ...["s3", "batchoperations.s3", "events", "states"].flatMap((name) =>
      claimsAbout(`the service ${name}`, { kind: "service", name: `${name}.amazonaws.com` }).mayNotCall(
        ["lambda:InvokeFunction"],
        functionArn,
      ),
    ),
  ];
}
