import { parseBlocks, type StackBlocks } from "../../../access/sources/blocks";
import { collectPolicies } from "../../../access/sources/collect";
import { unknownsIn, withReferences } from "../../../access/sources/unknown-marks";
import { stackValues } from "../../../access/sources/values";

const provider = { aws: [{ region: "eu-west-1" }, { alias: "replica", region: "eu-central-1" }] };
const read = (blocks: StackBlocks) => stackValues({ provider, ...blocks });
const attributesOf = (text: unknown) =>
  read({
    data: { aws_caller_identity: { me: {} } },
    resource: { aws_x: { a: { text }, b: { name: "b", own: "${aws_x.b.own}" } } },
  }).resources[0]?.attributes.text;

describe("values of a stack", () => {
  it.each([
    ["a variable", "p-${var.name}", "p-${var.name}", ["var.name"]],
    [
      "what AWS makes up",
      "${aws_x.b.hosted_zone_id}",
      "${aws_x.b.hosted_zone_id}",
      ["aws_x.b.hosted_zone_id"],
    ],
    ["what is not in the stack", "${aws_y.gone.arn}", "${aws_y.gone.arn}", ["aws_y.gone.arn"]],
    ["what stands for itself", "${aws_x.b.own}", "${aws_x.b.own}", ["aws_x.b.own"]],
    ["a function that nobody mapped", 'a-${upper("x")}', "a-${upper(…)}", ["upper(…)"]],
    ["an operator", "${1 + 2}", "${1 + 2}", ["1 + 2"]],
    [
      "what the stack says",
      "${aws_x.b.name}-${data.aws_caller_identity.me.account_id}",
      "b-111122223333",
      [],
    ],
    ["IAM's own variable", "$${aws:username}", "${aws:username}", []],
    ["a mark that somebody wrote", "\uE000x\uE001", "\uE000x\uE001", ["x"]],
  ])("keep %s by its name", (_, text, shown, unknown) => {
    const value = attributesOf(text);
    expect(unknownsIn(value)).toEqual(unknown);
    if (!String(text).includes("\uE000")) expect(withReferences(value)).toBe(shown);
  });

  it("take no mark from a file", () => {
    const blocks = parseBlocks('{"resource":{"aws_x":{"a":{"text":"\\ue000x\\ue001"}}}}');
    expect(unknownsIn(stackValues(blocks).resources[0]?.attributes)).toEqual([]);
  });

  it.each(["", "[]", "null", '{"resource":[]}', '{"resource":{"aws_x":{"a":1}}}', "resource:"])(
    "refuse %j",
    (text) => expect(() => parseBlocks(text)).toThrow("the stack is no JSON"),
  );

  it("are in the region of a resource's own provider", () => {
    const { resources } = read({
      resource: {
        aws_kms_key: { near: {}, far: { provider: "aws.replica" }, third: { region: "us-east-1" } },
      },
    });
    expect(resources.map(({ arn }) => arn.split(":")[3])).toEqual(["eu-west-1", "eu-central-1", "us-east-1"]);
  });

  it("have a name where Terraform makes one up", () => {
    const { resources } = read({
      resource: { aws_s3_bucket: { b: { bucket_prefix: "logs-" } }, aws_iam_role: { r: {} } },
    });
    expect(resources.map(({ arn }) => arn)).toEqual([
      "arn:aws:s3:::logs-b",
      "arn:aws:iam::111122223333:role/r",
    ]);
  });
});

describe("policies of a stack", () => {
  const policy = "${data.aws_iam_policy_document.d.json}";
  const documents = (d: Record<string, unknown>) =>
    collectPolicies(
      read({
        data: { aws_iam_policy_document: { d } },
        resource: { aws_iam_user: { u: { name: "u" } }, aws_iam_user_policy: { p: { user: "u", policy } } },
      }),
    ).policies.map(({ document }) => document);

  it("are read from a data source that states them", () => {
    const condition = [
      { test: "StringEquals", variable: "aws:username", values: ["&{aws:username}"] },
      { test: "StringEquals", variable: "aws:username", values: ["b"] },
    ];
    const principals = [
      { type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] },
      { type: "AWS", identifiers: ["222233334444"] },
    ];
    const statement = [{ sid: "S", actions: ["kms:*"], resources: ["*"], principals, condition }];
    expect(documents({ statement })).toEqual([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "S",
            Effect: "Allow",
            Principal: { AWS: ["arn:aws:iam::111122223333:root", "222233334444"] },
            Action: ["kms:*"],
            Resource: ["*"],
            Condition: { StringEquals: { "aws:username": ["${aws:username}", "b"] } },
          },
        ],
      },
    ]);
  });

  it("are unknown, by name, where that builds on others", () => {
    expect(documents({ source_policy_documents: ["${file(1)}"] })).toEqual([
      { unknown: "data.aws_iam_policy_document.d.json" },
    ]);
  });

  it("are found on groups, in roles and through attachments of several", () => {
    const text = (Action: string) =>
      JSON.stringify({ Statement: { Effect: "Allow", Action, Resource: "*" } });
    const { policies, loose } = collectPolicies(
      read({
        resource: {
          aws_iam_user: { u: { name: "bob" } },
          aws_iam_group: { g: { name: "team" } },
          aws_iam_user_group_membership: { m: { user: "${aws_iam_user.u.name}", groups: ["team"] } },
          aws_iam_group_policy: { p: { group: "${aws_iam_group.g.id}", policy: text("s3:GetObject") } },
          aws_iam_role: {
            r: {
              name: "r",
              inline_policy: [{ name: "in", policy: text("s3:PutObject") }],
              managed_policy_arns: ["arn:aws:iam::aws:policy/X"],
            },
          },
          aws_iam_policy: { m: { name: "m", policy: text("kms:Decrypt") } },
          aws_iam_policy_attachment: {
            a: { roles: ["r"], users: ["bob"], groups: ["gone"], policy_arn: "${aws_iam_policy.m.arn}" },
          },
        },
      }),
    );
    expect(policies.map(({ address, attachedTo }) => [address, attachedTo.split(":").at(-1)])).toEqual([
      ["aws_iam_group_policy.p", "user/bob"],
      ["aws_iam_role.r inline_policy in", "role/r"],
      ["arn:aws:iam::aws:policy/X", "role/r"],
      ["aws_iam_policy.m", "role/r"],
      ["aws_iam_policy.m", "user/bob"],
    ]);
    expect(loose).toEqual([{ address: "aws_iam_policy_attachment.a", attribute: "groups", said: "gone" }]);
  });

  it.each(["[]", "1", "{}", '{"Statement":[1]}', '{"Statement":"x"}'])("refuse %s", (text) => {
    const stack = read({ resource: { aws_kms_key: { k: { policy: text } } } });
    expect(() => collectPolicies(stack)).toThrow("the policy of 'aws_kms_key.k' is no policy");
  });
});
