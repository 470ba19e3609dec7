import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { StateKeyStack, stateKeySchema } from "../../../presets/state-key";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/state-key.json");
const EXAMPLE = "examples/state-key.yaml";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const problems = (config: object) =>
  stateKeySchema
    .safeParse({ preset: "state-key", region: "eu-central-1", ...config })
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

const configOf = (config: object) =>
  stateKeySchema.parse({ preset: "state-key", region: "eu-central-1", ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const stack = new StateKeyStack(app, "state-key", { config: configOf(config), deployment: DEPLOYMENT });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe("state-key stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("lets no current state expire, and keeps earlier versions", () => {
    const { rule } = stackOf({
      bucket: { noncurrentVersionsKept: 5, noncurrentExpirationInDays: 30 },
    }).synthesized.resource("aws_s3_bucket_lifecycle_configuration") as { rule: Record<string, unknown>[] };
    expect(rule).toHaveLength(1);
    expect(rule[0]?.noncurrent_version_expiration).toEqual([
      { newer_noncurrent_versions: 5, noncurrent_days: 30 },
    ]);
    expect(rule[0]?.expiration).toEqual([{ expired_object_delete_marker: true }]);
  });

  it("prints blocks with the key's second region, and OpenTofu's own provider only where it is let in", () => {
    const { synthesized } = stackOf({ key: { multiRegion: true, replicaRegions: ["eu-west-1"] } });
    const block = String(synthesized.output("tofu_encryption")?.value);
    expect(block).toContain(`"--key", "\${aws_kms_key.key.arn}"`);
    expect(block).toContain(`"--fallback-region", "eu-west-1"`);
    expect(block).toContain(`"--state", "states/terraform.tfstate"`);
    expect(String(synthesized.output("s3_backend")?.value)).toContain("use_lockfile         = true");
    expect(synthesized.output("tofu_encryption_aws_kms")).toBeUndefined();
    const allowed = stackOf({ key: { allowAwsKmsProvider: true } }).synthesized;
    expect(String(allowed.output("tofu_encryption_aws_kms")?.value)).toContain(
      `key_provider "aws_kms" "state"`,
    );
  });

  it("warns of a full root statement", () => {
    const key = { rootStatement: "full", rootStatementReason: "as the console has it" };
    expect(stackOf({ key }).warnings).toEqual([
      "any IAM policy of the account can allow to open states: as the console has it",
    ]);
  });

  it.each<[object, string]>([
    [{ prefixes: [] }, "prefixes: "],
    [{ prefixes: ["states"] }, "prefixes.0: must be a prefix of letters"],
    [{ prefixes: ["a*/"] }, "prefixes.0: must be a prefix of letters"],
    [{ prefixes: ["a/", "a/b/"] }, "prefixes: prefixes must not overlap, got 'a/' and 'a/b/'"],
    [{ key: { replicaRegions: ["eu-west-1"] } }, "key.replicaRegions: a replica needs a multi-Region key"],
    [
      { key: { multiRegion: true, replicaRegions: ["eu-central-1"] } },
      "key.replicaRegions: must not name the stack's own region",
    ],
    [{ key: { rootStatement: "full" } }, "key.rootStatement: 'full' needs a rootStatementReason"],
    [{ bucket: { noncurrentVersionsKept: 101 } }, "bucket.noncurrentVersionsKept: must be"],
    [{ bucket: { noncurrentExpirationInDays: 0 } }, "bucket.noncurrentExpirationInDays: must be"],
    [{ deployer: { trust: [] } }, "deployer.trust: "],
  ])("refuses %j", (config, message) => {
    expect(problems(config)).toEqual([expect.stringContaining(message)]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("state-key", configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(`${files["main.tf"]}${files["versions.tf"]}`).not.toMatch(/backend|^provider /m);
    expect(files["outputs.tf"]).toContain(`"--key", "\${aws_kms_key.key.arn}"`);
    expect(files["outputs.tf"]).toContain(`kms_key_id           = "\${aws_kms_key.key.arn}"`);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "state-key": configOf({}) });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf({})).flatMap(([name, value]) =>
      typeof value === "object" && !Array.isArray(value) ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
