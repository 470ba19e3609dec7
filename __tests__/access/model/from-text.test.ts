import { modelsOf } from "../../../access/model/from-text";

const ACCOUNT = "444455556666";
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const read = (value: unknown, name = "a") =>
  modelsOf(
    [{ name, path: `${name}.json`, text: typeof value === "string" ? value : JSON.stringify(value) }],
    "group",
  );
const READ = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::b/x/*` };

/** A plan as Terraform prints it, of resources in the root module and in a module. */
function plan(change: object = {}) {
  const role = { address: "aws_iam_role.r", mode: "managed", type: "aws_iam_role", name: "r" };
  const own = {
    address: 'module.m.aws_iam_policy.p["a"]',
    mode: "managed",
    type: "aws_iam_policy",
    name: "p",
  };
  const attached = {
    address: "aws_iam_role_policy_attachment.a",
    mode: "managed",
    type: "aws_iam_role_policy_attachment",
    name: "a",
  };
  const bucket = {
    address: "aws_s3_bucket_policy.b",
    mode: "managed",
    type: "aws_s3_bucket_policy",
    name: "b",
  };
  const root_module = {
    resources: [
      {
        ...role,
        values: {
          name: "r",
          arn: `arn:aws:iam::${ACCOUNT}:role/r`,
          assume_role_policy: JSON.stringify(policy()),
        },
      },
      { ...attached, values: { role: "r" } },
      { ...bucket, values: { bucket: "b" } },
      {
        address: "aws_s3_bucket.b",
        mode: "managed",
        type: "aws_s3_bucket",
        name: "b",
        values: { bucket: "b" },
      },
    ],
    child_modules: [
      {
        address: "module.m",
        resources: [
          {
            ...own,
            values: {
              name: "p",
              policy: JSON.stringify(policy({ ...READ, Resource: "arn:aws:s3:::b/${aws:username}/*" })),
            },
          },
        ],
      },
    ],
  };
  return {
    format_version: "1.2",
    terraform_version: "1.13.0",
    planned_values: { root_module },
    resource_changes: [
      { ...own, change: { after_unknown: { arn: true, id: true } } },
      { ...attached, change: { after_unknown: { id: true, policy_arn: true } } },
      { ...bucket, change: { after_unknown: { policy: true } } },
    ],
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { references: ["var.region"] } } } },
      root_module: {
        resources: [
          {
            address: "aws_iam_role_policy_attachment.a",
            expressions: { policy_arn: { references: ["module.m.arn", "module.m"] } },
          },
          {
            address: "aws_s3_bucket_policy.b",
            expressions: {
              policy: {
                references: ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"],
              },
            },
          },
        ],
        module_calls: {
          m: {
            module: {
              outputs: {
                arn: {
                  expression: {
                    references: ["aws_iam_policy.p[0].arn", "aws_iam_policy.p[0]", "aws_iam_policy.p"],
                  },
                },
              },
              resources: [{ address: "aws_iam_policy.p", expressions: {} }],
            },
          },
        },
      },
    },
    variables: { region: { value: "eu-west-3" } },
    ...change,
  };
}

describe("a plan", () => {
  it("is read with its modules; what is made at apply is found through references, or unknown by name", () => {
    const [model] = read(plan());
    expect(model).toMatchObject({ stack: "a", origin: "plan", region: "eu-west-3", account: ACCOUNT });
    const role = model?.principals.find(({ group }) => group === "stack");
    expect(role?.id).toBe(`arn:aws:iam::${ACCOUNT}:role/r`);
    expect(role?.identity).toEqual([
      {
        name: 'module.m.aws_iam_policy.p["a"]',
        document: policy({ ...READ, Resource: "arn:aws:s3:::b/${aws:username}/*" }),
      },
    ]);
    const bucket = model?.resources.find(({ kind }) => kind === "bucket");
    expect(bucket?.policy).toEqual({
      name: "aws_s3_bucket_policy.b",
      document: { unknown: "data.aws_iam_policy_document.d.json" },
    });
  });

  it.each([
    ["of another format", { format_version: "2.0" }, "is of format 2.0, and formats 1.x are read"],
    ["of a format from before", { format_version: "0.2" }, "is of format 0.2"],
    ["that failed", { errored: true }, "is of a plan that failed"],
    ["without values", { planned_values: undefined }, "holds no planned values"],
  ])("%s is refused", (_, change, message) => {
    expect(() => read(plan(change))).toThrow(message);
  });
});

