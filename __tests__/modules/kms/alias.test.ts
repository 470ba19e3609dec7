import { Alias, aliasProblem, Key } from "../../../modules/kms";
import { rootStatement } from "../../../modules/kms/key-policy";
import { ENVIRONMENT } from "../../helpers/environment";
import { synth } from "../../helpers/synth";

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

  it("fails on a name that is no alias", () => {
    expect(() => withAlias("x")).toThrow(
      "invalid configuration at 'test/alias':\n  - alias must start with 'alias/'",
    );
  });
});
