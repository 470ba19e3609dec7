import { addKms } from "../../../../examples/kms";
import type { Conditions, Statement } from "../../../../modules/iam";
import { Grant, Key, type KeyPolicyProps, keyPolicy, ReplicaKey, RotatedKeys } from "../../../../modules/kms";
import { creationProblem, type WantedGrant } from "../../../../modules/kms/grants/creators";
import { evaluate, loadPolicies } from "../../../../tools/policy-check";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const DEPLOYER = "arn:aws:iam::111122223333:role/deployer";
const APP = "arn:aws:iam::111122223333:role/app";
const TOKEN = "${TfToken[TOKEN.0]}";
const WANTED: WantedGrant = { granteePrincipal: APP, operations: ["Decrypt"] };
const BOUNDS = { principals: [DEPLOYER], grantOperations: ["Decrypt"], granteePrincipals: [APP] } as const;

const { principals: _, ...LIMITS } = BOUNDS;

const allowing = (conditions: Conditions, more: Partial<Statement> = {}): readonly Statement[] => [
  {
    sid: "Create",
    principals: { aws: [DEPLOYER] },
    actions: ["kms:CreateGrant"],
    resources: ["*"],
    conditions,
    ...more,
  },
];

const NOBODY = /^nobody may create this grant \(/;

describe("a grant that is declared", () => {
  it.each<[string, Partial<KeyPolicyProps>]>([
    ["grant administrators", { grantAdministrators: BOUNDS }],
    ["owners", { owners: [DEPLOYER] }],
    ["the account's IAM policies", { root: { full: "IAM decides" } }],
    [
      "another account",
      { accounts: [{ accountId: "444455556666", audience: "grantAdministrators", ...LIMITS }] },
    ],
  ])("may be created by %s", (_, props) => {
    expect(creationProblem(keyPolicy({ env: ENVIRONMENT, ...props }), WANTED)).toBeUndefined();
  });

  it.each<[string, Partial<KeyPolicyProps>]>([
    ["the default", {}],
    ["administrators", { administrators: [DEPLOYER] }],
    ["users", { users: [DEPLOYER] }],
    [
      "grants for AWS's own resources",
      { grantUsers: [DEPLOYER], autoscalingRoles: [DEPLOYER], backupRoles: [DEPLOYER] },
    ],
    ["a service", { services: [{ service: "sns", reason: "a test" }] }],
    ["other operations", { grantAdministrators: { ...BOUNDS, grantOperations: ["Encrypt"] } }],
    ["other grantees", { grantAdministrators: { ...BOUNDS, granteePrincipals: [`${APP}-2`] } }],
    ["a retiring principal", { grantAdministrators: { ...BOUNDS, retiringPrincipals: [DEPLOYER] } }],
    [
      "a constraint",
      { grantAdministrators: { ...BOUNDS, grantConstraintTypes: ["EncryptionContextEquals"] } },
    ],
    ["calls through a service", { grantAdministrators: { ...BOUNDS, viaServices: ["s3"] } }],
  ])("may be created by nobody where the key policy lets in no more than %s", (_, props) => {
    expect(creationProblem(keyPolicy({ env: ENVIRONMENT, ...props }), WANTED)).toBe(
      `nobody may create this grant (Decrypt to ${APP}): the key policy lets nobody call kms:CreateGrant for it; name who deploys in grantAdministrators of the key`,
    );
  });

  it("may be created where retiring principal and constraint fit", () => {
    const policy = keyPolicy({
      env: ENVIRONMENT,
      grantAdministrators: {
        ...BOUNDS,
        retiringPrincipals: [DEPLOYER],
        grantConstraintTypes: ["EncryptionContextSubset"],
      },
    });
    const fits = { ...WANTED, retiringPrincipal: DEPLOYER, encryptionContextSubset: { a: "b" } };
    expect(creationProblem(policy, fits)).toBeUndefined();
    expect(creationProblem(policy, { ...fits, retiringPrincipal: APP })).toContain(`retired by ${APP}`);
    const { encryptionContextSubset: _, ...unbound } = fits;
    expect(creationProblem(policy, { ...unbound, encryptionContextEquals: { a: "b" } })).toMatch(NOBODY);
  });

  it.each<[string, Conditions]>([
    ["a token", { StringEquals: { "kms:GranteePrincipal": [TOKEN] } }],
    ["a pattern", { StringLike: { "kms:GranteePrincipal": "arn:aws:iam::*:role/app" } }],
    ["a pattern of an ARN", { ArnLike: { "kms:GranteePrincipal": "arn:aws:iam::*:role/*" } }],
    ["an account", { StringEquals: { "kms:CallerAccount": "111122223333" } }],
    ["what is not there", { StringEqualsIfExists: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }],
    ["what must not be there", { StringNotEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }],
    ["what must be missing", { Null: { "kms:RetiringPrincipal": "true" } }],
    ["some operation", { "ForAnyValue:StringEquals": { "kms:GrantOperations": ["Decrypt", "Sign"] } }],
    ["no grant for AWS", { Bool: { "kms:GrantIsForAWSResource": "false" } }],
  ])("may be created under a condition on %s", (_, conditions) => {
    expect(creationProblem(allowing(conditions), WANTED)).toBeUndefined();
  });

  it.each<[string, Conditions]>([
    ["another pattern", { StringLike: { "kms:GranteePrincipal": "arn:aws:iam::*:role/b*" } }],
    ["anybody but him", { StringNotEquals: { "kms:GranteePrincipal": [APP] } }],
    ["a retiring principal", { Null: { "kms:RetiringPrincipal": "false" } }],
    ["other operations only", { "ForAllValues:StringNotEquals": { "kms:GrantOperations": ["Decrypt"] } }],
    ["a service as grantee", { StringEquals: { "kms:GranteeServicePrincipal": "ec2.amazonaws.com" } }],
  ])("may be created by nobody under a condition on %s", (_, conditions) => {
    expect(creationProblem(allowing(conditions), WANTED)).toMatch(NOBODY);
  });

  it("counts wildcards, what is left out of notActions, and a deny to everybody", () => {
    const { actions: _, ...all } = allowing({})[0] as Statement;
    expect(creationProblem(allowing({}, { actions: ["kms:Create*"] }), WANTED)).toBeUndefined();
    expect(creationProblem([{ ...all, notActions: ["kms:Decrypt"] }], WANTED)).toBeUndefined();
    expect(creationProblem([{ ...all, notActions: ["kms:*"] }], WANTED)).toMatch(NOBODY);
    const deny: Statement = {
      sid: "Deny",
      effect: "Deny",
      principals: "*",
      actions: ["kms:CreateGrant"],
      resources: ["*"],
    };
    expect(creationProblem([...allowing({}), deny], WANTED)).toMatch(NOBODY);
    expect(
      creationProblem(
        [...allowing({}), { ...deny, conditions: { Bool: { "aws:SecureTransport": "false" } } }],
        WANTED,
      ),
    ).toBeUndefined();
  });
});

describe("a grant on", () => {
  const grant = { granteePrincipal: APP, operations: ["Decrypt"] } as const;
  const policy = { env: ENVIRONMENT };
  const problem = "nobody may create this grant (Decrypt to arn:aws:iam::111122223333:role/app)";

  it("a replica is held against the replica's own policy", () => {
    const build = (own: KeyPolicyProps) => () =>
      synth((stack) => {
        const primary = new Key(stack, "key", { description: "x", multiRegion: true, policy });
        const replica = new ReplicaKey(stack, "replica", { primary, region: "eu-west-1", policy: own });
        new Grant(stack, "grant", { key: replica, ...grant, region: "eu-west-1" });
      });
    expect(build(policy)).toThrow(problem);
    expect(build({ ...policy, grantAdministrators: BOUNDS })).not.toThrow();
  });

  it("keys in rotation is held against each one's policy", () => {
    const build = (own: KeyPolicyProps) => () =>
      synth((stack) => {
        const { keys } = new RotatedKeys(stack, "keys", {
          description: "x",
          alias: "alias/x",
          policy: own,
          versions: ["1", "2"],
          current: "2",
        });
        for (const [version, key] of Object.entries(keys))
          new Grant(stack, `grant-${version}`, { key, ...grant });
      });
    expect(build(policy)).toThrow(problem);
    expect(build({ ...policy, grantAdministrators: BOUNDS })).not.toThrow();
  });

  it("a key counts who was let in by a grant method before", () => {
    const { json } = synth((stack) => {
      const key = new Key(stack, "key", { description: "x", policy });
      key.grantAdministerGrants({ arn: DEPLOYER }, LIMITS);
      new Grant(stack, "grant", { key, ...grant });
    });
    expect(JSON.stringify(json)).toContain("GrantKeyGrantAdministrators");
  });

  it("a key that is not of this app is taken as it is", () => {
    expect(() =>
      synth((stack) => new Grant(stack, "grant", { key: { keyId: "x" }, ...grant })),
    ).not.toThrow();
  });

  it("the key of the documentation can be created by the one who deploys it", async () => {
    const policies = loadPolicies(JSON.stringify(synth(addKms).json));
    const [grant] = policies.grants;
    const asks = (context: Record<string, string | string[]>) =>
      evaluate(policies, {
        principal: { kind: "powerless", arn: "arn:aws:iam::111122223333:role/deployer" },
        action: "kms:CreateGrant",
        resource: grant?.attachedTo ?? "",
        context: {
          "kms:GrantOperations": ["Decrypt"],
          "kms:GranteePrincipal": "arn:aws:iam::444455556666:role/partner",
          ...context,
        },
      });
    expect(asks({}).effect).toBe("allowed");
    expect(asks({ "kms:GranteePrincipal": DEPLOYER }).effect).toBe("denied");
  });
});

describe("bounds of grant administrators", () => {
  const problems =
    (use: object, key = {}) =>
    () =>
      synth((stack) => {
        new Key(stack, "key", {
          description: "x",
          policy: { env: ENVIRONMENT, grantAdministrators: use } as KeyPolicyProps,
          ...key,
        });
      });

  it.each<[string, object, string]>([
    [
      "no bounds",
      [DEPLOYER],
      "grantAdministrators must be bounded by grantOperations: a grant could let anybody",
    ],
    ["no grantees", { ...BOUNDS, granteePrincipals: undefined }, "must be bounded by granteePrincipals"],
    [
      "no operation",
      { ...BOUNDS, grantOperations: [] },
      "grantOperations of grantAdministrators must not be empty",
    ],
    [
      "an operation of another kind",
      { ...BOUNDS, grantOperations: ["Sign"] },
      "grantOperations of grantAdministrators must be among Decrypt, ",
    ],
    [
      "everybody",
      { ...BOUNDS, granteePrincipals: ["*"] },
      "granteePrincipals of grantAdministrators must not be everybody",
    ],
    [
      "a name",
      { ...BOUNDS, retiringPrincipals: ["x"] },
      "retiringPrincipals of grantAdministrators must be ARNs",
    ],
    [
      "an unknown constraint",
      { ...BOUNDS, grantConstraintTypes: ["Any"] },
      "grantConstraintTypes of grantAdministrators must be among",
    ],
    [
      "an encryption context",
      { ...BOUNDS, encryptionContext: { a: "b" } },
      "encryptionContext of grantAdministrators makes no sense",
    ],
    [
      "a condition that would replace a bound",
      { ...BOUNDS, conditions: { StringEquals: { "kms:GranteePrincipal": DEPLOYER } } },
      "conditions of grantAdministrators must not replace StringEquals on kms:GranteePrincipal",
    ],
  ])("fail on %s", (_, use, problem) => {
    expect(problems(use)).toThrow(problem);
  });

  it("fail on an audience that creates no grants, and on a constraint of keys without encryption context", () => {
    expect(() =>
      keyPolicy({ env: ENVIRONMENT, users: { principals: [APP], granteePrincipals: [APP] } }),
    ).toThrow("granteePrincipals of users makes no sense: only grantAdministrators create grants");
    expect(
      problems(
        { ...BOUNDS, grantOperations: ["GenerateMac"], grantConstraintTypes: ["EncryptionContextSubset"] },
        { keySpec: "HMAC_256" },
      ),
    ).toThrow("grantConstraintTypes of grantAdministrators makes no sense");
  });
});
