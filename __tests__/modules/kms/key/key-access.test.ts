/** What the grant methods let principals do, and what not: evaluated, not only rendered. */
import type { TerraformStack } from "cdktf";
import {
  Alias,
  ExistingAlias,
  ExistingKey,
  Key,
  type KeyGrant,
  type KeyPolicyProps,
  type KeyProps,
} from "../../../../modules/kms";
import { withDelegatingKeys } from "../../../../tools/policy-check";
import "../../../../tools/policy-check/jest-matchers";
import { judged, roleArn, testRole, testUser } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const FULL: Partial<KeyPolicyProps> = { root: { full: "IAM policies decide" } };
const APP = { kind: "role", arn: roleArn() } as const;
const OTHER_ACCOUNT_ROLE = "arn:aws:iam::444455556666:role/app";

/** A stack with one key and one role. */
function withKey(
  use: (key: Key, stack: TerraformStack) => void,
  policy: Partial<KeyPolicyProps> = {},
  props: Partial<KeyProps> = {},
) {
  const { json, policies } = judged((stack) => {
    const key = new Key(stack, "key", {
      description: "x",
      policy: { env: ENVIRONMENT, ...policy },
      ...props,
    });
    use(key, stack);
  });
  const [keyArn = ""] = Object.keys(policies.keys);
  const request = (action: string, context = {}) => ({
    principal: APP,
    action: `kms:${action}`,
    resource: keyArn,
    context,
  });
  return { json, policies, keyArn, request };
}

