/** `sealstack/testing` as its users have it: with its own evaluator, and with one of theirs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { claims, policies, Reports } from "../../examples/testing";
import {
  brokenClaims,
  type PolicyMatchers,
  policyMatchers,
  type Question,
  type StackPolicies,
  stackPolicies,
  TEST_ACCOUNT,
  useEvaluator,
} from "../../testing";

expect.extend(policyMatchers);
const expectPolicies = (set: StackPolicies) => expect(set) as unknown as PolicyMatchers<void>;

const ROOT = join(__dirname, "../..");
const DOCUMENT = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const stack = (resource: object) =>
  JSON.stringify({ provider: { aws: [{ region: "eu-west-1" }] }, resource });

afterEach(() => useEvaluator(undefined));

describe("policies of a stack", () => {
  it("are read with what they are attached to, references resolved", () => {
    const set = stackPolicies(new Reports(new App()));
    const role = set.resource("aws_iam_role", "writer");
    const key = set.resource("aws_kms_key");
    expect(role.arn).toBe(`arn:aws:iam::${TEST_ACCOUNT}:role/writer`);
    expect(set.of("trust", role.arn)).toHaveLength(1);
    const [policy] = set.of("resource", key.arn);
    const encrypt = policy?.document.Statement.find(({ Principal }) =>
      JSON.stringify(Principal).includes(role.arn),
    );
    expect(encrypt).toMatchObject({ Effect: "Allow" });
    expectPolicies(set).toHaveStatement({ effect: "Allow", action: "kms:Encrypt" });
    expect(() =>
      expectPolicies(set).toHaveStatement({ principalArn: role.arn, action: "kms:Decrypt" }),
    ).toThrow(/the sids of those that there are: none/);
  });

  it("are found by every way of attaching them, IAM's variables kept", () => {
    const allow = (Action: string) =>
      DOCUMENT({ Sid: "S", Effect: "Allow", Action, Resource: "arn:aws:s3:::b/$${aws:username}/*" });
    const set = stackPolicies(
      stack({
        aws_iam_user: { u: { name: "bob", permissions_boundary: "arn:aws:iam::aws:policy/Limit" } },
        aws_iam_user_policy: { p: { user: "${aws_iam_user.u.name}", policy: allow("s3:GetObject") } },
        aws_iam_policy: { m: { name: "shared", policy: allow("s3:PutObject") } },
        aws_iam_user_policy_attachment: {
          a: { user: "${aws_iam_user.u.name}", policy_arn: "${aws_iam_policy.m.arn}" },
        },
        aws_s3_bucket: { b: { bucket: "b" } },
        aws_s3_bucket_policy: { b: { bucket: "${aws_s3_bucket.b.id}", policy: allow("s3:ListBucket") } },
        aws_vpc: { v: { cidr_block: "${var.unknown}" } },
      }),
      {
        managedPolicies: {
          "arn:aws:iam::aws:policy/Limit": {
            Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
          },
        },
      },
    );
    const bob = set.resource("aws_iam_user").arn;
    expect(set.statementsOf(bob).map(({ Action }) => Action)).toEqual(["s3:GetObject", "s3:PutObject"]);
    expect(set.statementsOf(bob)[0]?.Resource).toBe("arn:aws:s3:::b/${aws:username}/*");
    expect(set.of("boundary", bob)).toHaveLength(1);
    expect(set.of("resource", "arn:aws:s3:::b")).toHaveLength(1);
    expect(set.region).toBe("eu-west-1");
  });

  const role = { aws_iam_role: { r: { name: "r" } } };
  it.each([
    ["no JSON", "resource:", "the stack is no JSON"],
    [
      "a policy of AWS's that was not given",
      stack({
        ...role,
        aws_iam_role_policy_attachment: { a: { role: "r", policy_arn: "arn:aws:iam::aws:policy/X" } },
      }),
      "which the stack does not make: give it as managedPolicies",
    ],
    [
      "a role elsewhere",
      stack({ aws_iam_role_policy: { p: { role: "gone", policy: DOCUMENT() } } }),
      "'role' of 'aws_iam_role_policy.p' is 'gone', which is not in the stack",
    ],
    [
      "a policy that only Terraform knows",
      stack({
        ...role,
        aws_iam_role_policy: { p: { role: "r", policy: "${data.aws_iam_policy_document.x.json}" } },
      }),
      "cannot be known before deployment",
    ],
    [
      "a policy that is none",
      stack({ ...role, aws_iam_role_policy: { p: { role: "r", policy: "{" } } }),
      "the policy of 'aws_iam_role_policy.p' is no JSON",
    ],
  ])("fails on %s", (_, json, message) => {
    expect(() => stackPolicies(json)).toThrow(message);
  });

  it("fails on a resource that is not there, naming those that are", () => {
    expect(() => stackPolicies(stack(role)).resource("aws_iam_role", "x")).toThrow(
      "0 resources are aws_iam_role 'x'; there are: aws_iam_role.r",
    );
  });
});

describe("claims", () => {
  it("hold for the example, and break when the stack changes", async () => {
    const set = policies();
    expect(await brokenClaims(set, claims(set))).toEqual([]);
    const [may, mayNot] = claims(set);
    if (may === undefined || mayNot === undefined) throw new Error("the example makes no claims");
    await expectPolicies(set).toAllow(may);
    await expectPolicies(set).toDeny(mayNot);
    await expect(expectPolicies(set).toDeny(may)).rejects.toThrow(
      /expected: denied\n.*got: allowed by \w+\n.*kms:Encrypt on arn/,
    );
    await expect(expectPolicies(set).toAllow(mayNot)).rejects.toThrow(
      /got: denied: no statement of the key policy allows it/,
    );
    await expect(expectPolicies(set).toAllow(may, "Other")).rejects.toThrow("expected: allowed by 'Other'");
  });

  it("ask an evaluator of one's own with all that decides", async () => {
    const asked: Question[] = [];
    useEvaluator((question) => {
      asked.push(question);
      return { allowed: false, decidedBy: ["DenyAll"] };
    });
    const set = policies();
    const arn = set.resource("aws_iam_role").arn;
    const resource = set.resource("aws_kms_key").arn;
    const context = { "kms:EncryptionContext:tenant": "a", "aws:SecureTransport": null };
    await expectPolicies(set).toDeny(
      { principal: { kind: "role", arn }, action: "kms:Decrypt", resource, context },
      "DenyAll",
    );
    expect(asked).toEqual([
      expect.objectContaining({
        principal: `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/writer/session`,
        resourceAccount: TEST_ACCOUNT,
        context: expect.objectContaining({
          "aws:PrincipalArn": arn,
          "kms:ResourceAliases": ["alias/reports"],
          "kms:EncryptionContext:tenant": "a",
        }),
        resourcePolicy: set.of("resource", resource)[0]?.document,
      }),
    ]);
    expect(asked[0]?.context).not.toHaveProperty("aws:SecureTransport");
  });

  it("have no answer where it depends on more than is said, neither allowed nor denied", async () => {
    const set = stackPolicies(
      stack({
        aws_kms_key: {
          k: {
            policy: DOCUMENT({
              Effect: "Allow",
              Principal: "*",
              Action: "kms:*",
              Resource: "*",
              Condition: { StringEquals: { "kms:EncryptionContextKeys": "a" } },
            }),
          },
        },
        aws_iam_role: { r: { name: "r" } },
      }),
    );
    const request = {
      principal: { kind: "role", arn: set.resource("aws_iam_role").arn },
      action: "kms:Decrypt",
      resource: set.resource("aws_kms_key").arn,
      context: { "kms:EncryptionContext:a": "1" },
    } as const;
    for (const wrong of [expectPolicies(set).toAllow(request), expectPolicies(set).toDeny(request)])
      await expect(wrong).rejects.toThrow(
        "got: unknown: it depends on what 'StringEquals' without ForAllValues",
      );
  });

  it.each([
    [
      "an action that AWS does not have",
      { action: "kms:Decipher" },
      "service 'kms' has no action 'Decipher'",
    ],
    [
      "a key that AWS does not send with it",
      { context: { "s3:prefix": "x" } },
      "AWS does not send s3:prefix with",
    ],
    ["a resource that it does not take", { resource: "arn:aws:s3:::b" }, "which 'arn:aws:s3:::b' is not"],
  ])("fail on %s", async (_, change, message) => {
    const set = policies();
    const [claim] = claims(set);
    if (claim === undefined) throw new Error("the example makes no claims");
    await expect(brokenClaims(set, [{ ...claim, ...change }])).rejects.toThrow(message);
  });

  it("fail for a stack that is not read in full, for strangers, and negated", async () => {
    const set = policies();
    const [claim] = claims(set);
    if (claim === undefined) throw new Error("the example makes no claims");
    const granted = stackPolicies(stack({ aws_kms_grant: { g: {} } }));
    await expect(brokenClaims(granted, [claim])).rejects.toThrow(
      "permissions of aws_kms_grant.g cannot be read before deployment",
    );
    const stranger = {
      ...claim,
      principal: { kind: "role", arn: "arn:aws:iam::111122223333:role/x" } as const,
    };
    await expect(brokenClaims(set, [stranger])).rejects.toThrow(
      /role\/x' is not in the stack; there are: arn:aws:iam/,
    );
    const negated = (expect(set).not as unknown as PolicyMatchers<void>).toAllow(claim);
    await expect(negated).rejects.toThrow("use toDeny in place of not.toAllow");
    const wrong = (expect("text") as unknown as PolicyMatchers<void>).toAllow(claim);
    await expect(wrong).rejects.toThrow("expect(...) takes what stackPolicies(stack) returns");
  });
});

describe("docs/testing.md", () => {
  it.each(["testing"])("shows the example %s as it is compiled", (name) => {
    const text = readFileSync(join(ROOT, "examples", `${name}.ts`), "utf8");
    const shown = text.replaceAll(/"\.\.\/(modules\/\w+|testing)"/g, '"sealstack/$1"').trim();
    expect(readFileSync(join(ROOT, "docs/testing.md"), "utf8")).toContain(`\`\`\`ts\n${shown}\n\`\`\``);
  });

  it("says of no dependency of the library what is AGPL", () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(
      Object.keys({ ...dependencies, ...peerDependencies }).filter((name) =>
        name.startsWith("@cloud-copilot/"),
      ),
    ).toEqual([]);
  });
});