describe("policy files", () => {
  const file = (name: string, value: object) => ({ name, path: `${name}.json`, text: JSON.stringify(value) });
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/00000000-0000-4000-8000-000000000001`;

  it("are told by their names and by what they say", () => {
    const models = modelsOf(
      [
        file("writer", policy({ ...READ, Action: "kms:Decrypt", Resource: KEY })),
        file(
          "writer.trust",
          policy({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
        ),
        file("writer.boundary", policy(READ)),
        file(
          "main",
          policy({ Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" }),
        ),
        file(
          "store",
          policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::b/*" }),
        ),
      ],
      "group",
    );
    expect(models).toHaveLength(1);
    const [model] = models;
    expect(model).toMatchObject({
      stack: "group",
      origin: "policies",
      account: ACCOUNT,
      region: "eu-west-1",
    });
    expect(model?.resources.map(({ kind, arn }) => [kind, arn])).toEqual(
      expect.arrayContaining([
        ["key", KEY],
        ["bucket", "arn:aws:s3:::b"],
        ["role", `arn:aws:iam::${ACCOUNT}:role/writer`],
      ]),
    );
    const [writer] = model?.principals ?? [];
    expect([writer?.identity.length, writer?.boundary?.name]).toEqual([1, "aws_iam_policy.writer"]);
  });

  it("about one thing twice are refused", () => {
    const files = [
      file("k.key", policy()),
      file("k", policy({ Principal: "*", Effect: "Allow", Action: "kms:*" })),
    ];
    expect(() => modelsOf(files, "group")).toThrow("two files are the policy of aws_kms_key 'k'");
  });
});

describe("files", () => {
  it.each([
    ["no JSON", "x", "a.json is no JSON"],
    ["something else", {}, "is neither a synthesized stack nor a plan nor a policy"],
    ["a list", [], "is neither a synthesized stack nor a plan nor a policy"],
    ["a policy of no statements", { Statement: "x" }, "is no policy"],
    [
      "a token of cdktf",
      { resource: { aws_iam_role: { r: { name: "${TfToken[TOKEN.1]}" } } } },
      "tokens that cdktf has not resolved",
    ],
    [
      "a key policy that is no JSON",
      { resource: { aws_kms_key: { k: { policy: "{" } } } },
      "the policy of 'aws_kms_key.k' is no JSON",
    ],
  ])("refuses %s", (_, value, message) => {
    expect(() => read(value)).toThrow(message);
  });

  it("refuses two stacks with one name, naming both files", () => {
    const stack = (path: string) => ({ name: "s", path, text: '{"resource":{}}' });
    expect(() => modelsOf([stack("one/s.json"), stack("two/s.json")], "g")).toThrow(
      "two stacks have the name 's': one/s.json and two/s.json",
    );
  });
});

describe("people and things", () => {
  it("are whom a stack makes and names, and what may be reached; a key without a policy has KMS's own", () => {
    const [model] = read({
      provider: { aws: [{ region: "eu-west-1", allowed_account_ids: [ACCOUNT] }] },
      resource: {
        aws_iam_user: { u: { name: "<script>alert(1)</script>" } },
        aws_kms_key: { k: {} },
        aws_kms_grant: {
          g: {
            key_id: "${aws_kms_key.k.key_id}",
            grantee_principal: "arn:aws:iam::777788889999:role/x",
            operations: ["Decrypt"],
          },
        },
        aws_s3_bucket: { b: { bucket: "b" } },
        aws_s3_bucket_policy: {
          p: {
            bucket: "b",
            policy: JSON.stringify(
              policy({
                ...READ,
                Principal: { AWS: ["222233334444", "AIDAEXAMPLE"], Service: "logging.s3.amazonaws.com" },
              }),
            ),
          },
        },
      },
    });
    expect(model?.account).toBe(ACCOUNT);
    expect(model?.principals.map(({ group, name }) => `${group}: ${name}`)).toEqual([
      "stack: <script>alert(1)</script>",
      "account: administrators of this account",
      "account: root user of this account",
      "outside: administrators of 222233334444",
      "service: logging.s3.amazonaws.com",
      "outside: x of 777788889999",
      "anybody: administrators of any other account",
      "anybody: anybody, without signing",
    ]);
    expect(model?.unread).toEqual([
      "aws_s3_bucket_policy.p names AWS 'AIDAEXAMPLE', whom nobody judges here",
    ]);
    expect(model?.resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "key aws_kms_key.k",
      "bucket b",
      "objects b/x/*",
      "objects b/(any other)",
    ]);
    expect(model?.resources[0]?.policy?.name).toBe("KMS's default key policy");
    expect(model?.grants).toMatchObject([{ name: "aws_kms_grant.g", operations: ["Decrypt"] }]);
  });
});