type Method = {
  [M in keyof Key]: Key[M] extends (grantee: { arn: string }) => readonly KeyGrant[] ? M : never;
}[keyof Key];
const SIGNING = { keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" } as const;
const MAC = { keySpec: "HMAC_256" } as const;
const AGREEMENT = { keySpec: "ECC_NIST_P256", keyUsage: "KEY_AGREEMENT" } as const;

/** Every grant method: what it allows, and the nearest that it does not. */
const METHODS: readonly [Method, Partial<KeyProps>, string[], string[]][] = [
  [
    "grantEncrypt",
    {},
    ["Encrypt", "GenerateDataKey", "ReEncryptTo", "DescribeKey"],
    ["Decrypt", "ReEncryptFrom", "CreateGrant", "PutKeyPolicy"],
  ],
  [
    "grantDecrypt",
    {},
    ["Decrypt", "ReEncryptFrom", "DescribeKey"],
    ["Encrypt", "GenerateDataKey", "ReEncryptTo", "CreateGrant"],
  ],
  [
    "grantEncryptDecrypt",
    {},
    ["Encrypt", "GenerateDataKey", "Decrypt"],
    ["CreateGrant", "ScheduleKeyDeletion"],
  ],
  ["grantSign", SIGNING, ["Sign", "GetPublicKey"], ["Verify", "CreateGrant"]],
  ["grantVerify", SIGNING, ["Verify", "GetPublicKey"], ["Sign", "CreateGrant"]],
  ["grantSignVerify", SIGNING, ["Sign", "Verify"], ["CreateGrant", "DisableKey"]],
  ["grantGenerateMac", MAC, ["GenerateMac", "DescribeKey"], ["VerifyMac"]],
  ["grantVerifyMac", MAC, ["VerifyMac", "DescribeKey"], ["GenerateMac"]],
  ["grantDeriveSharedSecret", AGREEMENT, ["DeriveSharedSecret", "GetPublicKey"], ["Sign", "CreateGrant"]],
  ["grantDescribe", SIGNING, ["DescribeKey", "GetPublicKey"], ["Sign", "Verify", "GetKeyPolicy"]],
  [
    "grantAudit",
    {},
    ["GetKeyPolicy", "ListGrants", "GetKeyRotationStatus"],
    ["Decrypt", "PutKeyPolicy", "RevokeGrant"],
  ],
  [
    "grantAdminister",
    {},
    ["PutKeyPolicy", "RotateKeyOnDemand", "ScheduleKeyDeletion"],
    ["Decrypt", "Encrypt", "CreateGrant"],
  ],
];

describe.each([
  ["where the key policy keeps uses to itself", {}],
  ["where the key policy leaves them to IAM policies", FULL],
])("grant methods, %s", (_, policy) => {
  it.each(METHODS)("%s allows its use and nothing more", async (method, props, allowed, denied) => {
    const { policies, request } = withKey((key, stack) => key[method](testRole(stack)), policy, props);
    for (const action of allowed) await expect(policies).toAllow(request(action));
    for (const action of denied) await expect(policies).toDeny(request(action));
  });
});

describe("a grant in the same account", () => {
  it("is a policy of the role where the key policy leaves it to IAM", () => {
    const { json } = withKey((key, stack) => key.grantEncrypt(testRole(stack)), FULL);
    expect(Object.keys(json.resources("aws_iam_role_policy"))).toHaveLength(1);
    const policy = json.resource("aws_iam_role_policy");
    expect(json.statement(policy, "KeyEncrypters").Resource).toEqual([
      expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/),
    ]);
    expect(() => json.statement(json.resource("aws_kms_key"), "GrantKeyEncrypters")).toThrow("no statement");
  });

  it("is a statement of the key policy where it does not, with one sid for all roles", () => {
    const { json } = withKey((key, stack) => {
      key.grantEncrypt(testRole(stack));
      key.grantEncrypt(testRole(stack, "second"));
      key.grantEncrypt(testUser(stack));
    });
    expect(json.resources("aws_iam_role_policy")).toEqual({});
    const { Principal } = json.statement(json.resource("aws_kms_key"), "GrantKeyEncrypters");
    expect((Principal as { AWS: string[] }).AWS).toHaveLength(3);
  });

  it("gives a user a policy of his own", () => {
    const { json } = withKey((key, stack) => key.grantDecrypt(testUser(stack)), FULL);
    expect(json.statement(json.resource("aws_iam_user_policy"), "KeyDecrypters").Action).toContain(
      "kms:Decrypt",
    );
  });

  it("that is repeated changes nothing, on either side", () => {
    const twice =
      (policy: Partial<KeyPolicyProps>, times: number) =>
      (use: (key: Key, role: ReturnType<typeof testRole>) => void) =>
        withKey((key, stack) => {
          const role = testRole(stack);
          for (let time = 0; time < times; time += 1) use(key, role);
        }, policy).json.json;
    const uses: readonly ((key: Key, role: ReturnType<typeof testRole>) => void)[] = [
      (key, role) => key.grantDecrypt(role),
      (key, role) => key.grantEncryptDecrypt(role, { encryptionContext: { purpose: "x" } }),
      (key, role) => key.grantEncrypt(role, { alias: "alias/x" }),
      (key, role) => key.grantDecrypt(role, { crossAccount: true }),
    ];
    for (const use of uses)
      for (const policy of [{}, FULL]) expect(twice(policy, 2)(use)).toEqual(twice(policy, 1)(use));
  });

  it("adds what an earlier one did not give", () => {
    const { json } = withKey((key, stack) => {
      const role = testRole(stack);
      key.grantDecrypt(role);
      key.grantEncryptDecrypt(role);
      key.grantDecrypt(role, { viaServices: ["s3"] });
      key.grantDecrypt(testRole(stack, "second"));
    }, FULL);
    expect(Object.keys(json.resources("aws_iam_role_policy"))).toHaveLength(4);
  });

  it("by ARN is a statement of the key policy", () => {
    const grants: KeyGrant[] = [];
    withKey((key) => grants.push(...key.grantDecrypt({ arn: roleArn() })), FULL);
    expect(grants).toEqual([
      expect.objectContaining({
        keyAttached: true,
        identityAttached: false,
        keyStatements: [expect.objectContaining({ principals: { aws: [roleArn()] } })],
      }),
    ]);
  });

  it("of different conditions is statements of different sids", () => {
    const { json } = withKey((key, stack) => {
      const role = testRole(stack);
      key.grantDecrypt(role, { viaServices: ["s3"] });
      key.grantDecrypt(role, { viaServices: ["sqs"] });
    });
    const key = json.resource("aws_kms_key");
    expect(json.statement(key, "GrantKeyDecrypters").Condition).toEqual({
      StringEquals: { "kms:ViaService": ["s3.eu-central-1.amazonaws.com"] },
    });
    expect(json.statement(key, "GrantKeyDecrypters2").Condition).toEqual({
      StringEquals: { "kms:ViaService": ["sqs.eu-central-1.amazonaws.com"] },
    });
  });

  it("holds only through the service and in the encryption context that it names", async () => {
    const { policies, request } = withKey((key, stack) =>
      key.grantDecrypt(testRole(stack), { viaServices: ["s3"], encryptionContext: { app: "billing" } }),
    );
    const right = {
      "kms:ViaService": "s3.eu-central-1.amazonaws.com",
      "kms:EncryptionContext:app": "billing",
    };
    await expect(policies).toAllow(request("Decrypt", right), "GrantKeyDecrypters");
    await expect(policies).toDeny(
      request("Decrypt", { ...right, "kms:ViaService": "sqs.eu-central-1.amazonaws.com" }),
    );
    await expect(policies).toDeny(request("Decrypt", { ...right, "kms:EncryptionContext:app": "payroll" }));
    await expect(policies).toDeny(request("Decrypt"));
    await expect(policies).toAllow(
      request("DescribeKey", { "kms:ViaService": "s3.eu-central-1.amazonaws.com" }),
    );
  });
});

