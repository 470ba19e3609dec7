import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { SigningStack, signingSchema } from "../../../presets/signing";
import { OUTPUT } from "../../../presets/signing/outputs";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/signing.json");
const EXAMPLE = "examples/signing.yaml";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) =>
  signingSchema.parse({ preset: "signing", region: "eu-central-1", ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const stack = new SigningStack(app, "signing", { config: configOf(config), deployment: DEPLOYMENT });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

/** Problems of a configuration: path and message. */
function problems(config: object): string[] {
  const { error } = signingSchema.safeParse({ preset: "signing", region: "eu-central-1", ...config });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("signing stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf({ mac: {} }).synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has the kind of key that was asked for, and never rotates it", () => {
    const key = stackOf({ key: { spec: "RSA_4096" } }).synthesized.resource("aws_kms_key");
    expect(key).toMatchObject({ customer_master_key_spec: "RSA_4096", key_usage: "SIGN_VERIFY" });
    expect(key.enable_key_rotation ?? false).toBe(false);
  });

  it("has an HMAC key on request only", () => {
    expect(Object.keys(stackOf().synthesized.resources("aws_kms_key"))).toEqual(["key"]);
    const { synthesized } = stackOf({ mac: { spec: "HMAC_512" } });
    expect(synthesized.resource("aws_kms_key", "mac")).toMatchObject({
      customer_master_key_spec: "HMAC_512",
      key_usage: "GENERATE_VERIFY_MAC",
    });
    expect(synthesized.output(OUTPUT.macKeyArn)).toBeDefined();
  });

  it("warns about full root statements, each with its reason", () => {
    const full = (rootStatementReason: string) => ({ rootStatement: "full", rootStatementReason });
    expect(stackOf({ key: full("one"), mac: full("two") }).warnings).toEqual([
      "any IAM policy of the account can allow to sign: one",
      "any IAM policy of the account can allow to sign: two",
    ]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("signing", configOf({ mac: {} }));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe("signing configuration", () => {
  it.each([
    [{ key: { spec: "SYMMETRIC_DEFAULT" } }, /^key\.spec: /],
    [{ key: { rotationPeriodInDays: 90 } }, /^key: .*rotationPeriodInDays/],
    [{ mac: { spec: "RSA_2048" } }, /^mac\.spec: /],
    [
      { key: { alias: "alias/a" }, mac: { alias: "alias/a" } },
      /^mac\.alias: must not be that of the other key, got 'alias\/a'/,
    ],
    [{ mac: { rootStatement: "full" } }, /^mac\.rootStatement: 'full' needs a rootStatementReason/],
    [{ administrator: { trust: [{ type: "ec2" }] } }, /^administrator\.trust\.0/],
  ])("fails on %j", (config, message) => {
    expect(problems(config)).toEqual([expect.stringMatching(message)]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ signing: configOf({}) });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf({ mac: {} })).flatMap(([name, value]) =>
      typeof value === "object" ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
