import type { Statement } from "../../../../modules/iam";
import { administratorStatement, lockoutProblem, rootStatement } from "../../../../modules/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const ROLE = "arn:aws:iam::111122223333:role/admin";
const OTHER = "arn:aws:iam::444455556666:role/admin";
const ADMIN = administratorStatement([ROLE]);
const deny = (more: Partial<Statement> = {}): Statement => ({
  sid: "Deny",
  effect: "Deny",
  principals: "*",
  actions: ["kms:*"],
  resources: ["*"],
  ...more,
});
const only = (patterns: string[]) => deny({ conditions: { ArnNotLike: { "aws:PrincipalArn": patterns } } });

describe("lockoutProblem", () => {
  it.each<[string, Statement[]]>([
    ["the account", [rootStatement(ENVIRONMENT)]],
    ["an administrator", [ADMIN]],
    ["an administrator by wildcard", [{ ...ADMIN, actions: ["kms:Put*"] }]],
    ["an administrator by another spelling", [{ ...ADMIN, actions: ["KMS:putkeypolicy"] }]],
    [
      "an administrator by exception",
      [{ sid: "A", principals: { aws: [ROLE] }, notActions: ["kms:Decrypt"], resources: ["*"] }],
    ],
    [
      "whoever gave a second factor",
      [{ ...ADMIN, conditions: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
    ],
    ["one whom a deny spares", [ADMIN, only([ROLE])]],
    ["identities of the account, some of whom a deny spares", [rootStatement(ENVIRONMENT), only([ROLE])]],
    ["one whom a deny does not name", [ADMIN, deny({ principals: { aws: [OTHER] } })]],
    [
      "one whose name a deny is not about",
      [ADMIN, deny({ conditions: { ArnLike: { "aws:PrincipalArn": OTHER } } })],
    ],
    ["one who is denied something else", [ADMIN, deny({ actions: ["kms:ScheduleKeyDeletion"] })]],
    [
      "one whose denial has a condition",
      [ADMIN, deny({ conditions: { Bool: { "aws:SecureTransport": "false" } } })],
    ],
    ["a principal that only Terraform knows", [administratorStatement(["${TfToken[TOKEN.1]}"])]],
  ])("has nothing against a policy that leaves %s", (_, statements) => {
    expect(lockoutProblem(statements, "111122223333")).toBeUndefined();
  });

  it.each<[string, Statement[]]>([
    ["nobody who may change the policy", [{ ...ADMIN, actions: ["kms:Decrypt", "kms:Put"] }]],
    [
      "nobody, by exception",
      [{ sid: "A", principals: { aws: [ROLE] }, notActions: ["kms:P*"], resources: ["*"] }],
    ],
    ["a service only", [{ ...ADMIN, principals: { service: ["x.amazonaws.com"] } }]],
    ["another account only", [administratorStatement([OTHER])]],
    [
      "an administrator who must come through a service",
      [{ ...ADMIN, conditions: { StringEquals: { "kms:ViaService": "s3" } } }],
    ],
    ["an administrator who is denied by name", [ADMIN, deny({ principals: { aws: [ROLE] } })]],
    [
      "an administrator who is denied by a condition on his name",
      [ADMIN, deny({ conditions: { ArnEquals: { "aws:PrincipalArn": [OTHER, ROLE] } } })],
    ],
    ["everybody denied", [rootStatement(ENVIRONMENT), ADMIN, deny()]],
    [
      "everybody denied by exception of an action",
      [
        ADMIN,
        { sid: "Deny", effect: "Deny", principals: "*", notActions: ["kms:Decrypt"], resources: ["*"] },
      ],
    ],
    ["an administrator whom a deny does not spare", [ADMIN, only([OTHER])]],
  ])("fails on a policy that leaves %s", (_, statements) => {
    expect(lockoutProblem(statements, "111122223333")).toMatch(
      /^no reachable principal keeps kms:PutKeyPolicy, so nobody could ever change the key policy again: name administrators, or acknowledgeLockoutRisk$/,
    );
  });
});
