import { ManagedPolicy } from "../../../../modules/iam";
import { judgePolicy } from "../../../../modules/iam/judge-policy";
import { POLICY_SIZE, type PolicyKind } from "../../../../modules/iam/limits";
import { principalArnCondition } from "../../../../modules/iam/policies/deny-principals";
import type { Statement } from "../../../../modules/iam/policies/policy-document";
import { Bucket } from "../../../../modules/s3";
import { testRole } from "../../../helpers/kms/kms";
import { synth } from "../../../helpers/stacks/synth";

const ROLE = "arn:aws:iam::111122223333:role/writer";
const USER = "arn:aws:iam::111122223333:user/team/alice";
const SESSION = "arn:aws:sts::111122223333:assumed-role/writer/one";
const ACCOUNT = "arn:aws:iam::111122223333:root";

const ACTIONS: Partial<Record<PolicyKind, readonly [string, string?]>> = {
  bucket: ["s3:PutObject", "arn:aws:s3:::example/*"],
  key: ["kms:Decrypt", "*"],
  topic: ["sns:Publish", "arn:aws:sns:eu-central-1:111122223333:t"],
  queue: ["sqs:SendMessage", "arn:aws:sqs:eu-central-1:111122223333:q"],
  trust: ["sts:AssumeRole"],
};

function deny(kind: PolicyKind, more: Partial<Statement>): Statement {
  const [action = "", resource] = ACTIONS[kind] ?? [];
  return {
    sid: "Deny",
    effect: "Deny",
    principals: "*",
    actions: [action],
    ...(resource === undefined ? {} : { resources: [resource] }),
    ...more,
  };
}

describe("a Deny by principal", () => {
  const kinds = Object.keys(POLICY_SIZE).filter((kind) => kind in ACTIONS) as PolicyKind[];

  it.each(kinds)("is a finding in a %s policy, for roles, users and sessions", (kind) => {
    for (const arn of [ROLE, USER, SESSION]) {
      const problems = judgePolicy(kind, [deny(kind, { principals: { aws: [ACCOUNT, arn] } })]).join("\n");
      expect(problems).toContain(`denies to '${arn}' by unique id`);
      expect(problems).toContain("(deny-by-principal)");
    }
  });

  it.each(kinds)(
    "is none in a %s policy by name, by account or by service, nor in what is allowed",
    (kind) => {
      const found = (more: Partial<Statement>) =>
        judgePolicy(kind, [deny(kind, more)]).filter((problem) => problem.includes("deny-by-principal"));
      expect(found({ conditions: principalArnCondition([ROLE]) })).toEqual([]);
      expect(found({ principals: { aws: [ACCOUNT, "111122223333", "*"] } })).toEqual([]);
      expect(found({ principals: { service: ["ec2.amazonaws.com"] } })).toEqual([]);
      expect(found({ principals: { aws: [ROLE] }, effect: "Allow" })).toEqual([]);
    },
  );

  it("is told to whoever adds one to a bucket, and stays with a reason", () => {
    const withStatement = (acknowledge?: Statement["acknowledge"]) =>
      synth((stack) => {
        const role = testRole(stack);
        new Bucket(stack, "b", {
          name: "example",
          sseS3: { on: "a test" },
          policy: (arn) => [
            {
              sid: "Mine",
              effect: "Deny",
              principals: { aws: [role.roleArn] },
              actions: ["s3:DeleteObject"],
              resources: [`${arn}/*`],
              ...(acknowledge === undefined ? {} : { acknowledge }),
            },
          ],
        });
      });
    expect(() => withStatement()).toThrow("statement 'Mine': denies to '${...}' by unique id");
    const reason = "the role is never made anew";
    expect(
      withStatement({ "deny-by-principal": reason }).resource("aws_s3_bucket_policy")["//"],
    ).toMatchObject({
      relaxations: [{ what: "Mine: deny-by-principal", reason }],
    });
  });

  it("is not meant where a policy of an identity denies", () => {
    expect(() =>
      synth((stack) => {
        new ManagedPolicy(stack, "p", {
          name: "p",
          statements: [{ sid: "No", effect: "Deny", actions: ["s3:DeleteObject"], resources: ["*"] }],
        });
      }),
    ).not.toThrow();
  });
});

describe("principalArnCondition", () => {
  it("names roles and users, everybody of an account, and the role of a session", () => {
    const arns = (one: string) => principalArnCondition([one]).ArnEquals?.["aws:PrincipalArn"];
    expect(arns(ROLE)).toEqual([ROLE]);
    expect(arns(ACCOUNT)).toEqual(["arn:aws:iam::111122223333:*", "arn:aws:sts::111122223333:*"]);
    expect(arns("111122223333")).toEqual(["arn:*:iam::111122223333:*", "arn:*:sts::111122223333:*"]);
    expect(arns(SESSION)).toEqual([ROLE, "arn:aws:iam::111122223333:role/*/writer"]);
  });
});
