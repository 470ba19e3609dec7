import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { PublicEncryptionStack, publicEncryptionSchema } from "../../../presets/public-encryption";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/public-encryption.json");
const EXAMPLE = "examples/public-encryption.yaml";
const BASE = { preset: "public-encryption", region: "eu-central-1" } as const;
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) => publicEncryptionSchema.parse({ ...BASE, ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const props = { config: configOf(config), deployment: DEPLOYMENT };
    const stack = new PublicEncryptionStack(app, "public-encryption", props);
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe("public-encryption stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has an RSA key that encrypts, of the size that was asked for, and never rotates it", () => {
    const key = stackOf({ key: { spec: "RSA_4096" } }).synthesized.resource("aws_kms_key");
    expect(key).toMatchObject({ customer_master_key_spec: "RSA_4096", key_usage: "ENCRYPT_DECRYPT" });
    expect(key.enable_key_rotation ?? false).toBe(false);
  });

  it("warns about a full root statement, with its reason", () => {
    const key = { rootStatement: "full", rootStatementReason: "one" };
    expect(stackOf({ key }).warnings).toEqual([
      "any IAM policy of the account can allow to decrypt what was encrypted with the public key: one",
    ]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("public-encryption", configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe("public-encryption configuration", () => {
  it.each([
    [{ key: { spec: "RSA_1024" } }, /^key\.spec: /],
    [{ key: { spec: "ECC_NIST_P256" } }, /^key\.spec: /],
    [{ key: { rotationPeriodInDays: 90 } }, /^key: .*rotationPeriodInDays/],
    [{ key: { encryptionAlgorithms: [] } }, /^key\.encryptionAlgorithms: /],
    [{ key: { encryptionAlgorithms: ["SYMMETRIC_DEFAULT"] } }, /^key\.encryptionAlgorithms\.0: /],
    [
      { key: { encryptionAlgorithms: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_1"] } },
      /^key\.encryptionAlgorithms: must name each algorithm once/,
    ],
    [{ key: { rootStatement: "full" } }, /^key\.rootStatement: 'full' needs a rootStatementReason/],
    [{ administrator: { trust: [{ type: "ec2" }] } }, /^administrator\.trust\.0/],
    [{ writer: {} }, /^: .*writer/],
  ])("fails on %j", (config, message) => {
    const { error } = publicEncryptionSchema.safeParse({ ...BASE, ...config });
    const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "public-encryption": configOf({}) });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf({})).flatMap(([name, value]) =>
      typeof value === "object" ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
