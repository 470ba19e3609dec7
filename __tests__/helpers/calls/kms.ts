import type { TerraformStack } from "cdktf";
import * as kms from "../../../modules/kms";
import { ENVIRONMENT } from "../processes/environment";
import { builder, type Call, construct } from "./call";
import { role } from "./iam";

const TAGS = { team: "backup" };
const ARN = "arn:aws:iam::111122223333:role/app";
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const USE = {
  viaServices: ["s3"],
  encryptionContext: { purpose: "backup", path: ["a/*", "b/*"] },
  conditions: { StringEquals: { "aws:PrincipalTag/team": "backup" } },
};
const SYMMETRIC = { kind: "symmetricEncryption", keySpec: "SYMMETRIC_DEFAULT" };
const POLICY = {
  env: ENVIRONMENT,
  root: { full: "it is meant" },
  administrators: [ARN, "arn:aws:iam::111122223333:role/x*"],
  encryptOnly: { principals: [ARN], ...USE },
  grantAdministrators: {
    principals: [ARN],
    grantOperations: ["Decrypt"],
    granteePrincipals: [ARN],
    retiringPrincipals: [ARN],
    grantConstraintTypes: ["EncryptionContextSubset"],
  },
  backupRoles: [ARN],
  accounts: [{ accountId: "222233334444", audience: "users", ...USE }],
  services: [
    {
      service: "cloudTrail",
      sourceArns: ["arn:aws:cloudtrail:eu-central-1:111122223333:trail/t"],
      accountId: "111122223333",
    },
  ],
  otherServices: [
    {
      sid: "Other",
      principal: "example.amazonaws.com",
      actions: ["kms:Decrypt"],
      conditions: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      reason: "it is documented so",
    },
  ],
  extra: [{ sid: "Extra", principals: { aws: [ARN] }, actions: ["kms:DescribeKey"], resources: ["*"] }],
};

const COMMON = {
  deletionWindowInDays: 14,
  preventDestroy: { off: "a test" },
  acknowledgeLockoutRisk: "a test",
  bypassPolicyLockoutSafetyCheck: { on: "a test" },
  tags: TAGS,
};

const KEY = {
  ...COMMON,
  enabled: true,
  description: "x",
  policy: POLICY,
  keySpec: "SYMMETRIC_DEFAULT",
  keyUsage: "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  multiRegion: false,
  rotation: true,
  rotationPeriodInDays: 180,
  aliases: ["alias/a"],
  region: "eu-central-1",
  env: ENVIRONMENT,
};

/** For keys that are made of keys: what their policies can be is a matter of `Key`. */
const { policy: _policy, multiRegion: _multiRegion, ...KEY_OF_KEYS } = KEY;
const SMALL = { env: ENVIRONMENT, administrators: [ARN] };

export const key = (stack: TerraformStack, name = "key") =>
  new kms.Key(stack, name, {
    description: "x",
    policy: {
      env: ENVIRONMENT,
      grantAdministrators: { principals: [ARN], grantOperations: ["Decrypt"], granteePrincipals: [ARN] },
    },
  });

const primary = (stack: TerraformStack) =>
  new kms.Key(stack, "primary", { description: "x", policy: { env: ENVIRONMENT }, multiRegion: true });

const GRANT = {
  granteePrincipal: ARN,
  operations: ["Decrypt"],
  name: "g",
  retiringPrincipal: ARN,
  encryptionContextSubset: { purpose: "backup" },
  retireOnDelete: true,
  region: "eu-central-1",
};

const OPTIONS = { ...USE, alias: "alias/a", crossAccount: false };

/** A grant method of a key. */
function grant(name: string, make: (stack: TerraformStack) => kms.GrantableKey, options: object = USE): Call {
  return {
    name,
    given: (stack) => ({ audience: "encryptOnly", grantee: role(stack), options }),
    call: (stack, { audience, grantee, options: narrowed }) => make(stack).grant(audience, grantee, narrowed),
  };
}

/** A statement for the policy of a key. */
function addition(name: string, make: (stack: TerraformStack) => kms.Key | kms.ReplicaKey): Call {
  return {
    name,
    given: () => ({ statement: POLICY.extra[0] }),
    call: (stack, { statement }) => make(stack).addToPolicy(statement),
  };
}

