import { catalogueFindings } from "../../../../modules/iam/catalogue/findings";
import type { PolicyKind } from "../../../../modules/iam/limits";
import type { FindingCode } from "../../../../modules/iam/policies/finding";
import type { Statement } from "../../../../modules/iam/policies/policy-document";
import { policyFindings } from "../../../../modules/iam/policy-findings";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1";
const OBJECTS = "arn:aws:s3:::b/*";
const TOKEN = "${TfToken[TOKEN.1]}";

type Case = [what: string, kind: PolicyKind, statement: Omit<Statement, "sid">, problem: string];

/** Every finding of the catalogue, with what makes it fire. */
const CASES: Readonly<Partial<Record<FindingCode, readonly Case[]>>> = {
  "unknown-service": [
    [
      "a service that is misspelt",
      "managed",
      { actions: ["kns:Decrypt"], resources: ["*"] },
      "AWS has no service 'kns'",
    ],
    [
      "a name that objects of JavaScript have",
      "managed",
      { actions: ["constructor:Decrypt"], resources: ["*"] },
      "AWS has no service 'constructor'",
    ],
    [
      "one that is left out",
      "managed",
      { notActions: ["Decrypt"], resources: ["*"] },
      "AWS has no service 'decrypt'",
    ],
  ],
  "unknown-action": [
    [
      "an action that is misspelt",
      "managed",
      { actions: ["kms:Decript"], resources: ["*"] },
      "'kms:Decript' names no action of kms",
    ],
    [
      "a wildcard that matches nothing",
      "key",
      { actions: ["kms:Decipher*"], resources: ["*"] },
      "'kms:Decipher*' names no",
    ],
    [
      "an action of another service",
      "roleInline",
      { actions: ["s3:AssumeRole"], resources: ["*"] },
      "names no action of s3",
    ],
    [
      "what must not be excluded",
      "managed",
      { notActions: ["iam:Nothing"], resources: ["*"] },
      "names no action of iam",
    ],
  ],
  "unknown-condition-key": [
    [
      "a key that is misspelt",
      "key",
      {
        actions: ["kms:Decrypt"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:ViaServices": "x" } },
      },
      "condition key 'kms:ViaServices' is not known",
    ],
    [
      "a global key that is misspelt",
      "bucket",
      {
        actions: ["s3:GetObject"],
        resources: [OBJECTS],
        conditions: { Bool: { "aws:SecureTransports": "true" } },
      },
      "condition key 'aws:SecureTransports' is not known",
    ],
    [
      "a key of no service",
      "managed",
      { actions: ["ec2:RunInstances"], resources: ["*"], conditions: { StringEquals: { "x:y": "z" } } },
      "condition key 'x:y' is not known",
    ],
  ],
  "condition-key-not-for-action": [
    [
      "a key that one of the actions does not take",
      "managed",
      {
        actions: ["s3:ListBucket", "s3:GetObject"],
        resources: ["*"],
        conditions: { StringLike: { "s3:prefix": "x/*" } },
      },
      "AWS never sends 's3:prefix' with s3:GetObject",
    ],
    [
      "a key of another service",
      "managed",
      {
        actions: ["s3:GetObject"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:ViaService": "x" } },
      },
      "AWS never sends 'kms:ViaService' with s3:GetObject",
    ],
    [
      "a key that no action of a wildcard takes",
      "managed",
      {
        actions: ["kms:List*"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:EncryptionContext:a": "b" } },
      },
      "with kms:List*",
    ],
  ],
  "resource-not-for-action": [
    [
      "an object action on a bucket",
      "managed",
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b"] },
      "s3:GetObject takes only",
    ],
    [
      "a bucket action on objects",
      "roleInline",
      { actions: ["s3:GetObject", "s3:ListBucket"], resources: [OBJECTS] },
      "s3:ListBucket takes only accesspoint, bucket, got none",
    ],
    [
      "an alias in place of the key",
      "userInline",
      { actions: ["kms:Encrypt"], resources: ["arn:aws:kms:*:*:alias/x"] },
      "kms:Encrypt takes only key",
    ],
    [
      "a resource where only '*' makes sense",
      "managed",
      { actions: ["s3:ListAllMyBuckets"], resources: [OBJECTS] },
      "takes no resource but '*'",
    ],
    [
      "a resource that nobody takes",
      "managed",
      { actions: ["s3:GetObject"], resources: [OBJECTS, `arn:aws:logs:${TOKEN}:*:log-group`] },
      "none of the actions takes 'arn:aws:logs:${...}:*:log-group'",
    ],
  ],
  "single-valued-operator": [
    [
      "the aliases of a key",
      "roleInline",
      {
        actions: ["kms:Decrypt"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:ResourceAliases": "alias/x" } },
      },
      "'kms:ResourceAliases' holds several values: StringEquals must be ForAnyValue:StringEquals or",
    ],
    [
      "the services in between",
      "bucket",
      {
        actions: ["s3:GetObject"],
        resources: [OBJECTS],
        conditions: { StringLike: { "aws:CalledVia": "x" } },
      },
      "'aws:CalledVia' holds several values",
    ],
    [
      "a denial, too",
      "bucket",
      {
        effect: "Deny",
        actions: ["s3:PutObject"],
        resources: [OBJECTS],
        conditions: { StringNotEqualsIfExists: { "s3:RequestObjectTagKeys": "x" } },
      },
      "'s3:RequestObjectTagKeys' holds several values",
    ],
  ],
  "no-data-key": [
    [
      "encrypt and decrypt",
      "roleInline",
      { actions: ["kms:Encrypt", "kms:Decrypt"], resources: [KEY] },
      "takes 4096 bytes",
    ],
    [
      "encrypt through a service",
      "key",
      {
        actions: ["kms:Encrypt"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
      },
      "takes 4096 bytes",
    ],
    [
      "encrypt in a context",
      "managed",
      {
        actions: ["kms:Encrypt"],
        resources: [KEY],
        conditions: { StringEquals: { "kms:EncryptionContext:a": "b" } },
      },
      "takes 4096 bytes",
    ],
  ],
};

const ALL = Object.entries(CASES).flatMap(([code, cases]) =>
  cases.map((one): [string, ...Case] => [code, ...one]),
);

describe("catalogue findings", () => {
  it.each(ALL)("%s: fails on %s", (code, _, kind, statement, problem) => {
    const findings = catalogueFindings(kind, [{ sid: "A", ...statement }]);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]?.problem).toContain(problem);
  });

  it.each(ALL)("%s: accepts %s with a reason", (code, _, kind, statement) => {
    const statements = [{ sid: "A", ...statement, acknowledge: { [code]: "a sandbox" } }];
    expect(policyFindings(kind, statements)).toEqual([]);
  });

  it("fires every finding that is not about trust", () => {
    expect(Object.keys(CASES).sort()).toEqual([
      "condition-key-not-for-action",
      "no-data-key",
      "resource-not-for-action",
      "single-valued-operator",
      "unknown-action",
      "unknown-condition-key",
      "unknown-service",
    ]);
  });

  it.each<[string, PolicyKind, Omit<Statement, "sid">]>([
    ["everything", "managed", { actions: ["*"], resources: ["*"] }],
    ["a service that is known by name only", "managed", { actions: ["glue:Anything"], resources: ["arn:x"] }],
    [
      "tokens",
      "managed",
      { actions: [TOKEN], resources: [TOKEN], conditions: { StringEquals: { [TOKEN]: "x" } } },
    ],
    ["a token as a resource", "managed", { actions: ["s3:GetObject"], resources: [`${TOKEN}/*`] }],
    ["every action of a service on one type", "managed", { actions: ["s3:*"], resources: [OBJECTS] }],
    [
      "a key policy's only resource",
      "key",
      { actions: ["kms:CreateAlias", "kms:ListAliases"], resources: ["*"] },
    ],
    [
      "an encryption context of any name",
      "key",
      {
        actions: ["kms:Decrypt"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "x" } },
      },
    ],
    [
      "a key that need not be sent",
      "managed",
      {
        actions: ["s3:GetObject"],
        resources: [OBJECTS],
        conditions: { StringLikeIfExists: { "s3:prefix": "x" } },
      },
    ],
    [
      "what only KMS itself calls",
      "key",
      {
        actions: ["kms:DescribeKey", "kms:SynchronizeMultiRegionKey"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:ViaService": "x" } },
      },
    ],
    [
      "several values, by their operator",
      "managed",
      {
        actions: ["kms:Decrypt"],
        resources: ["*"],
        conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "x" } },
      },
    ],
    [
      "whether several values are there at all",
      "managed",
      {
        actions: ["kms:Decrypt"],
        resources: ["*"],
        conditions: { Null: { "kms:ResourceAliases": "false" } },
      },
    ],
    ["encryption without decryption", "managed", { actions: ["kms:Encrypt"], resources: [KEY] }],
    [
      "public-key encryption",
      "managed",
      { actions: ["kms:Encrypt", "kms:Decrypt", "kms:GetPublicKey"], resources: [KEY] },
    ],
    [
      "encryption with a key of a spec",
      "managed",
      {
        actions: ["kms:Encrypt", "kms:Decrypt"],
        resources: ["*"],
        conditions: { StringEquals: { "kms:KeySpec": "RSA_2048" } },
      },
    ],
    [
      "envelope encryption",
      "managed",
      { actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"], resources: [KEY] },
    ],
    [
      "claims of an identity provider",
      "trust",
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        conditions: { StringEquals: { "id.example/x:sub": "y" } },
      },
    ],
    [
      "session tags beside an external id",
      "trust",
      {
        actions: ["sts:AssumeRole", "sts:TagSession"],
        conditions: { StringEquals: { "sts:ExternalId": "xy" } },
      },
    ],
  ])("has nothing against %s", (_, kind, statement) => {
    expect(catalogueFindings(kind, [{ sid: "A", ...statement }])).toEqual([]);
  });

  it("looks for the data key in the whole policy", () => {
    const statements: Statement[] = [
      { sid: "A", actions: ["kms:Encrypt", "kms:Decrypt"], resources: [KEY] },
      { sid: "B", actions: ["kms:GenerateDataKey"], resources: [KEY] },
    ];
    expect(catalogueFindings("managed", statements)).toEqual([]);
  });
});
