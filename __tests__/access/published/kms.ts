/** From the developer guide of KMS. */
import { EVERYTHING, type PublishedExample, policy, role, user } from "./example";

const ONE = "111122223333";
const TWO = "444455556666";
const GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide";
const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY = `arn:aws:kms:us-west-2:${ONE}:key/${id}`;
const FOREIGN = `arn:aws:kms:us-west-2:${TWO}:key/${id}`;
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const delegate = (account: string) =>
  ({ Effect: "Allow", Principal: root(account), Action: "kms:*", Resource: "*" }) as const;
const USES = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:DescribeKey",
];
const uses = { identity: [policy({ Effect: "Allow", Action: USES, Resource: FOREIGN })] };
const app = role(ONE, "RoleForExampleApp");
const inContext = (condition: Record<string, Record<string, string | string[]>>) => ({
  resource: policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ONE}:role/RoleForExampleApp` },
    Action: "kms:GenerateDataKey",
    Resource: "*",
    Condition: condition,
  }),
});
const generate = { principal: app, action: "kms:GenerateDataKey", resource: KEY };

export const KMS_EXAMPLES: readonly PublishedExample[] = [
  {
    name: "the default key policy, which leaves it to policies of identities",
    page: `${GUIDE}/policy-evaluation.html#example-no-iam`,
    resourceAccount: ONE,
    policies: { resource: policy(delegate(ONE)) },
    cases: [
      {
        says: "Alice, to whom no policy gives anything, is denied",
        principal: user(ONE, "Alice"),
        action: "kms:Decrypt",
        resource: KEY,
        effect: "denied",
      },
      {
        says: "an administrator by his own policy is allowed",
        principal: user(ONE, "admin"),
        action: "kms:Decrypt",
        resource: KEY,
        policies: EVERYTHING,
        effect: "allowed",
      },
      {
        says: "the root user is allowed",
        principal: { kind: "root", accountId: ONE },
        action: "kms:PutKeyPolicy",
        resource: KEY,
        effect: "allowed",
      },
    ],
  },
  {
    name: "a key that a role of another account uses",
    page: `${GUIDE}/policy-evaluation.html#example-cross-acct`,
    resourceAccount: TWO,
    policies: {
      resource: policy(delegate(TWO), { Effect: "Allow", Principal: root(ONE), Action: USES, Resource: "*" }),
    },
    cases: [
      {
        says: "the role Engineering, whose policy allows it, may",
        principal: role(ONE, "Engineering"),
        action: "kms:Decrypt",
        resource: FOREIGN,
        policies: uses,
        effect: "allowed",
      },
      {
        says: "nobody there may before a policy of that account gives it",
        principal: role(ONE, "Engineering"),
        action: "kms:Decrypt",
        resource: FOREIGN,
        effect: "denied",
      },
      {
        says: "no more than the key policy gives that account",
        principal: role(ONE, "Engineering"),
        action: "kms:CreateGrant",
        resource: FOREIGN,
        policies: EVERYTHING,
        effect: "denied",
      },
    ],
  },
  {
    name: "the same where Bob assumes the role",
    page: `${GUIDE}/policy-evaluation.html#example-cross-acct`,
    resourceAccount: ONE,
    policies: {
      trust: policy({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ONE}:user/bob` },
        Action: "sts:AssumeRole",
      }),
    },
    cases: (["bob", "alice"] as const).map((name) => ({
      says: `${name} ${name === "bob" ? "may" : "may not"}`,
      principal: user(ONE, name),
      action: "sts:AssumeRole",
      resource: `arn:aws:iam::${ONE}:role/Engineering`,
      effect: name === "bob" ? ("allowed" as const) : ("denied" as const),
    })),
  },
  {
    name: "permissions that another account cannot use",
    page: `${GUIDE}/key-policy-modifying-external-accounts.html`,
    resourceAccount: ONE,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: root(TWO),
        Action: "kms:ScheduleKeyDeletion",
        Resource: "*",
      }),
    },
    cases: [
      {
        says: "to schedule the deletion of the key fails",
        principal: user(TWO, "admin"),
        action: "kms:ScheduleKeyDeletion",
        resource: KEY,
        policies: EVERYTHING,
        effect: "denied",
      },
    ],
  },
  {
    name: "one pair of the encryption context",
    page: `${GUIDE}/conditions-kms.html#conditions-kms-encryption-context`,
    resourceAccount: ONE,
    policies: inContext({ StringEquals: { "kms:EncryptionContext:AppName": "ExampleApp" } }),
    cases: [
      {
        says: "with it",
        ...generate,
        context: { "kms:EncryptionContext:AppName": "ExampleApp" },
        effect: "allowed",
      },
      {
        says: "the name in other case",
        ...generate,
        context: { "kms:EncryptionContext:appname": "ExampleApp" },
        effect: "allowed",
      },
      {
        says: "the value in other case",
        ...generate,
        context: { "kms:EncryptionContext:AppName": "exampleapp" },
        effect: "denied",
      },
      { says: "without it", ...generate, effect: "denied" },
    ],
  },
  {
    name: "two pairs of the encryption context",
    page: `${GUIDE}/conditions-kms.html#conditions-kms-encryption-context`,
    resourceAccount: ONE,
    policies: inContext({
      StringEquals: {
        "kms:EncryptionContext:AppName": "ExampleApp",
        "kms:EncryptionContext:FilePath": "/var/opt/secrets/",
      },
    }),
    cases: [
      {
        says: "both are required",
        ...generate,
        context: { "kms:EncryptionContext:AppName": "ExampleApp" },
        effect: "denied",
      },
      {
        says: "and both are enough, in any order",
        ...generate,
        context: {
          "kms:EncryptionContext:FilePath": "/var/opt/secrets/",
          "kms:EncryptionContext:AppName": "ExampleApp",
        },
        effect: "allowed",
      },
    ],
  },
  {
    name: "everybody of an account through EBS",
    page: `${GUIDE}/conditions-kms.html#conditions-kms-caller-account`,
    resourceAccount: ONE,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: { AWS: "*" },
        Condition: {
          StringEquals: { "kms:CallerAccount": ONE, "kms:ViaService": "ec2.us-west-2.amazonaws.com" },
        },
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:CreateGrant",
          "kms:DescribeKey",
        ],
        Resource: "*",
      }),
    },
    cases: [
      {
        says: "all identities of the account are allowed through the service",
        principal: user(ONE, "anybody"),
        action: "kms:Decrypt",
        resource: KEY,
        context: { "kms:ViaService": "ec2.us-west-2.amazonaws.com" },
        effect: "allowed",
      },
      {
        says: "but not directly",
        principal: user(ONE, "anybody"),
        action: "kms:Decrypt",
        resource: KEY,
        effect: "denied",
      },
      {
        says: "and nobody of another account",
        principal: user(TWO, "anybody"),
        action: "kms:Decrypt",
        resource: KEY,
        context: { "kms:ViaService": "ec2.us-west-2.amazonaws.com" },
        policies: EVERYTHING,
        effect: "denied",
      },
    ],
  },
  {
    name: "no bypass of the lockout check",
    page: `${GUIDE}/conditions-kms.html#conditions-kms-bypass-policy-lockout-safety-check`,
    resourceAccount: ONE,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ONE}:role/RoleForExampleApp` },
        Action: "kms:PutKeyPolicy",
        Resource: "*",
        Condition: { Null: { "kms:BypassPolicyLockoutSafetyCheck": true } },
      }),
    },
    cases: [
      {
        says: "without the parameter",
        principal: app,
        action: "kms:PutKeyPolicy",
        resource: KEY,
        effect: "allowed",
      },
      {
        says: "with it",
        principal: app,
        action: "kms:PutKeyPolicy",
        resource: KEY,
        context: { "kms:BypassPolicyLockoutSafetyCheck": "true" },
        effect: "denied",
      },
    ],
  },
];
