import type { TerraformStack } from "cdktf";
import { Key } from "../../../../modules/kms";
import { acceptReplicas, BatchReplication, type BatchReplicationProps, Bucket } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { statementsOf, synth } from "../../../helpers/stacks/synth";

const bucket = (stack: TerraformStack, id: string, region?: string) =>
  new Bucket(stack, id, {
    name: `example-${id}`,
    key: new Key(stack, `${id}-key`, {
      description: "x",
      policy: { env: ENVIRONMENT },
      ...(region === undefined ? {} : { region }),
    }),
    ...(region === undefined ? {} : { region }),
  });

/** A stack with one role for jobs. */
function batch(more: (stack: TerraformStack) => Partial<BatchReplicationProps> = () => ({})) {
  return synth((stack) => {
    new BatchReplication(stack, "batch", {
      env: ENVIRONMENT,
      roleName: "example-batch",
      source: bucket(stack, "source"),
      reports: bucket(stack, "reports"),
      ...more(stack),
    });
  });
}

const actionsOf = (stack: ReturnType<typeof synth>) =>
  Object.values(stack.resources("aws_iam_role_policy"))
    .flatMap(({ policy }) => statementsOf(String(policy)))
    .filter(({ Sid }) => /^(StartReplication|ListForReplication|WriteReports)$/.test(Sid));

describe("BatchReplication", () => {
  it("has AWS's policy for a manifest that S3 generates and does not store", () => {
    expect(actionsOf(batch()).map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ["StartReplication", ["s3:InitiateReplication"]],
      ["ListForReplication", ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"]],
      ["WriteReports", ["s3:PutObject"]],
    ]);
  });

  it("starts and reports below the prefixes that are given", () => {
    const [start, , report] = actionsOf(batch(() => ({ prefixes: ["a/", "b/"], reportPrefix: "r/" })));
    expect(start?.Resource?.map((arn) => arn.replace(/^.*\}/, ""))).toEqual(["/a/*", "/b/*"]);
    expect(report?.Resource?.map((arn) => arn.replace(/^.*\}/, ""))).toEqual(["/r/*"]);
  });

  it("is taken by jobs of the source's region and account", () => {
    const stack = batch((inner) => ({
      source: bucket(inner, "there", "eu-west-1"),
      reports: bucket(inner, "there-reports", "eu-west-1"),
    }));
    const role = stack.resource("aws_iam_role");
    expect(stack.statement(role, "TrustService", "assume_role_policy").Condition).toEqual({
      StringEquals: { "aws:SourceAccount": [ENVIRONMENT.accountId] },
      ArnLike: { "aws:SourceArn": [`arn:aws:s3:eu-west-1:${ENVIRONMENT.accountId}:job/*`] },
    });
  });

  it.each([
    [
      "reports in the source",
      (stack: TerraformStack) => {
        const both = bucket(stack, "both");
        return { source: both, reports: both };
      },
      "reports must not go into the source: they would be copied, too",
    ],
    [
      "reports in another region",
      (stack: TerraformStack) => ({
        source: bucket(stack, "here", "eu-central-1"),
        reports: bucket(stack, "elsewhere", "eu-west-1"),
      }),
      "reports must be in the region of the source",
    ],
    ["a prefix without a slash", () => ({ prefixes: ["a"] }), "must end in a slash"],
    ["a prefix of reports with a wildcard", () => ({ reportPrefix: "a*/" }), "must hold no wildcard"],
  ])("fails with %s", (_, more, problem) => {
    expect(() => batch(more)).toThrow(problem);
  });
});

describe("acceptReplicas by name", () => {
  const role = { arn: "arn:aws:iam::444455556666:role/copier" };
  const accept = (props: Parameters<typeof acceptReplicas>[1]) =>
    synth((stack) => {
      acceptReplicas(bucket(stack, "replicas"), props);
    });

  it("has the account for a principal, and the role in a condition, in bucket policy and key policy alike", () => {
    const stack = accept({ role, crossAccount: true, byName: true });
    const statements = [
      ...statementsOf(String(stack.resource("aws_s3_bucket_policy").policy)),
      ...statementsOf(String(stack.resource("aws_kms_key").policy)),
    ].filter(({ Principal }) => JSON.stringify(Principal ?? "").includes("444455556666"));
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "AcceptReplicas",
      "AcceptReplication",
      "GrantKeyEncrypters",
      "GrantKeyEncryptersDescribe",
      "GrantKeyDecrypters",
    ]);
    for (const { Principal, Condition } of statements) {
      expect(Principal).toEqual({ AWS: ["arn:aws:iam::444455556666:root"] });
      expect([Condition?.ArnEquals?.["aws:PrincipalArn"]].flat()).toEqual([role.arn]);
    }
  });

  it("fails where the role is of this account, or hides its account", () => {
    const problem = "byName needs a role of another account, whose ARN shows it";
    expect(() => accept({ role, byName: true })).toThrow(problem);
    expect(() => accept({ role: { arn: "${data.x.y.arn}" }, crossAccount: true, byName: true })).toThrow(
      problem,
    );
  });
});
