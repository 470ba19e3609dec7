import { Fn } from "cdktf";
import { Alias, aliasProblem, Key } from "../../../../modules/kms";
import { rootStatement } from "../../../../modules/kms/policy/key-policy";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const LONGEST = `alias/${"x".repeat(250)}`;

describe("aliasProblem", () => {
  it.each(["alias/a", "alias/etcd-ca-backup", "alias/team/etcd_ca", "alias/awsome", LONGEST])(
    "accepts %s",
    (alias) => {
      expect(aliasProblem(alias)).toBeUndefined();
    },
  );

  it.each([
    ["etcd-ca-backup", "must start with 'alias/', got 'etcd-ca-backup'"],
    ["alias/alias/x", "must start with 'alias/' once, got 'alias/alias/x'"],
    ["alias/aws/s3", "must not start with 'alias/aws/', which AWS keeps, got 'alias/aws/s3'"],
    ["alias/", "must be 7 to 256 characters long, got 6"],
    [`${LONGEST}x`, "must be 7 to 256 characters long, got 257"],
    ["alias/a b", "must be letters, digits, '/', '_' and '-', got 'alias/a b'"],
    ["alias/a:b", "must be letters, digits, '/', '_' and '-', got 'alias/a:b'"],
  ])("fails on %s", (alias, problem) => {
    expect(aliasProblem(alias)).toBe(`alias ${problem}`);
  });
});

describe("Alias", () => {
  const withAlias = (name: string) =>
    synth((stack) => {
      const key = new Key(stack, "key", { description: "x", policy: [rootStatement(ENVIRONMENT)] });
      new Alias(stack, "alias", { name, targetKey: key });
    });

  it("names the key", () => {
    const alias = withAlias("alias/x").resource("aws_kms_alias");
    expect(alias).toMatchObject({
      name: "alias/x",
      target_key_id: expect.stringMatching(/^\$\{aws_kms_key\..*\.key_id\}$/),
    });
  });

  it("takes a name that only Terraform knows", () => {
    const alias = withAlias(`alias/${Fn.lower("X")}`).resource("aws_kms_alias");
    expect(alias).toMatchObject({ name: 'alias/${lower("X")}' });
  });

  it("fails on a name that is no alias", () => {
    expect(() => withAlias("x")).toThrow(
      "invalid configuration at 'test/alias':\n  - alias must start with 'alias/'",
    );
  });

  const withPrefix = (namePrefix: string) =>
    synth((stack) => {
      const key = new Key(stack, "key", { description: "x", policy: [rootStatement(ENVIRONMENT)] });
      new Alias(stack, "alias", { namePrefix, targetKey: key });
    });

  it("takes a prefix, to which Terraform adds what makes it unique", () => {
    const alias = withPrefix("alias/app-").resource("aws_kms_alias");
    expect(alias).toMatchObject({ name_prefix: "alias/app-" });
    expect(alias).not.toHaveProperty("name");
    expect(withPrefix(`alias/${"x".repeat(224)}`).resources("aws_kms_alias")).not.toEqual({});
  });

  it.each([
    ["app-", "namePrefix 'app-': with its unique end, alias must start with 'alias/'"],
    [`alias/${"x".repeat(225)}`, "with its unique end, alias must be 7 to 256 characters long, got 257"],
  ])("fails on the prefix %s", (prefix, problem) => {
    expect(() => withPrefix(prefix)).toThrow(problem);
  });

  it("fails with both name and prefix, and with neither", () => {
    const both = (props: object) =>
      synth((stack) => new Alias(stack, "alias", { targetKey: { keyId: "x" }, ...props }));
    for (const props of [{}, { name: "alias/x", namePrefix: "alias/y" }])
      expect(() => both(props)).toThrow("exactly one of name and namePrefix must be given");
  });
});
