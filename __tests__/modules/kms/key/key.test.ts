import { TerraformStack, TerraformVariable } from "cdktf";
import type { Statement } from "../../../../modules/iam";
import { Key, type KeyProps, rootStatement } from "../../../../modules/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth, withApp } from "../../../helpers/stacks/synth";

const withKey = (props: Partial<KeyProps>) =>
  synth((stack) => {
    new Key(stack, "key", { description: "Backups", policy: [rootStatement(ENVIRONMENT)], ...props });
  });
const relaxations = (props: Partial<KeyProps>) =>
  (withKey(props).resource("aws_kms_key")["//"] as { relaxations?: unknown }).relaxations;
const ROLE = "arn:aws:iam::111122223333:role/x";

describe("Key", () => {
  it("is symmetric, rotates and is protected by default", () => {
    expect(withKey({}).resource("aws_kms_key")).toMatchObject({
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      key_usage: "ENCRYPT_DECRYPT",
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(relaxations({})).toBeUndefined();
  });

  it.each([
    [undefined, "30"],
    [30, "30"],
    [8, "8"],
  ])("refuses a deletion in fewer than %s days to everybody", (deletionWindowInDays, days) => {
    for (const policy of [[rootStatement(ENVIRONMENT)], { env: ENVIRONMENT }]) {
      const key = withKey({
        policy,
        ...(deletionWindowInDays === undefined ? {} : { deletionWindowInDays }),
      });
      expect(key.statement(key.resource("aws_kms_key"), "DenyEarlierDeletion")).toMatchObject({
        Effect: "Deny",
        Principal: "*",
        Action: ["kms:ScheduleKeyDeletion"],
        Condition: { NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": days } },
      });
    }
  });

  it("refuses no deletion where it may come as soon as KMS allows, and takes days that only Terraform knows", () => {
    const policyOf = (deletionWindowInDays: number) =>
      withKey({ deletionWindowInDays }).resource("aws_kms_key").policy;
    expect(policyOf(7)).not.toContain("DenyEarlierDeletion");
    const days = synth((stack) => {
      const { numberValue } = new TerraformVariable(stack, "days", { type: "number" });
      new Key(stack, "key", {
        description: "x",
        policy: { env: ENVIRONMENT },
        deletionWindowInDays: numberValue,
      });
    });
    expect(days.resource("aws_kms_key")).toMatchObject({
      deletion_window_in_days: "${var.days}",
      policy: expect.stringContaining('"kms:ScheduleKeyDeletionPendingWindowInDays":"${var.days}"'),
    });
  });

  it("can be left unprotected, for a reason", () => {
    expect(withKey({ preventDestroy: { off: "a test" } }).resource("aws_kms_key")).toMatchObject({
      lifecycle: { prevent_destroy: false },
    });
  });

  it("does not rotate where KMS cannot, and says nothing of a period", () => {
    const key = withKey({ keySpec: "HMAC_256" }).resource("aws_kms_key");
    expect(key).toMatchObject({
      customer_master_key_spec: "HMAC_256",
      key_usage: "GENERATE_VERIFY_MAC",
      enable_key_rotation: false,
    });
    expect(key).not.toHaveProperty("rotation_period_in_days");
  });

  it("can be made not to rotate, for a reason", () => {
    const key = withKey({ rotation: { off: "rotated by hand" } }).resource("aws_kms_key");
    expect(key).toMatchObject({ enable_key_rotation: false });
    expect(key).not.toHaveProperty("rotation_period_in_days");
  });

  it("can be disabled, multi-region and in another region", () => {
    expect(
      withKey({ enabled: false, multiRegion: true, region: "eu-west-1" }).resource("aws_kms_key"),
    ).toMatchObject({
      is_enabled: false,
      multi_region: true,
      region: "eu-west-1",
    });
  });

  it("can live in a CloudHSM key store", () => {
    const key = withKey({ origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1" }).resource("aws_kms_key");
    expect(key).toMatchObject({ custom_key_store_id: "cks-1", enable_key_rotation: false });
    expect(key).not.toHaveProperty("xks_key_id");
  });

  it("can live in an external key store", () => {
    const props = {
      origin: "EXTERNAL_KEY_STORE",
      customKeyStoreId: "cks-1",
      xksKeyId: "bb8562717f809024",
    } as const;
    expect(withKey(props).resource("aws_kms_key")).toMatchObject({
      custom_key_store_id: "cks-1",
      xks_key_id: "bb8562717f809024",
    });
  });

  it("waits for imported material, which never comes near the state", () => {
    const json = withKey({ origin: "EXTERNAL", keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" });
    expect(json.resources("aws_kms_key")).toEqual({});
    const key = json.resource("aws_kms_external_key");
    expect(key).toMatchObject({
      key_spec: "RSA_2048",
      key_usage: "SIGN_VERIFY",
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true, ignore_changes: ["key_material_base64", "valid_to"] },
    });
    expect(Object.keys(key)).not.toEqual(expect.arrayContaining(["key_material_base64"]));
  });

  it("has aliases", () => {
    const aliases = withKey({ aliases: ["alias/one", "alias/team/two"], region: "eu-west-1" }).resources(
      "aws_kms_alias",
    );
    expect(Object.values(aliases).map(({ name, region }) => ({ name, region }))).toEqual([
      { name: "alias/one", region: "eu-west-1" },
      { name: "alias/team/two", region: "eu-west-1" },
    ]);
  });

  it("takes its policy by audience, for its own kind of key", () => {
    const json = withKey({
      keySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      policy: { env: ENVIRONMENT, signers: [ROLE] },
    });
    expect(json.statement(json.resource("aws_kms_key"), "KeySigners").Action).toEqual([
      "kms:Sign",
      "kms:DescribeKey",
      "kms:GetPublicKey",
    ]);
  });

  it("speaks of its own region in its conditions", () => {
    const policy = { env: ENVIRONMENT, users: { principals: [ROLE], viaServices: ["s3"] } };
    const json = withKey({ policy, region: "eu-west-1" });
    expect(json.statement(json.resource("aws_kms_key"), "KeyUsers").Condition).toEqual({
      StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
    });
  });

  it("keeps reasons, and a policy with later grants, in HCL output too", () => {
    const { hcl, metadata } = withApp(
      (app) => {
        const stack = new TerraformStack(app, "test");
        const policy = { env: ENVIRONMENT };
        const key = new Key(stack, "key", { description: "x", policy, preventDestroy: { off: "a test" } });
        key.grantDecrypt({ arn: ROLE });
        return stack.toHclTerraform() as {
          hcl: string;
          metadata: { resource: { aws_kms_key: { key: unknown } } };
        };
      },
      { hclOutput: true },
    );
    expect(hcl).toContain('"Sid" = "GrantKeyDecrypters"');
    expect(metadata.resource.aws_kms_key.key).toMatchObject({
      "//": { relaxations: [{ what: "preventDestroy", reason: "a test" }] },
    });
  });

  it("keeps every reason in the synthesized metadata", () => {
    expect(
      relaxations({
        preventDestroy: { off: "a test" },
        rotation: { off: "by hand" },
        bypassPolicyLockoutSafetyCheck: { on: "made by another role" },
        acknowledgeLockoutRisk: "sealed on purpose",
        policy: {
          env: ENVIRONMENT,
          root: { off: "dual control" },
          decryptOnly: [ROLE],
          otherServices: [
            {
              sid: "X",
              principal: "x.amazonaws.com",
              actions: ["kms:Decrypt"],
              reason: "it has no condition",
            },
          ],
        },
      }),
    ).toEqual([
      { what: "preventDestroy", reason: "a test" },
      { what: "rotation", reason: "by hand" },
      { what: "acknowledgeLockoutRisk", reason: "sealed on purpose" },
      { what: "bypassPolicyLockoutSafetyCheck", reason: "made by another role" },
      { what: "policy.root", reason: "dual control" },
      { what: "statement X", reason: "it has no condition" },
    ]);
    expect(relaxations({ policy: { env: ENVIRONMENT, root: { full: "legacy" } } })).toEqual([
      { what: "statement Root", reason: "legacy" },
    ]);
    const extra: Statement = {
      sid: "Later",
      principals: { aws: [ROLE] },
      actions: ["kms:NotYetKnown"],
      resources: ["*"],
      acknowledge: { "unknown-action": "announced for next year" },
    };
    expect(relaxations({ policy: { env: ENVIRONMENT, extra: [extra] } })).toEqual([
      { what: "Later: unknown-action", reason: "announced for next year" },
    ]);
  });

  it("fails where a reason says nothing", () => {
    expect(() => withKey({ preventDestroy: { off: " " }, acknowledgeLockoutRisk: "" })).toThrow(
      "invalid configuration at 'test/key':\n  - preventDestroy needs a reason, got an empty one\n  - acknowledgeLockoutRisk needs a reason, got an empty one",
    );
  });

  it("takes SM2 in China's partition, and in one that only Terraform knows", () => {
    const sm2 = { keySpec: "SM2", keyUsage: "SIGN_VERIFY" } as const;
    for (const partition of ["aws-cn", "${TfToken[TOKEN.0]}"])
      expect(() => withKey({ ...sm2, env: { ...ENVIRONMENT, partition } })).not.toThrow("keySpec");
    for (const partition of ["aws", "aws-us-gov"])
      expect(() => withKey({ ...sm2, policy: { env: { ...ENVIRONMENT, partition } } })).toThrow(
        `keySpec SM2 is there in the partition aws-cn only, got ${partition}`,
      );
  });

  it("wires the bypass of the safety check", () => {
    expect(withKey({ bypassPolicyLockoutSafetyCheck: { on: "x" } }).resource("aws_kms_key")).toMatchObject({
      bypass_policy_lockout_safety_check: true,
    });
    expect(withKey({}).resource("aws_kms_key")).not.toHaveProperty("bypass_policy_lockout_safety_check");
  });

  it.each([
    ["rotationPeriodInDays", "rotation_period_in_days", 90],
    ["rotationPeriodInDays", "rotation_period_in_days", 2560],
    ["deletionWindowInDays", "deletion_window_in_days", 7],
    ["deletionWindowInDays", "deletion_window_in_days", 30],
  ])("accepts %s at the edge of its range (%s: %d)", (prop, attribute, days) => {
    expect(withKey({ [prop]: days }).resource("aws_kms_key")).toMatchObject({ [attribute]: days });
  });

  it.each([
    ["rotationPeriodInDays", 89, "90 to 2560"],
    ["rotationPeriodInDays", 2561, "90 to 2560"],
    ["rotationPeriodInDays", 90.5, "90 to 2560"],
    ["deletionWindowInDays", 6, "7 to 30"],
    ["deletionWindowInDays", 31, "7 to 30"],
  ])("fails on %s of %d", (prop, days, range) => {
    expect(() => withKey({ [prop]: days })).toThrow(
      `invalid configuration at 'test/key':\n  - ${prop} must be a whole number from ${range}, got ${days}`,
    );
  });

  it("fails with every problem at once", () => {
    const props = {
      description: "",
      rotationPeriodInDays: 1,
      deletionWindowInDays: 1,
      keySpec: "RSA_2048",
      aliases: ["x", "alias/a", "alias/a"],
      policy: {
        env: ENVIRONMENT,
        root: { off: "y" },
        macUsers: [ROLE],
        verifiers: [ROLE],
        decryptOnly: [ROLE],
        extra: [{ sid: "Typo", principals: { aws: [ROLE] }, actions: ["kms:Decrpyt"], resources: ["*"] }],
      },
    } as const;
    expect(() => withKey(props)).toThrow(
      [
        "invalid configuration at 'test/key':",
        "description must be 1 to 8192 characters long, got 0",
        "rotationPeriodInDays must be a whole number from 90 to 2560, got 1",
        "keyUsage must be given for RSA_2048: ENCRYPT_DECRYPT or SIGN_VERIFY",
        "rotationPeriodInDays must not be given: KMS does not rotate keys of spec RSA_2048",
        "alias must start with 'alias/', got 'x'",
        "aliases must not repeat 'alias/a'",
        "deletionWindowInDays must be a whole number from 7 to 30, got 1",
        "verifiers make no sense on a key for asymmetric encryption: only on one for signing",
        "macUsers make no sense on a key for asymmetric encryption: only on one for message authentication codes",
        "statement 'Typo': 'kms:Decrpyt' names no action of kms (unknown-action)",
        "no reachable principal keeps kms:PutKeyPolicy",
      ].join("\n  - "),
    );
  });

  it("says no more of a policy than why it could not be made", () => {
    expect(() => withKey({ policy: { env: ENVIRONMENT, root: { off: "y" }, macUsers: [ROLE] } })).toThrow(
      /^invalid configuration at 'test\/key':\n {2}- macUsers make no sense [^\n]*$/,
    );
  });

  it("fails without a policy", () => {
    expect(() => withKey({ policy: [] })).toThrow("a key policy must hold at least one statement, got none");
  });

  it("fails when nobody could change the policy, unless that is acknowledged", () => {
    const policy = [{ sid: "Use", principals: { aws: [ROLE] }, actions: ["kms:Decrypt"], resources: ["*"] }];
    expect(() => withKey({ policy })).toThrow(
      "test/key':\n  - no reachable principal keeps kms:PutKeyPolicy",
    );
    expect(withKey({ policy, acknowledgeLockoutRisk: "x" }).resources("aws_kms_key")).not.toEqual({});
  });

  it.each<[string, NonNullable<Statement["principals"]>]>([
    ["everybody", "*"],
    ["everybody in a list", { aws: ["*"] }],
  ])("fails on %s, unless bounded or acknowledged", (_, principals) => {
    const everybody: Statement = { sid: "All", principals, actions: ["kms:Decrypt"], resources: ["*"] };
    const key = (more: Partial<Statement>) => () =>
      withKey({ policy: { env: ENVIRONMENT, extra: [{ ...everybody, ...more }] } });
    const problem = "statement 'All': principal '*' must be bounded by aws:PrincipalOrgID";
    expect(key({})).toThrow(problem);
    expect(
      key({ conditions: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } } }),
    ).toThrow(problem);
    expect(key({ conditions: { StringEquals: { "kms:CallerAccount": "111122223333" } } })).not.toThrow();
    expect(key({ conditions: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } })).not.toThrow();
    expect(key({ effect: "Deny" })).not.toThrow();
    expect(key({ acknowledge: { anybody: "a public test key" } })).not.toThrow();
  });

  it("fails on a policy longer than 32 KB", () => {
    const roles = (count: number) =>
      Array.from({ length: count }, (_, n) => `${ROLE}-${String(n).padStart(4, "0")}`);
    const props = (count: number) => ({ policy: { env: ENVIRONMENT, users: roles(count) } });
    expect(withKey(props(700)).resources("aws_kms_key")).not.toEqual({});
    expect(() => withKey(props(900))).toThrow(/a key policy must not exceed 32768 characters, got \d+/);
  });

  it("fails when grants make the policy too long", () => {
    expect(() =>
      synth((stack) => {
        const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
        for (let n = 0; n < 900; n++) key.grantDecrypt({ arn: `${ROLE}-${String(n).padStart(4, "0")}` });
      }),
    ).toThrow(/a key policy must not exceed 32768 characters/);
  });
});
