/** Claims about stacks with `aws_kms_grant`. */
import {
  brokenClaims,
  type Claim,
  type Question,
  stackPolicies,
  unnoticedChanges,
  useEvaluator,
} from "../../testing";

const KEY_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Owner",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:PutKeyPolicy",
      Resource: "*",
    },
  ],
});
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const GRANT = {
  key_id: "${aws_kms_key.k.key_id}",
  grantee_principal: "${aws_iam_role.reader.arn}",
  operations: ["Decrypt", "DescribeKey"],
  constraints: [{ encryption_context_equals: { backup: "etcd" } }],
};

const read = (grant: object) =>
  stackPolicies(
    JSON.stringify({
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: {
        aws_kms_key: { k: { policy: KEY_POLICY }, other: { policy: KEY_POLICY } },
        aws_iam_role: {
          reader: { name: "reader", assume_role_policy: TRUST },
          stranger: { name: "stranger", assume_role_policy: TRUST },
        },
        aws_kms_grant: { g: grant },
      },
    }),
  );
const set = read(GRANT);

const claim = (expect: Claim["expect"], change: Partial<Claim> = {}, name = "reader", key = "k"): Claim => ({
  says: `${name} on ${key}`,
  expect,
  principal: { kind: "role", arn: set.resource("aws_iam_role", name).arn },
  action: "kms:Decrypt",
  resource: set.resource("aws_kms_key", key).arn,
  context: { "kms:EncryptionContext:backup": "etcd", "kms:EncryptionContextKeys": ["backup"] },
  ...change,
});

afterEach(() => useEvaluator(undefined));

it("are judged with the grant, its operations, its grantee, its key and its constraints", async () => {
  expect(set.unread).toEqual([]);
  const wrong = { "kms:EncryptionContext:backup": "other", "kms:EncryptionContextKeys": ["backup"] };
  const claims = [
    claim("allowed", { by: "aws_kms_grant.g" }),
    claim("allowed", { action: "kms:DescribeKey", context: {} }),
    claim("denied", { action: "kms:ReEncryptFrom" }),
    claim("denied", { context: wrong }),
    claim("denied", { context: {} }),
    claim("denied", {}, "stranger"),
    claim("denied", {}, "reader", "other"),
  ];
  expect(await brokenClaims(set, claims)).toEqual([]);
  const [problem] = await brokenClaims(set, [claim("denied")]);
  expect(problem).toContain("got: allowed by aws_kms_grant.g");
});

it("keep the grant when a policy changes", async () => {
  // The claim holds by the grant alone, so that it notices no change of the key policies.
  const unnoticed = await unnoticedChanges(set, [claim("allowed")]);
  expect(unnoticed.some((each) => each.startsWith("aws_kms_key.k Owner:"))).toBe(true);
});

it("give the grant to an evaluator of the user's", async () => {
  const asked: Question[] = [];
  useEvaluator((question) => {
    asked.push(question);
    return { allowed: true };
  });
  await brokenClaims(set, [claim("allowed"), claim("allowed", {}, "reader", "other")]);
  expect(asked[0]?.grants).toEqual([
    {
      name: "aws_kms_grant.g",
      grantee: set.resource("aws_iam_role", "reader").arn,
      operations: ["Decrypt", "DescribeKey"],
      encryptionContextEquals: { backup: "etcd" },
    },
  ]);
  expect(asked[1]?.grants).toBeUndefined();
});

it("do not care for a name that is not known", () => {
  expect(read({ ...GRANT, name: "${var.name}" }).unread).toEqual([]);
});

it.each([
  ["a key that is not in the stack", { key_id: "${var.key}" }],
  ["a grantee that is not known", { grantee_principal: "${var.role}" }],
  ["no grantee", { grantee_principal: undefined }],
  ["operations that are not known", { operations: "${var.operations}" }],
  ["an operation that is not known", { operations: ["Decrypt", "${var.operation}"] }],
  ["a context that is not known", { constraints: [{ encryption_context_equals: { a: "${var.a}" } }] }],
  ["constraints that are not known", { constraints: "${var.constraints}" }],
  ["a number that is not known", { count: "${var.count}" }],
  ["a retiring principal that is not known", { retiring_principal: "${var.role}" }],
])("are refused for a grant with %s", async (_, change) => {
  const other = read({ ...GRANT, ...change });
  expect([other.unread, other.grants]).toEqual([["aws_kms_grant.g"], []]);
  await expect(brokenClaims(other, [claim("allowed")])).rejects.toThrow("aws_kms_grant.g cannot be read");
});