export const KMS_CALLS: readonly Call[] = [
  construct(kms.Alias, (stack) => ({ name: "alias/b", targetKey: key(stack), region: "eu-central-1" })),
  construct(kms.ExistingAlias, {
    name: "alias/b",
    env: ENVIRONMENT,
    keySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
  }),
  construct(kms.ExistingKey, {
    keyArn: KEY_ARN,
    env: ENVIRONMENT,
    keySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
  }),
  construct(kms.Grant, (stack) => ({ ...GRANT, key: key(stack), keyType: { kind: "symmetricEncryption" } })),
  construct(kms.Key, KEY),
  {
    ...construct(kms.Key, {
      description: "x",
      policy: [
        {
          sid: "Root",
          principals: { aws: ["arn:aws:iam::111122223333:root"] },
          actions: ["kms:*"],
          resources: ["*"],
        },
      ],
      customKeyStoreId: "cks-1",
      xksKeyId: "x-1",
      origin: "EXTERNAL_KEY_STORE",
    }),
    name: "Key of statements",
  },
  construct(kms.MultiRegionKey, () => {
    const { region: _region, ...rest } = KEY_OF_KEYS;
    return {
      ...rest,
      policy: SMALL,
      replicas: {
        "eu-west-1": { ...COMMON, enabled: true, description: "y", policy: { env: ENVIRONMENT } },
        "eu-west-2": {},
      },
      grants: {},
    };
  }),
  construct(kms.ReplicaKey, (stack) => ({
    ...COMMON,
    enabled: true,
    primary: primary(stack),
    region: "eu-west-1",
    description: "x",
    policy: SMALL,
  })),
  construct(kms.RotatedKeys, () => {
    const { aliases: _aliases, enabled: _enabled, ...rest } = KEY_OF_KEYS;
    return { ...rest, policy: SMALL, alias: "alias/a", versions: ["1", "2"], current: "2" };
  }),
  grant(
    "ExistingAlias.grant",
    (stack) => new kms.ExistingAlias(stack, "tested", { name: "alias/b", env: ENVIRONMENT }),
  ),
  grant(
    "ExistingKey.grant",
    (stack) => new kms.ExistingKey(stack, "tested", { keyArn: KEY_ARN, env: ENVIRONMENT }),
  ),
  grant("Key.grant", key, OPTIONS),
  addition("Key.addToPolicy", key),
  grant(
    "MultiRegionKey.grant",
    (stack) =>
      new kms.MultiRegionKey(stack, "tested", {
        description: "x",
        policy: { env: ENVIRONMENT },
        replicas: { "eu-west-1": {} },
      }),
  ),
  grant(
    "ReplicaKey.grant",
    (stack) => new kms.ReplicaKey(stack, "tested", { primary: primary(stack), region: "eu-west-1" }),
  ),
  addition(
    "ReplicaKey.addToPolicy",
    (stack) => new kms.ReplicaKey(stack, "tested", { primary: primary(stack), region: "eu-west-1" }),
  ),
  grant(
    "RotatedKeys.grant",
    (stack) =>
      new kms.RotatedKeys(stack, "tested", {
        description: "x",
        policy: { env: ENVIRONMENT },
        alias: "alias/a",
        versions: ["1"],
        current: "1",
      }),
  ),
  {
    name: "Key.addAlias",
    given: () => ({ name: "alias/b", id: "named" }),
    call: (stack, { name, id }) => void key(stack).addAlias(name, id),
  },
  {
    name: "ReplicaKey.addAlias",
    given: () => ({ name: "alias/b", id: "named" }),
    call: (stack, { name, id }) =>
      void new kms.ReplicaKey(stack, "tested", { primary: primary(stack), region: "eu-west-1" }).addAlias(
        name,
        id,
      ),
  },
  builder("administratorStatement", kms.administratorStatement, { administrators: [ARN] }),
  builder("aliasProblem", kms.aliasProblem, { alias: "alias/a" }),
  {
    name: "awsManagedKey",
    given: () => ({ name: "aws/s3", region: "eu-central-1" }),
    call: (stack, { name, region }) => kms.awsManagedKey(stack, name, region),
  },
  builder("contextCondition", kms.contextCondition, { values: USE.encryptionContext }),
  builder("delegatedStatement", kms.delegatedStatement, {
    env: ENVIRONMENT,
    identities: [ARN],
    use: { sid: "Use", actions: ["kms:Decrypt"], conditions: USE.conditions },
  }),
  builder("deletionWindowStatements", kms.deletionWindowStatements, { days: 14 }),
  builder("keyPolicy", kms.keyPolicy, { props: POLICY, key: SYMMETRIC }),
  builder("keyType", kms.keyType, {
    props: { keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY", origin: "EXTERNAL" },
  }),
  builder("keyTypeProblems", kms.keyTypeProblems, {
    props: {
      keySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      origin: "EXTERNAL_KEY_STORE",
      customKeyStoreId: "cks-1",
      xksKeyId: "x-1",
      multiRegion: false,
    },
  }),
  builder("lockoutProblem", kms.lockoutProblem, { statements: POLICY.extra, accountId: "111122223333" }),
  {
    name: "lookUpKey",
    given: () => ({
      props: { keyId: "alias/a", env: ENVIRONMENT, keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" },
    }),
    call: (stack, { props }) => kms.lookUpKey(stack, "tested", props),
  },
  builder("otherAccountStatements", kms.otherAccountStatements, {
    props: { ...USE, keyArn: KEY_ARN, env: ENVIRONMENT, audience: "users", key: SYMMETRIC },
  }),
  builder("rootStatement", kms.rootStatement, {
    env: ENVIRONMENT,
    options: { full: true, reason: "it is meant" },
  }),
];
