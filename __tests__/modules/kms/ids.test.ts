import { type TerraformStack, TerraformVariable } from "cdktf";
import { Alias, awsManagedKey, Key, MultiRegionKey, RotatedKeys } from "../../../modules/kms";
import { ENVIRONMENT } from "../../helpers/processes/environment";
import { synth } from "../../helpers/stacks/synth";

const policy = { env: ENVIRONMENT };

/** The names of resources that `build` makes, after `before` tokens were made for something else. */
function names(build: (stack: TerraformStack, text: (name: string) => string) => void, before = 0): string[] {
  const { json } = synth((stack) => {
    const variables = new Map<string, TerraformVariable>();
    for (const name of ["a", "b"])
      variables.set(name, new TerraformVariable(stack, name, { type: "string" }));
    for (let i = 0; i < before; i += 1) void new TerraformVariable(stack, `other-${i}`, {}).stringValue;
    build(stack, (name) => variables.get(name)?.stringValue ?? "");
  });
  return Object.entries((json.resource ?? {}) as Record<string, object>).flatMap(([type, all]) =>
    Object.keys(all).map((name) => `${type}.${name.replace(/_[0-9A-F]{8}$/, "")}`),
  );
}

describe("ids of aliases", () => {
  const build = (stack: TerraformStack, text: (name: string) => string) => {
    const key = new Key(stack, "k", {
      description: "x",
      policy,
      aliases: ["alias/plain", `alias/${text("a")}`, `alias/x-${text("a")}`, `alias/x-${text("b")}`],
    });
    key.addAlias(`alias/${text("b")}`, "named");
  };

  it("stay whatever else the program makes", () => {
    expect(names(build)).toEqual([
      "aws_kms_key.k",
      "aws_kms_alias.k_alias-plain",
      "aws_kms_alias.k_alias",
      "aws_kms_alias.k_alias-x",
      "aws_kms_alias.k_alias-x-2",
      "aws_kms_alias.k_named",
    ]);
    expect(names(build, 1000)).toEqual(names(build));
  });

  it("are those of plain names, with a number where two look alike", () => {
    const two = (stack: TerraformStack) => {
      const aliases = ["alias/a/b", "alias/a-b"];
      new MultiRegionKey(stack, "k", { description: "x", policy, aliases, replicas: { "eu-west-1": {} } });
    };
    expect(names(two).filter((name) => name.startsWith("aws_kms_alias"))).toEqual([
      "aws_kms_alias.k_primary_alias-a-b",
      "aws_kms_alias.k_primary_alias-a-b-2",
      "aws_kms_alias.k_eu-west-1_alias-a-b",
      "aws_kms_alias.k_eu-west-1_alias-a-b-2",
    ]);
  });
});

describe("a name of a key", () => {
  it("fails the second time, on the same key or another of the stack", () => {
    synth((stack) => {
      const key = new Key(stack, "k", { description: "x", policy, aliases: ["alias/a"] });
      expect(() => key.addAlias("alias/a")).toThrow("aliases must not repeat 'alias/a'");
      expect(() => new Key(stack, "other", { description: "x", policy, aliases: ["alias/a"] })).toThrow(
        "name must be used once in a region, got 'alias/a' of 'test/k/alias-a'",
      );
      const versions = { versions: ["1"], current: "1" } as const;
      expect(
        () => new RotatedKeys(stack, "rotated", { description: "x", policy, alias: "alias/a", ...versions }),
      ).toThrow("name must be used once in a region");
      const variable = new TerraformVariable(stack, "v", { type: "string" }).stringValue;
      new Alias(stack, "one", { name: `alias/${variable}`, targetKey: key });
      expect(() => new Alias(stack, "two", { name: `alias/${variable}`, targetKey: key })).toThrow(
        "got 'alias/${...}' of 'test/one'",
      );
    });
  });

  it("can be that of another region's", () => {
    synth((stack) => {
      const key = new Key(stack, "k", { description: "x", policy, aliases: ["alias/a"] });
      new Alias(stack, "there", { name: "alias/a", targetKey: key, region: "eu-west-1" });
    });
  });
});

describe("awsManagedKey", () => {
  it("looks a key up once, and once in each region", () => {
    const { json } = synth((stack) => {
      const region = new TerraformVariable(stack, "v", { type: "string" }).stringValue;
      for (const where of [undefined, undefined, "eu-west-1", "eu-west-1", region, region])
        awsManagedKey(stack, "aws/s3", where);
    });
    expect(Object.values((json.data as Record<string, object>).aws_kms_alias ?? {})).toMatchObject([
      { name: "alias/aws/s3" },
      { name: "alias/aws/s3", region: "eu-west-1" },
      { name: "alias/aws/s3", region: "${var.v}" },
    ]);
  });
});

it("sids of accounts that only Terraform knows go by their place", () => {
  const build = (before: number) =>
    synth((stack) => {
      const [a, b] = ["a", "b"].map((name) => new TerraformVariable(stack, name, { type: "string" }));
      for (let i = 0; i < before; i += 1) void new TerraformVariable(stack, `other-${i}`, {}).stringValue;
      new Key(stack, "k", {
        description: "x",
        policy: {
          env: ENVIRONMENT,
          accounts: [
            { accountId: a?.stringValue ?? "", audience: "users" },
            { accountId: "222233334444", audience: "users" },
            { accountId: b?.stringValue ?? "", audience: "users" },
          ],
        },
      });
    }).resource("aws_kms_key").policy;
  expect(build(0)).toBe(build(99));
  expect(String(build(0)).match(/(?<="Sid":")\w+/g)).toEqual([
    "Root",
    "OtherAccountKeyUsers",
    "Account222233334444KeyUsers",
    "OtherAccount2KeyUsers",
    "DenyEarlierDeletion",
  ]);
});
