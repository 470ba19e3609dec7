import { policyProblems } from "../../../../modules/iam/policies/policy-check";
import { AUDIENCES, type AudienceName, type KeyPolicyProps, keyPolicy } from "../../../../modules/kms";
import { keyType } from "../../../../modules/kms/key-type";
import { SERVICE_ROLES } from "../../../../modules/kms/policy/audiences";
import { buildKeyPolicy } from "../../../../modules/kms/policy/build-key-policy";
import { otherAccountStatements } from "../../../../modules/kms/policy/other-account";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const USER = "arn:aws:iam::111122223333:user/alice";
const ROLE = "arn:aws:iam::111122223333:role/app";
const ROOT = "arn:aws:iam::111122223333:root";
const SSO = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_*";
const SIGNING = keyType({ keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" });
const MAC = keyType({ keySpec: "HMAC_256" });

const policy = (props: Omit<KeyPolicyProps, "env">, key = keyType({})) =>
  keyPolicy({ env: ENVIRONMENT, ...props }, key);
const problems = (props: Omit<KeyPolicyProps, "env">, key = keyType({})) =>
  buildKeyPolicy({ env: ENVIRONMENT, ...props }, key).problems;
const bySid = (statements: ReturnType<typeof policy>, sid: string) =>
  statements.find((statement) => statement.sid === sid);

describe("keyPolicy", () => {
  it("lets the account manage the key when nothing else is said", () => {
    expect(policy({}).map(({ sid }) => sid)).toEqual(["Root"]);
  });

  it("is the four statements of the KMS console in one call", () => {
    const statements = policy({
      root: { full: "as the console makes it" },
      administrators: [USER],
      users: [USER],
      grantUsers: [USER],
    });
    expect(statements.map(({ sid }) => sid)).toEqual([
      "Root",
      "KeyAdministrators",
      "KeyUsers",
      "AttachPersistentResources",
    ]);
    expect(bySid(statements, "Root")).toMatchObject({
      principals: { aws: [ROOT] },
      actions: ["kms:*"],
      resources: ["*"],
    });
    expect(bySid(statements, "KeyUsers")?.actions).toEqual([
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyPair",
      "kms:GenerateDataKeyPairWithoutPlaintext",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptTo",
      "kms:DescribeKey",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
    ]);
    expect(bySid(statements, "AttachPersistentResources")).toEqual({
      sid: "AttachPersistentResources",
      principals: { aws: [USER] },
      actions: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      resources: ["*"],
      conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });

  it("keeps the reason of a full root with its statement", () => {
    expect(bySid(policy({ root: { full: "legacy" } }), "Root")?.reason).toBe("legacy");
  });

  it("can leave the account out, for a reason", () => {
    expect(policy({ root: { off: "dual control" }, administrators: [ROLE] }).map(({ sid }) => sid)).toEqual([
      "KeyAdministrators",
    ]);
    expect(problems({ root: { off: " " }, administrators: [ROLE] })).toEqual([
      "root.off needs a reason, got an empty one",
    ]);
  });

  it("gives every audience the statement of its row, and signers what signing takes", () => {
    expect(bySid(policy({ signers: [ROLE] }, SIGNING), "KeySigners")?.actions).toEqual([
      "kms:Sign",
      "kms:DescribeKey",
      "kms:GetPublicKey",
    ]);
    expect(bySid(policy({ macUsers: [ROLE] }, MAC), "KeyMacUsers")?.actions).toEqual([
      "kms:GenerateMac",
      "kms:DescribeKey",
      "kms:VerifyMac",
    ]);
    expect(bySid(policy({ users: [ROLE] }, SIGNING), "KeyUsers")?.actions).toEqual([
      "kms:Sign",
      "kms:DescribeKey",
      "kms:GetPublicKey",
      "kms:Verify",
    ]);
  });

  it("gives roles of Auto Scaling and of Backup a use and a grant", () => {
    const statements = policy({ autoscalingRoles: [ROLE], backupRoles: [ROLE] });
    expect(statements.map(({ sid }) => sid)).toEqual([
      "Root",
      "AutoscalingUse",
      "AutoscalingGrants",
      "BackupUse",
      "BackupGrants",
    ]);
    expect(bySid(statements, "BackupGrants")?.conditions).toEqual({
      Bool: { "kms:GrantIsForAWSResource": "true" },
      "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": ["aws:backup:backup-vault"] },
      StringLike: { "kms:ViaService": "backup.*.amazonaws.com" },
    });
  });

  it("binds a use to services and to the encryption context, and describing to the services only", () => {
    const statements = policy({
      users: {
        principals: [ROLE],
        viaServices: ["s3"],
        encryptionContext: { app: "billing", tenant: ["a-*", "b"] },
        conditions: { StringEquals: { "aws:PrincipalTag/team": "x" } },
      },
    });
    const always = { "kms:ViaService": ["s3.eu-central-1.amazonaws.com"], "aws:PrincipalTag/team": "x" };
    expect(bySid(statements, "KeyUsers")?.conditions).toEqual({
      StringEquals: { ...always, "kms:EncryptionContext:app": "billing" },
      StringLike: { "kms:EncryptionContext:tenant": ["a-*", "b"] },
    });
    expect(bySid(statements, "KeyUsers")?.actions).not.toContain("kms:DescribeKey");
    expect(bySid(statements, "KeyUsersDescribe")).toEqual({
      sid: "KeyUsersDescribe",
      principals: { aws: [ROLE] },
      actions: ["kms:DescribeKey"],
      resources: ["*"],
      conditions: { StringEquals: always },
    });
  });

  it("says a pattern of principals as a condition, because KMS takes none", () => {
    const statements = policy({ administrators: [ROLE, SSO] });
    expect(bySid(statements, "KeyAdministrators")?.principals).toEqual({ aws: [ROLE] });
    expect(bySid(statements, "KeyAdministratorsPatterns")).toMatchObject({
      principals: { aws: [ROOT] },
      conditions: { ArnLike: { "aws:PrincipalArn": [SSO] } },
    });
  });

  it("lets another account in by both halves", () => {
    const statements = policy({ accounts: [{ accountId: "444455556666", audience: "decryptOnly" }] });
    const actions = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DescribeKey"];
    expect(bySid(statements, "Account444455556666KeyDecrypters")).toEqual({
      sid: "Account444455556666KeyDecrypters",
      principals: { aws: ["arn:aws:iam::444455556666:root"] },
      actions,
      resources: ["*"],
    });
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1";
    expect(otherAccountStatements({ keyArn, env: ENVIRONMENT, audience: "decryptOnly" })).toEqual([
      { sid: "KeyDecryptersOfOtherAccount", actions, resources: [keyArn] },
    ]);
  });

  it("starts from a policy of AWS's shape, as an object or as JSON, and adds to it", () => {
    const source = {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: ROOT },
          Action: "kms:*",
          Resource: "*",
        },
        { Effect: "Deny", Principal: "*", Action: ["kms:ScheduleKeyDeletion"], Resource: "*" },
      ],
    } as const;
    const expected = [
      { sid: "EnableIAMUserPermissions", principals: { aws: [ROOT] }, actions: ["kms:*"], resources: ["*"] },
      {
        sid: "Statement2",
        effect: "Deny",
        principals: "*",
        actions: ["kms:ScheduleKeyDeletion"],
        resources: ["*"],
      },
    ];
    expect(policy({ source: JSON.stringify(source) }).slice(0, 2)).toEqual(expected);
    expect(policy({ source }).slice(0, 2)).toEqual(expected);
    expect(policy({ source }).map(({ sid }) => sid)).toEqual([
      "EnableIAMUserPermissions",
      "Statement2",
      "Root",
    ]);
  });

  it("takes extra statements last", () => {
    const extra = [{ sid: "Mine", principals: { aws: [ROLE] }, actions: ["kms:Decrypt"], resources: ["*"] }];
    expect(policy({ extra }).map(({ sid }) => sid)).toEqual(["Root", "Mine"]);
  });

  it("never replaces a statement silently: the same sid is an error unless override names it", () => {
    const mine = [{ sid: "Root", principals: { aws: [ROLE] }, actions: ["kms:*"], resources: ["*"] }];
    expect(policyProblems("key", policy({ extra: mine }))).toEqual([
      "sid must be unique in a policy, got 'Root' more than once",
    ]);
    expect(policyProblems("key", policy({ source: mine }))).toEqual([
      "sid must be unique in a policy, got 'Root' more than once",
    ]);
    expect(policy({ override: mine })).toEqual(mine);
    expect(problems({ override: [{ ...mine[0], sid: "Roots" } as (typeof mine)[0]] })).toEqual([
      "override: there is no statement 'Roots', only Root",
    ]);
  });

  it.each<[string, Omit<KeyPolicyProps, "env">, string[]]>([
    ["an audience without principals", { users: [] }, ["users must name a principal"]],
    ["everybody", { users: ["*"] }, ["users must not be everybody; got '*'"]],
    [
      "a name in place of an ARN",
      { users: ["alice"] },
      ["users must be ARNs of accounts, roles, users or sessions, got 'alice'"],
    ],
    [
      "a group, which is no principal",
      { users: ["arn:aws:iam::111122223333:group/x"] },
      ["users must be ARNs of accounts, roles, users or sessions, got 'arn:aws:iam::111122223333:group/x'"],
    ],
    [
      "conditions that are there already",
      {
        users: {
          principals: [ROLE],
          viaServices: ["s3"],
          conditions: { StringEquals: { "kms:ViaService": "x" } },
        },
      },
      ["conditions of users must not replace StringEquals on kms:ViaService, which is there already"],
    ],
    [
      "an encryption context of administrators",
      { administrators: { principals: [ROLE], encryptionContext: { a: "b" } } },
      ["encryptionContext of administrators makes no sense: its requests carry none"],
    ],
    [
      "a service by its whole name",
      { users: { principals: [ROLE], viaServices: ["s3.eu-central-1.amazonaws.com"] } },
      ["viaServices of users must be names such as s3, got 's3.eu-central-1.amazonaws.com'"],
    ],
    [
      "an audience that is misspelt",
      { user: [ROLE] } as Partial<KeyPolicyProps>,
      [`a key policy has no 'user', only ${Object.keys({ ...AUDIENCES, ...SERVICE_ROLES }).join(", ")}`],
    ],
    [
      "an audience of another account that there is not",
      { accounts: [{ accountId: "444455556666", audience: "nobody" as AudienceName }] },
      [`audience of account 444455556666 must be one of ${Object.keys(AUDIENCES).join(", ")}, got nobody`],
    ],
    [
      "no services",
      { users: { principals: [ROLE], viaServices: [] } },
      ["viaServices of users must name a service"],
    ],
    [
      "the key's own account as another one",
      { accounts: [{ accountId: "111122223333", audience: "users" }] },
      ["account 111122223333 is the key's own: name its principals in users"],
    ],
    [
      "another account as administrator",
      { accounts: [{ accountId: "444455556666", audience: "administrators" }] },
      ["account 444455556666 cannot be administrators: another account can only use a key"],
    ],
    [
      "an account id that is none",
      { accounts: [{ accountId: "4444", audience: "users" }] },
      ["accountId must be twelve digits, got '4444'"],
    ],
    ["a source that is no JSON", { source: "{" }, ["source: policy must be JSON of a policy document"]],
    [
      "elements that are not understood",
      {
        source:
          '{"Statement":{"Sid":"A","Effect":"Allow","NotPrincipal":"*","Action":"kms:*","Resource":"*"}}',
      },
      ["source: statement 1 of the policy has the element NotPrincipal, which is not supported"],
    ],
  ])("fails on %s", (_, props, expected) => {
    expect(problems(props)).toEqual(expected);
  });

  it("fails with everything at once, by name of the audience and kind of the key", () => {
    expect(() => policy({ encryptOnly: ["x"], macUsers: [ROLE] }, SIGNING)).toThrow(
      "invalid configuration at 'key policy':\n" +
        "  - encryptOnly make no sense on a key for signing: only on one for symmetric encryption or asymmetric encryption\n" +
        "  - encryptOnly must be ARNs of accounts, roles, users or sessions, got 'x'\n" +
        "  - macUsers make no sense on a key for signing: only on one for message authentication codes",
    );
  });
});
