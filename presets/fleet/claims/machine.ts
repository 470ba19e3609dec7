/** What executions of the state machine may: read manifests, invoke, and write results. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { backups, backupsArn, bucketArn, type ClaimSubject, roleArn, rolesOf } from "./subject";

const RESULTS = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];

export function machineClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, stack, accountId, region, functionArn, otherBucketArn } = subject;
  if (config.stateMachine === undefined || functionArn === undefined) return [];
  const principal = { kind: "role", arn: roleArn(subject, "machine") } as const;
  const { may, mayNot, mayNotCall } = claimsAbout("an execution", principal);
  const [bucket, source] = [bucketArn(subject), backupsArn(subject)];
  const [backup = ""] = backups(subject);
  const [manifest, result] = [`${bucket}/manifests/1.csv`, `${bucket}/results/1/manifest.json`];
  const states = (resource: string) => `arn:aws:states:${region}:${accountId}:${resource}`;
  const machine = states(`stateMachine:${stack}-machine`);
  const child = states(`execution:${stack}-machine/1:2`);
  const children = ["states:DescribeExecution", "states:StopExecution"];
  return [
    may("invoke the function", "lambda:InvokeFunction", functionArn, {}, "InvokeFunction"),
    mayNot("invoke another version of it", "lambda:InvokeFunction", `${functionArn}0`),
    ...mayNotCall(["lambda:UpdateFunctionCode"], functionArn),
    may("read a manifest", "s3:GetObject", manifest, {}, "ReadManifests"),
    mayNot("write a manifest", "s3:PutObject", manifest),
    ...RESULTS.flatMap((action) => [
      may(`call ${action} on a result`, action, result, {}, "WriteResults"),
      mayNot(`call ${action} on a report`, action, `${bucket}/reports/1.csv`),
      mayNot(`call ${action} on a backup`, action, backup),
      mayNot(`call ${action} in another bucket`, action, `${otherBucketArn}/results/1.json`),
    ]),
    ...mayNotCall(["s3:DeleteObject"], result),
    may("start a child", "states:StartExecution", machine, {}, "StartChildren"),
    mayNot("start another machine", "states:StartExecution", states("stateMachine:other")),
    ...children.flatMap((action) => [
      may(`call ${action} on a child`, action, child, {}, "FollowChildren"),
      mayNot(`call ${action} on another machine's`, action, states("execution:other/1:2")),
    ]),
    ...mayNotCall(["states:GetExecutionHistory", "states:RedriveExecution"], child),
    ...mayNotCall(["states:DeleteStateMachine", "states:UpdateStateMachine"], machine),
    ...mayNotCall(["kms:Decrypt"], config.backups.keyArns[0] ?? ""),
    ...disappearanceClaims(claimsAbout("an execution, as to backups,", principal), {
      object: backup,
      bucket: source,
      key: config.backups.keyArns[0] ?? "",
      roles: rolesOf(subject).map((name) => roleArn(subject, name)),
      accountId,
      region,
    }),
  ];
}
