import type { TerraformStack } from "cdktf";
import {
  ExclusivePolicies,
  Group,
  type Holder,
  InlinePolicy,
  ManagedPolicy,
  PolicyAttachment,
  Role,
  type Statement,
  serviceTrust,
  User,
} from "../../../../modules/iam";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const READ: Statement = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] };
const AWS_POLICY = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

const HOLDERS: readonly [string, (stack: TerraformStack, exclusivePolicies: boolean) => Holder][] = [
  [
    "role",
    (stack, exclusivePolicies) => ({
      role: new Role(stack, "own", {
        name: "own",
        description: "",
        trust: [serviceTrust("ec2", ENVIRONMENT)],
        managedPolicies: { ssm: AWS_POLICY },
        exclusivePolicies,
      }),
    }),
  ],
  [
    "user",
    (stack, exclusivePolicies) => ({
      user: new User(stack, "own", { name: "own", managedPolicies: { ssm: AWS_POLICY }, exclusivePolicies }),
    }),
  ],
  [
    "group",
    (stack, exclusivePolicies) => ({
      group: new Group(stack, "own", {
        name: "own",
        managedPolicies: { ssm: AWS_POLICY },
        exclusivePolicies,
      }),
    }),
  ],
];

describe.each(HOLDERS)("policies of a %s", (kind, holderIn) => {
  const build = (exclusivePolicies: boolean) =>
    synth((stack) => {
      const attachTo = holderIn(stack, exclusivePolicies);
      new InlinePolicy(stack, "inline", { name: "read", attachTo, statements: [READ] });
      new ManagedPolicy(stack, "managed", { name: "managed", statements: [READ], attachTo: [attachTo] });
    });
  const names = (resources: object) => Object.keys(resources).map((name) => `${name}`);

  it("are attached where they belong", () => {
    const synthesized = build(false);
    expect(synthesized.resource(`aws_iam_${kind}_policy`)).toMatchObject({
      name: "read",
      [kind]: expect.stringMatching(/^\$\{aws_iam_.*\.name\}$/),
    });
    const attachments = Object.values(synthesized.resources(`aws_iam_${kind}_policy_attachment`));
    expect(attachments.map(({ policy_arn }) => policy_arn)).toEqual([
      AWS_POLICY,
      expect.stringMatching(/^\$\{aws_iam_policy\..*\.arn\}$/),
    ]);
    expect(names(synthesized.json.resource as object).filter((type) => type.endsWith("_exclusive"))).toEqual(
      [],
    );
  });

  it("are all there are when exclusive, those that came later too, and after them", () => {
    const synthesized = build(true);
    // References to the policies themselves make Terraform create those first.
    const inline = names(synthesized.resources(`aws_iam_${kind}_policy`));
    expect(synthesized.resource(`aws_iam_${kind}_policies_exclusive`).policy_names).toEqual(
      inline.map((name) => `\${aws_iam_${kind}_policy.${name}.name}`),
    );
    const attachments = names(synthesized.resources(`aws_iam_${kind}_policy_attachment`));
    expect(attachments).toHaveLength(2);
    expect(synthesized.resource(`aws_iam_${kind}_policy_attachments_exclusive`).policy_arns).toEqual(
      attachments.map((name) => `\${aws_iam_${kind}_policy_attachment.${name}.policy_arn}`),
    );
    expect(JSON.stringify(synthesized.json)).not.toMatch(/"inline_policy"|"managed_policy_arns"/);
  });
});

describe("ExclusivePolicies", () => {
  it("takes everything off a role that exists already", () => {
    const synthesized = synth((stack) => {
      new ExclusivePolicies(stack, "none", { attachTo: { role: { roleName: "old" } } });
    });
    expect(synthesized.resource("aws_iam_role_policies_exclusive")).toMatchObject({
      role_name: "old",
      policy_names: [],
    });
    expect(synthesized.resource("aws_iam_role_policy_attachments_exclusive")).toMatchObject({
      policy_arns: [],
    });
  });
});

describe("PolicyAttachment", () => {
  const attach = (kind: "role" | "user" | "group", count: number, quota?: number) => () =>
    synth((stack) => {
      const attachTo = { role: { roleName: "r" }, user: { userName: "u" }, group: { groupName: "g" } };
      const holder = { [kind]: attachTo[kind] } as unknown as Holder;
      for (let index = 1; index <= count; index += 1)
        new PolicyAttachment(stack, `a${index}`, {
          policyArn: AWS_POLICY,
          attachTo: holder,
          ...(quota === undefined ? {} : { quota }),
        });
    });

  it.each<["role" | "user" | "group", number, number | undefined]>([
    ["role", 10, undefined],
    ["role", 25, 25],
    ["user", 20, 20],
    ["group", 10, 10],
  ])("takes a %s with %d policies (quota %s)", (kind, count, quota) => {
    expect(attach(kind, count, quota)).not.toThrow();
  });

  it.each<["role" | "user" | "group", number, number | undefined]>([
    ["role", 11, undefined],
    ["role", 26, 25],
    ["user", 11, undefined],
    ["group", 11, undefined],
  ])("fails on a %s with %d policies (quota %s)", (kind, count, quota) => {
    expect(attach(kind, count, quota)).toThrow(
      `a ${kind} must not have more than ${quota ?? 10} managed policies`,
    );
  });

  it.each([
    ["role", 26, 25],
    ["user", 21, 20],
    ["group", 11, 10],
    ["role", 9, 25],
  ] as const)("fails on a %s with a quota of %d", (kind, quota, max) => {
    expect(attach(kind, 1, quota)).toThrow(`quota must be a whole number from 10 to ${max}, got ${quota}`);
  });
});

describe("InlinePolicy", () => {
  it("fails when the policies of one role are too long together", () => {
    const long = { ...READ, resources: [`arn:aws:s3:::b/${"x".repeat(6000)}`] };
    const build = () =>
      synth((stack) => {
        const attachTo = { role: { roleName: "r" } };
        new InlinePolicy(stack, "one", { name: "one", attachTo, statements: [long] });
        new InlinePolicy(stack, "two", { name: "two", attachTo, statements: [long] });
      });
    expect(build).toThrow(
      /'test\/two':\n {2}- all inline policies of a role must not exceed 10240 characters together/,
    );
  });
});
