import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { MultiRegionVaultStack, multiRegionVaultSchema } from "../../../presets/multi-region-vault";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/multi-region-vault.json");
const EXAMPLE = "examples/multi-region-vault.yaml";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const given = (config: object = {}) => ({
  preset: "multi-region-vault",
  region: "eu-central-1",
  replicaRegions: ["eu-west-1"],
  ...config,
});
const configOf = (config: object = {}) => multiRegionVaultSchema.parse(given(config));

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const props = { config: configOf(config), deployment: DEPLOYMENT };
    const stack = new MultiRegionVaultStack(app, "multi-region-vault", props);
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe("multi-region-vault stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const { synthesized, warnings } = stackOf();
    const text = `${JSON.stringify(synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
    expect(warnings).toEqual([]);
  });

  it("has key, bucket, table and roles in each of three regions, and copies between all buckets", () => {
    const { synthesized } = stackOf({ replicaRegions: ["eu-west-1", "eu-north-1"] });
    const regions = (type: string) =>
      Object.values(synthesized.resources(type))
        .map(({ region }) => region)
        .sort();
    expect(regions("aws_kms_replica_key")).toEqual(["eu-north-1", "eu-west-1"]);
    expect(regions("aws_s3_bucket")).toEqual(["eu-central-1", "eu-north-1", "eu-west-1"]);
    const { replica } = synthesized.resource("aws_dynamodb_table") as { replica: { region_name: string }[] };
    expect(replica.map(({ region_name: name }) => name)).toEqual(["eu-west-1", "eu-north-1"]);
    const rules = Object.values(synthesized.resources("aws_s3_bucket_replication_configuration"));
    expect(rules.map(({ rule }) => (rule as unknown[]).length)).toEqual([2, 2, 2]);
    expect(
      Object.keys(synthesized.resources("aws_iam_role")).filter((name) => /^(writer|reader)/.test(name)),
    ).toHaveLength(6);
    const { replicas } = (synthesized.json as { output: Record<string, { value: object }> })
      .output as never as {
      replicas: { value: Record<string, object> };
    };
    expect(Object.keys(replicas.value)).toEqual(["eu-west-1", "eu-north-1"]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("multi-region-vault", configOf());
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe("configuration of multi-region-vault", () => {
  it.each<[string, object, (string | number)[], string]>([
    [
      "no other region",
      { replicaRegions: [] },
      ["replicaRegions"],
      "must have one or two regions beside the first, got none",
    ],
    [
      "the first region again",
      { replicaRegions: ["eu-central-1"] },
      ["replicaRegions", 0],
      "must not be the first region, got 'eu-central-1' again",
    ],
    [
      "a region twice",
      { replicaRegions: ["eu-west-1", "eu-west-1"] },
      ["replicaRegions", 1],
      "must name each region once, got 'eu-west-1' again",
    ],
    [
      "four regions",
      { replicaRegions: ["eu-west-1", "eu-north-1", "eu-south-1"] },
      ["replicaRegions"],
      "must have one or two regions beside the first, got 3",
    ],
    [
      "no region",
      { replicaRegions: ["europe"] },
      ["replicaRegions", 0],
      "must be a region such as 'eu-central-1', got 'europe'",
    ],
    [
      "a bucket in a region that it is not in",
      { bucket: { names: { "us-east-1": "example-bucket" } } },
      ["bucket", "names", "us-east-1"],
      "must be a region of the stack, got another one",
    ],
    [
      "one bucket for two regions",
      { bucket: { names: { "eu-west-1": "example", "eu-central-1": "example" } } },
      ["bucket", "names", "eu-west-1"],
      "must be given once, got 'example' for two regions",
    ],
    [
      "a table without a right name",
      { table: { name: "x" } },
      ["table", "name"],
      "table name must be 3 to 255",
    ],
    [
      "one attribute for both parts of the key",
      { table: { sortKey: "id" } },
      ["table", "sortKey"],
      "must be another attribute than partitionKey, got 'id'",
    ],
    ["a root statement", { key: { rootStatement: "full" } }, ["key"], "rootStatement"],
  ])("fails on %s", (_what, config, path, words) => {
    const { error } = multiRegionVaultSchema.safeParse(given(config));
    const found = error?.issues.find((issue) => JSON.stringify(issue.path) === JSON.stringify(path));
    expect(found?.message).toContain(words);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "multi-region-vault": configOf() });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf()).flatMap(([name, value]) =>
      typeof value === "object" && !Array.isArray(value) ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
