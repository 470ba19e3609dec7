import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { ImportedKeyStack, importedKeySchema } from "../../../presets/imported-key";
import { OUTPUT } from "../../../presets/imported-key/outputs";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/imported-key.json");
const EXAMPLE = "examples/imported-key.yaml";
const BASE = { preset: "imported-key", region: "eu-central-1" } as const;
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) => importedKeySchema.parse({ ...BASE, ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const props = { config: configOf(config), deployment: DEPLOYMENT };
    const stack = new ImportedKeyStack(app, "imported-key", props);
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe("imported-key stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf({ key: { versions: ["v1", "v2"] } }).synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has a key for each version, none of which holds material, and an alias of the current one", () => {
    const key = { versions: ["2026-01", "2026-04"], current: "2026-04" };
    const { synthesized } = stackOf({ key });
    const keys = synthesized.resources("aws_kms_external_key");
    expect(Object.keys(keys)).toEqual(["key_2026_01", "key_2026_04"]);
    for (const each of Object.values(keys)) expect(each).not.toHaveProperty("key_material_base64");
    expect(synthesized.resource("aws_kms_alias").target_key_id).toContain("key_2026_04");
    expect(synthesized.output(OUTPUT.keyVersions)).toMatchObject({
      value: [{ version: "2026-01" }, { version: "2026-04" }],
    });
    expect(synthesized.output(OUTPUT.keyVersion)).toMatchObject({ value: "2026-04" });
  });

  it("leaves the alias where it is when a version is appended", () => {
    const target = (key: object) => stackOf({ key }).synthesized.resource("aws_kms_alias").target_key_id;
    expect(target({ versions: ["v1", "v2"] })).toBe(target({}));
  });

  it("has the same policy for every version, so that a moved alias changes none", () => {
    const policies = (current: string) =>
      Object.values(
        stackOf({ key: { versions: ["a", "b"], current } }).synthesized.resources("aws_kms_external_key"),
      ).map(({ policy }) => policy);
    expect(new Set([...policies("a"), ...policies("b")]).size).toBe(1);
  });

  it("warns about a full root statement, with its reason", () => {
    const key = { rootStatement: "full", rootStatementReason: "one" };
    expect(stackOf({ key }).warnings).toEqual([
      "any IAM policy of the account can allow to encrypt and decrypt: one",
    ]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("imported-key", configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe("imported-key configuration", () => {
  it.each([
    [{ key: { spec: "RSA_2048" } }, /^key: .*spec/],
    [{ key: { rotationPeriodInDays: 90 } }, /^key: .*rotationPeriodInDays/],
    [{ key: { versions: [] } }, /^key\.versions: /],
    [{ key: { versions: ["a/b"] } }, /^key\.versions\.0: must be 1 to 32 letters, digits and dashes/],
    [{ key: { versions: ["a", "a"] } }, /^key\.versions: must name each version once, got 'a' again/],
    [{ key: { versions: ["a", "b"], current: "c" } }, /^key\.current: must be one of a, b, got 'c'/],
    [{ key: { rootStatement: "full" } }, /^key\.rootStatement: 'full' needs a rootStatementReason/],
    [{ administrator: { trust: [{ type: "ec2" }] } }, /^administrator\.trust\.0/],
    [{ writer: {} }, /^: .*writer/],
  ])("fails on %j", (config, message) => {
    const { error } = importedKeySchema.safeParse({ ...BASE, ...config });
    const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "imported-key": configOf({}) });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf({})).flatMap(([name, value]) =>
      typeof value === "object" ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