describe("a grant to another account", () => {
  it("is both halves: the key policy, and the statement that the other account needs", async () => {
    const grants: KeyGrant[] = [];
    const { policies, keyArn } = withKey(
      (key) => grants.push(...key.grantDecrypt({ arn: OTHER_ACCOUNT_ROLE })),
      FULL,
    );
    const foreign = { kind: "admin", arn: OTHER_ACCOUNT_ROLE } as const;
    const request = (action: string) => ({ principal: foreign, action, resource: keyArn });
    await expect(policies).toAllow(request("kms:Decrypt"), "GrantKeyDecrypters");
    await expect(policies).toDeny(request("kms:Encrypt"));
    await expect(policies).toDeny({
      ...request("kms:Decrypt"),
      principal: { kind: "admin", arn: "arn:aws:iam::444455556666:role/else" },
    });
    expect(grants[0]?.identityStatements).toEqual([
      expect.objectContaining({
        sid: "KeyDecrypters",
        actions: ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DescribeKey"],
      }),
    ]);
  });

  it("writes both halves where the role is in this app", () => {
    const { json } = withKey((key, stack) => key.grantDecrypt(testRole(stack), { crossAccount: true }), FULL);
    expect(json.statement(json.resource("aws_kms_key"), "GrantKeyDecrypters").Action).toContain(
      "kms:Decrypt",
    );
    expect(json.statement(json.resource("aws_iam_role_policy"), "KeyDecrypters").Action).toContain(
      "kms:Decrypt",
    );
  });

  it("fails for administration, which KMS never lets another account do", () => {
    expect(() => withKey((key) => key.grantAdminister({ arn: OTHER_ACCOUNT_ROLE }))).toThrow(
      "invalid configuration at 'test/key':\n  - grant of administrators must stay in the key's account: another account can only use a key",
    );
  });
});

describe("a grant on a key of plain statements", () => {
  const root = (account: string, sid: string) => ({
    sid,
    principals: { aws: [`arn:aws:iam::${account}:root`] },
    actions: ["kms:*"],
    resources: ["*"],
  });
  const attached = (...policy: ReturnType<typeof root>[]) => {
    const grants: KeyGrant[] = [];
    judged((stack) => {
      const key = new Key(stack, "key", { description: "x", policy });
      grants.push(...key.grantDecrypt(testRole(stack)));
    });
    return grants.map(({ keyAttached, identityAttached }) => ({ keyAttached, identityAttached }));
  };

  it("goes to the role where the policy leaves uses to the account", () => {
    expect(attached(root("111122223333", "Root"))).toEqual([{ keyAttached: false, identityAttached: true }]);
  });

  it("goes to the key where the policy names accounts of which nobody says which is the role's", () => {
    const two = attached(root("444455556666", "Other"), root("111122223333", "Root"));
    expect(two).toEqual([{ keyAttached: true, identityAttached: false }]);
  });
});

describe.each([
  ["keeps uses to itself", {}],
  ["leaves them to IAM", FULL],
])("a grant by alias, where the key policy %s", (_, policy) => {
  const aliased = (target: "key" | "other") =>
    withKey((key, stack) => {
      key.grantEncrypt(testRole(stack), { alias: "alias/app" });
      const other = new Key(stack, "other", { description: "y", policy: { env: ENVIRONMENT, ...policy } });
      new Alias(stack, "alias", { name: "alias/app", targetKey: target === "key" ? key : other });
    }, policy);

  it("holds while the key carries the alias", async () => {
    const { policies, request } = aliased("key");
    await expect(policies).toAllow(request("GenerateDataKey"), "KeyEncryptersByAlias");
    await expect(policies).toDeny(request("Decrypt"));
  });

  it("ends when the alias moves", async () => {
    const { policies, request } = aliased("other");
    await expect(policies).toDeny(request("GenerateDataKey"));
  });
});

