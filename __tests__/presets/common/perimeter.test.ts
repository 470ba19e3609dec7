import { Role, serviceTrust } from "../../../modules/iam";
import { policyDocument } from "../../../modules/iam/policies/policy-document";
import { Key, ReplicaKey } from "../../../modules/kms";
import { Bucket, Replication } from "../../../modules/s3";
import {
  type Claim,
  type ClaimContext,
  type ClaimPrincipal,
  claimsAbout,
} from "../../../presets/common/claims/claim";
import { type PerimeterConfig, perimeterSchema } from "../../../presets/common/config/perimeter-schema";
import { bucketPerimeter, keyPerimeter } from "../../../presets/common/policies/perimeter";
import { AwsStack } from "../../../presets/common/stack/aws-stack";
import { brokenClaims, type PolicySet } from "../../../tools/policy-check";
import { PLAIN_BUCKET } from "../../../tools/policy-check/policy-set";
import { disagreements, judgeMutants } from "../../helpers/judging/claim-mutants";
import { COMMERCIAL } from "../../helpers/stacks/partitions";
import { statementsOf, synthStack, withApp } from "../../helpers/stacks/synth";

const ORGANIZATION = "o-a1b2c3d4e5";
const ENDPOINT = "vpce-0123456789abcdef0";
const VPC = "vpc-0123456789abcdef0";
const ALL: PerimeterConfig = { organizationIds: [ORGANIZATION], vpcEndpointIds: [ENDPOINT], vpcIds: [VPC] };
const ACCOUNT = COMMERCIAL.accountId;
const PARTNER = "444455556666";
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1`;
const BUCKET = "arn:aws:s3:::example";
const OBJECT = `${BUCKET}/object`;
const REPLICATION = `arn:aws:iam::${ACCOUNT}:role/replication`;

/** Policies that let in everybody, but for the perimeter. */
function everybody(perimeter: PerimeterConfig): PolicySet {
  const open = (action: string, resources: readonly string[]) =>
    ({
      Sid: "Everybody",
      Effect: "Allow",
      Principal: { AWS: "*", Service: ["cloudtrail.amazonaws.com"] },
      Action: [action],
      Resource: resources,
    }) as const;
  const closed = (statements: ReturnType<typeof keyPerimeter>) =>
    policyDocument(statements).Statement as never[];
  const key = [open("kms:*", ["*"]), ...closed(keyPerimeter(perimeter, COMMERCIAL))];
  const bucket = [
    open("s3:*", [BUCKET, OBJECT]),
    ...closed(bucketPerimeter(perimeter, COMMERCIAL, BUCKET, [REPLICATION])),
  ];
  const policy = (kind: "key" | "bucket", attachedTo: string, Statement: typeof key) =>
    ({ kind, address: kind, attachedTo, document: { Version: "2012-10-17", Statement } }) as const;
  return {
    accountId: ACCOUNT,
    region: "eu-central-1",
    partition: "aws",
    policies: [policy("key", KEY, key), policy("bucket", BUCKET, bucket)],
    grants: [],
    keys: { [KEY]: [] },
    buckets: { [BUCKET]: PLAIN_BUCKET },
    identities: [],
  };
}

const admin = (arn: string, account = ACCOUNT): ClaimPrincipal => ({
  kind: "admin",
  arn: `arn:aws:iam::${account}:role/${arn}`,
});
const OURS = admin("app");
const THEIRS = admin("app", PARTNER);
const LINKED = admin("aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup");
const MEMBER = { "aws:PrincipalOrgID": ORGANIZATION };
const THROUGH = { "aws:SourceVpce": ENDPOINT, "aws:SourceVpc": "vpc-00000000" };
const WITHIN = { "aws:SourceVpce": "vpce-00000000", "aws:SourceVpc": VPC };
const ELSEWHERE = { "aws:SourceVpce": "vpce-00000000", "aws:SourceVpc": "vpc-00000000" };
const CRYPTOGRAPHY = [
  "CreateGrant",
  "Decrypt",
  "DeriveSharedSecret",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "ReEncryptFrom",
  "ReEncryptTo",
  "Sign",
  "Verify",
  "VerifyMac",
].map((name) => `kms:${name}`);

/** Who, and how; whether they may use data, and whether they may change a policy. */
const CALLERS: readonly (readonly [string, ClaimPrincipal, ClaimContext, boolean, boolean])[] = [
  ["the account, through an endpoint", OURS, { ...MEMBER, ...THROUGH }, true, true],
  ["the account, from a VPC", OURS, { ...MEMBER, ...WITHIN }, true, true],
  ["the account, from elsewhere", OURS, MEMBER, false, true],
  ["the account, from another VPC", OURS, { ...MEMBER, ...ELSEWHERE }, false, true],
  ["the account, outside of every organization", OURS, THROUGH, true, true],
  [
    "the account, of another organization",
    OURS,
    { ...THROUGH, "aws:PrincipalOrgID": "o-zzzzzzzzzz" },
    true,
    true,
  ],
  ["the root user, from elsewhere", { kind: "root", accountId: ACCOUNT }, {}, false, true],
  ["the account, through a service", OURS, { ...MEMBER, "aws:ViaAWSService": "true" }, true, true],
  ["another account of the organization", THEIRS, { ...MEMBER, ...THROUGH }, true, true],
  ["another account of the organization, from elsewhere", THEIRS, MEMBER, false, true],
  ["another account outside of it", THEIRS, THROUGH, false, false],
  ["another organization", THEIRS, { ...THROUGH, "aws:PrincipalOrgID": "o-zzzzzzzzzz" }, false, false],
  ["another organization, through a service", THEIRS, { "aws:ViaAWSService": "true" }, false, false],
  ["an anonymous caller", { kind: "anonymous" }, THROUGH, false, false],
  ["a service", { kind: "service", name: "cloudtrail.amazonaws.com" }, {}, true, true],
  ["a service-linked role", LINKED, MEMBER, true, true],
  ["a service-linked role elsewhere", admin("aws-service-role/x/Y", PARTNER), MEMBER, false, true],
];

function claims(uses: readonly string[], at: string, policy: string, on: string): readonly Claim[] {
  return CALLERS.flatMap(([name, principal, context, used, changed]) => {
    const { may, mayNot } = claimsAbout(name, principal);
    // KMS changes no key of another account, whatever policies say.
    const works = policy !== "kms:PutKeyPolicy" || JSON.stringify(principal).includes(PARTNER) === false;
    return [
      ...uses.map((action) => (used ? may : mayNot)(`call ${action}`, action, at, context)),
      (changed && works ? may : mayNot)(`call ${policy}`, policy, on, context),
    ];
  });
}

const ec2 = { "kms:ViaService": "ec2.eu-central-1.amazonaws.com", "aws:ViaAWSService": "false" };
const KEY_CLAIMS = [
  ...claims(CRYPTOGRAPHY, KEY, "kms:PutKeyPolicy", KEY),
  claimsAbout("EC2 for an instance", admin("aws:ec2-infrastructure")).may("decrypt", "kms:Decrypt", KEY, ec2),
];
const BUCKET_CLAIMS = [
  ...claims(["s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"], OBJECT, "s3:PutBucketPolicy", BUCKET),
  claimsAbout("the role of the replication", { kind: "admin", arn: REPLICATION }).may(
    "read",
    "s3:GetObject",
    OBJECT,
  ),
  claimsAbout("the account, from elsewhere", OURS).may(
    "ask whether a bucket is there",
    "s3:ListBucket",
    BUCKET,
  ),
  claimsAbout("another account outside of it", THEIRS).mayNot("list", "s3:ListBucket", BUCKET, THROUGH),
];

describe("a data perimeter, where everybody is let in", () => {
  const policies = everybody(ALL);
  const held = [...KEY_CLAIMS, ...BUCKET_CLAIMS];

  it("keeps out who should be out, and nobody else", async () => {
    expect(await brokenClaims(policies, held)).toEqual([]);
  });

  it("has no part without effect", async () => {
    const judged = await judgeMutants([() => ({ policies, claims: held })], ({ sid }) => sid !== "Everybody");
    expect(judged.size).toBeGreaterThan(30);
    expect(disagreements(judged, []).unexplained).toEqual([]);
  });

  it("of an organization alone leaves networks alone, and the other way round", async () => {
    const decrypt = (
      name: string,
      principal: ClaimPrincipal,
      verb: "may" | "mayNot",
      context: ClaimContext = {},
    ) => claimsAbout(name, principal)[verb]("decrypt", "kms:Decrypt", KEY, context);
    expect(
      await brokenClaims(everybody({ organizationIds: [ORGANIZATION] }), [
        decrypt("the account, from elsewhere", OURS, "may"),
        decrypt("a member, from elsewhere", THEIRS, "may", MEMBER),
        decrypt("no member", THEIRS, "mayNot", THROUGH),
      ]),
    ).toEqual([]);
    const networks: readonly [PerimeterConfig, ClaimContext, ClaimContext][] = [
      [{ vpcEndpointIds: [ENDPOINT] }, THROUGH, WITHIN],
      [{ vpcIds: [VPC] }, WITHIN, THROUGH],
    ];
    for (const [one, context, other] of networks)
      expect(
        await brokenClaims(everybody(one), [
          decrypt("no member", THEIRS, "may", context),
          decrypt("the account, by the other way", OURS, "mayNot", other),
        ]),
      ).toEqual([]);
  });
});

describe("a stack with a data perimeter", () => {
  class Stack extends AwsStack {
    constructor(
      ...[app, perimeter, build]: [
        ConstructorParameters<typeof AwsStack>[0],
        PerimeterConfig | undefined,
        (stack: Stack, env: AwsStack["env"]) => void,
      ]
    ) {
      super(app, "test", { region: "eu-central-1", backend: { type: "local", path: "unused" } });
      this.perimeter(perimeter);
      build(this, this.env);
    }
  }

  const twoRegions = (stack: Stack, env: AwsStack["env"]) => {
    const key = new Key(stack, "key", { description: "x", policy: { env }, multiRegion: true });
    const replica = new ReplicaKey(stack, "key-2", { primary: key, region: "eu-west-1" });
    const source = new Bucket(stack, "source", { name: "example-source", key, env });
    const copy = new Bucket(stack, "copy", { name: "example-copy", key: replica, region: "eu-west-1" });
    new Replication(stack, "replication", { env, source, destinations: [{ bucket: copy }] });
    new Role(stack, "both", {
      name: "both",
      description: "x",
      trust: [serviceTrust("s3", env), { ...serviceTrust("ec2", env), sid: "Ec2" }],
    });
  };
  const sids = (policy: unknown) => statementsOf(String(policy)).map(({ Sid }) => Sid);
  const PERIMETER = ["DenyOtherOrganizations", "DenyOtherNetworks"];

  it("has it around every key and bucket, those of modules too, once however often it is written", () => {
    const synthesized = withApp((app) => {
      const stack = new Stack(app, ALL, twoRegions);
      synthStack(stack);
      return synthStack(stack);
    });
    const policies = ["aws_kms_key", "aws_kms_replica_key", "aws_s3_bucket_policy"].flatMap((type) =>
      Object.values(synthesized.resources(type)).map(({ policy }) => policy),
    );
    expect(policies).toHaveLength(4);
    for (const policy of policies)
      expect(String(policy).match(/"Sid":"DenyOther(Organizations|Networks)\d*"/g)).toEqual(
        PERIMETER.map((sid) => `"Sid":"${sid}"`),
      );
  });

  it("spares the role that S3 alone assumes, and no role that others may assume as well", () => {
    const { policy } = withApp((app) => synthStack(new Stack(app, ALL, twoRegions))).resource(
      "aws_s3_bucket_policy",
      "source_policy",
    );
    expect(String(policy)).toContain("aws_iam_role.replication_role.arn");
    expect(String(policy)).not.toContain("aws_iam_role.both.arn");
  });

  it("is as it was without one", () => {
    const { policy } = withApp((app) =>
      synthStack(
        new Stack(
          app,
          undefined,
          (stack, env) => new Key(stack, "key", { description: "x", policy: { env } }),
        ),
      ),
    ).resource("aws_kms_key");
    expect(sids(policy)).not.toEqual(expect.arrayContaining(PERIMETER));
  });
});

describe("the configuration of a data perimeter", () => {
  const problems = (perimeter: unknown) =>
    (perimeterSchema.safeParse(perimeter).error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );

  it.each([
    { organizationIds: [ORGANIZATION, "o-0123456789abcdefghijklmnopqrstuv"] },
    { vpcEndpointIds: [ENDPOINT, "vpce-01234567"] },
    { vpcIds: [VPC] },
    undefined,
  ])("takes %j", (perimeter) => {
    expect(problems(perimeter)).toEqual([]);
  });

  it.each([
    [{}, ": must have organizationIds, vpcEndpointIds, vpcIds, got none of them"],
    [{ organizationIds: [] }, "organizationIds: must have an id such as 'o-a1b2c3d4e5', got none"],
    [
      { vpcIds: [], vpcEndpointIds: [ENDPOINT] },
      "vpcIds: must have an id such as 'vpc-0123456789abcdef0', got none",
    ],
    [
      { organizationIds: ["o-short"] },
      "organizationIds.0: must be an id such as 'o-a1b2c3d4e5', got 'o-short'",
    ],
    [{ organizationIds: ["*"] }, "organizationIds.0: must be an id such as 'o-a1b2c3d4e5', got '*'"],
    [
      { organizationIds: ["o-a1b2c3d4e*"] },
      "organizationIds.0: must be an id such as 'o-a1b2c3d4e5', got 'o-a1b2c3d4e*'",
    ],
    [
      { vpcEndpointIds: [VPC] },
      `vpcEndpointIds.0: must be an id such as 'vpce-0123456789abcdef0', got '${VPC}'`,
    ],
    [{ vpcIds: [ENDPOINT] }, `vpcIds.0: must be an id such as 'vpc-0123456789abcdef0', got '${ENDPOINT}'`],
    [
      { vpcIds: ["vpc-0123456789"] },
      "vpcIds.0: must be an id such as 'vpc-0123456789abcdef0', got 'vpc-0123456789'",
    ],
    [{ vpcIds: [VPC, VPC] }, `vpcIds.1: must be given once, got '${VPC}' again`],
    [{ vpcIds: [VPC], ipRanges: ["10.0.0.0/8"] }, ': Unrecognized key: "ipRanges"'],
  ])("fails on %j", (perimeter, message) => {
    expect(problems(perimeter)).toEqual([message]);
  });
});