describe("a grant by alias", () => {
  it.each(["grantDecrypt", "grantEncryptDecrypt"] as const)(
    "fails for %s: old data would be lost when the alias moves",
    (method) => {
      expect(() => withKey((key, stack) => key[method](testRole(stack), { alias: "alias/app" }))).toThrow(
        "grant of decryptOnly must not be bound to alias/app: when the alias moves, what the old key made could no longer be used",
      );
    },
  );

  it.each([
    ["grantVerify", SIGNING],
    ["grantVerifyMac", MAC],
    ["grantDeriveSharedSecret", AGREEMENT],
  ] as const)("fails for %s, too", (method, props) => {
    expect(() =>
      withKey((key, stack) => key[method](testRole(stack), { alias: "alias/app" }), {}, props),
    ).toThrow("must not be bound to alias/app");
  });

  it.each(["app", "alias/*", "alias/aws/s3"])("fails on %s, which is no alias", (alias) => {
    expect(() => withKey((key, stack) => key.grantEncrypt(testRole(stack), { alias }))).toThrow(
      "invalid configuration at 'test/key':\n  - grant of encryptOnly: alias must ",
    );
  });

  it("fails by ARN and across accounts, with every problem at once", () => {
    expect(() =>
      withKey((key) => key.grantEncrypt({ arn: OTHER_ACCOUNT_ROLE }, { alias: "alias/app" })),
    ).toThrow(
      "invalid configuration at 'test/key':\n" +
        "  - grant of encryptOnly by alias needs a role or user of this app: KMS knows kms:ResourceAliases in their policies only\n" +
        "  - grant of encryptOnly by alias must stay in the key's account",
    );
  });

  it("works on an alias that exists, wherever its key is", async () => {
    const { json, policies } = judged((stack) => {
      new ExistingAlias(stack, "shared", { name: "alias/shared", env: ENVIRONMENT }).grantEncrypt(
        testRole(stack),
      );
    });
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
    const set = withDelegatingKeys(policies, [keyArn]);
    const request = { principal: APP, action: "kms:GenerateDataKey", resource: keyArn };
    await expect({ ...set, keys: { [keyArn]: ["alias/shared"] } }).toAllow(request);
    await expect({ ...set, keys: { [keyArn]: ["alias/else"] } }).toDeny(request);
    expect(json.statement(json.resource("aws_iam_role_policy"), "KeyEncryptersByAlias").Condition).toEqual({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/shared"] },
    });
  });

  it("fails on an alias that exists for what must be bound to keys", () => {
    expect(() =>
      judged((stack) =>
        new ExistingAlias(stack, "shared", { name: "alias/shared", env: ENVIRONMENT }).grantDecrypt(
          testRole(stack),
        ),
      ),
    ).toThrow(
      "invalid configuration at 'test/shared':\n  - grant of decryptOnly must not be bound to alias/shared",
    );
  });
});

describe("a grant on a key that exists", () => {
  it("is a policy of the role, and returns what the key policy has to say", async () => {
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
    const grants: KeyGrant[] = [];
    const { policies } = judged((stack) => {
      grants.push(
        ...new ExistingKey(stack, "key", { keyArn, env: ENVIRONMENT }).grantDecrypt(testRole(stack)),
      );
    });
    const set = withDelegatingKeys(policies, [keyArn]);
    await expect(set).toAllow({ principal: APP, action: "kms:Decrypt", resource: keyArn });
    await expect(set).toDeny({ principal: APP, action: "kms:Encrypt", resource: keyArn });
    expect(grants[0]).toMatchObject({ keyAttached: false, identityAttached: true });
    expect(grants[0]?.keyStatements[0]?.actions).toContain("kms:Decrypt");
  });
});

describe("a grant", () => {
  it.each([
    ["grantSign", {}, "grant of signers make no sense on a key for symmetric encryption"],
    ["grantEncrypt", MAC, "grant of encryptOnly make no sense on a key for message authentication codes"],
    ["grantVerifyMac", SIGNING, "grant of macVerifiers make no sense on a key for signing"],
  ] as const)("%s fails on a key that cannot do it", (method, props, problem) => {
    expect(() => withKey((key, stack) => key[method](testRole(stack)), {}, props)).toThrow(
      `invalid configuration at 'test/key':\n  - ${problem}`,
    );
  });

  it("fails with a condition on services where nobody knows the region", () => {
    expect(() =>
      judged((stack) => {
        const key = new ExistingKey(stack, "key", { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" });
        key.grantDecrypt(testRole(stack), { viaServices: ["s3"] });
      }),
    ).toThrow("grant of decryptOnly with viaServices needs env");
  });
});
