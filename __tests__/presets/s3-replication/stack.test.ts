import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { S3ReplicationStack, s3ReplicationSchema } from "../../../presets/s3-replication";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/s3-replication.json");
const EXAMPLE = "examples/s3-replication.yaml";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;
const KEY = "arn:aws:kms:eu-west-1:222233334444:key/00000000-0000-4000-8000-000000000001";
const OTHER = {
  accountId: "111122223333",
  destination: {
    region: "eu-west-1",
    account: { id: "222233334444", bucket: "example-replicas", keyArn: KEY },
  },
};

const configOf = (config: object) =>
  s3ReplicationSchema.parse({
    preset: "s3-replication",
    region: "eu-central-1",
    destination: { region: "eu-west-1" },
    ...config,
  });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const stack = new S3ReplicationStack(app, "s3-replication", {
      config: configOf(config),
      deployment: DEPLOYMENT,
    });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

const rulesOf = (config: object) =>
  stackOf(config).synthesized.resource("aws_s3_bucket_replication_configuration").rule as {
    readonly filter?: object;
    readonly destination: Record<string, unknown>;
    readonly delete_marker_replication: object;
  }[];

describe("s3-replication stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const { synthesized } = stackOf();
    const text = `${JSON.stringify(synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("names the second region on everything that is there, and on nothing else", () => {
    const { resource } = stackOf({ batchReplication: {} }).synthesized.json as {
      resource: Record<string, Record<string, { region?: string }>>;
    };
    const there = Object.values(resource).flatMap((byName) =>
      Object.entries(byName).flatMap(([name, { region }]) => (region === "eu-west-1" ? [name] : [])),
    );
    expect(there.length).toBeGreaterThan(5);
    expect(there.filter((name) => !name.startsWith("replica"))).toEqual([]);
  });

  it("copies everything, or what begins with the prefixes, with the options that are asked for", () => {
    const [all, ...others] = rulesOf({});
    expect(others).toEqual([]);
    expect(all).toMatchObject({ delete_marker_replication: { status: "Disabled" } });
    const some = rulesOf({
      replication: {
        prefixes: ["a/", "b/"],
        deleteMarkers: true,
        replicationTime: true,
        storageClass: "STANDARD_IA",
      },
    });
    expect(some.map(({ filter }) => filter)).toEqual([{ prefix: "a/" }, { prefix: "b/" }]);
    for (const rule of some)
      expect(rule).toMatchObject({
        delete_marker_replication: { status: "Enabled" },
        destination: {
          storage_class: "STANDARD_IA",
          replication_time: { status: "Enabled" },
          metrics: { status: "Enabled" },
        },
      });
    expect(rulesOf({ replication: { metrics: true } })).toMatchObject([
      { destination: { metrics: { status: "Enabled" } } },
    ]);
  });

  it("has object lock and retentions on both sides", () => {
    const { synthesized } = stackOf({
      bucket: {
        objectLock: { mode: "GOVERNANCE", retentionInDays: 30 },
        retentions: [{ prefix: "logs/", expirationInDays: 40 }],
      },
    });
    expect(Object.keys(synthesized.resources("aws_s3_bucket_object_lock_configuration"))).toHaveLength(2);
    const lifecycles = Object.values(synthesized.resources("aws_s3_bucket_lifecycle_configuration"));
    expect(lifecycles.map(({ rule }) => JSON.stringify(rule).includes('"days":40'))).toEqual([true, true]);
  });

  it("leaves bucket and key of another account to it, gives it the replicas, and deploys to its own only", () => {
    const { synthesized } = stackOf(OTHER);
    expect(Object.keys(synthesized.resources("aws_s3_bucket"))).toEqual(["source"]);
    expect(Object.keys(synthesized.resources("aws_kms_key"))).toEqual(["key"]);
    expect(rulesOf(OTHER)).toMatchObject([
      {
        destination: {
          account: "222233334444",
          access_control_translation: { owner: "Destination" },
          encryption_configuration: { replica_kms_key_id: KEY },
        },
      },
    ]);
    expect(synthesized.json.provider).toEqual({
      aws: [{ region: "eu-central-1", allowed_account_ids: ["111122223333"] }],
    });
    expect(synthesized.output("replicas")?.value).toEqual({
      "eu-west-1": { bucket: "example-replicas", key_arn: KEY },
    });
  });

  it("has no role for Batch Replication unless one is asked for, and then one that only jobs of the account can take", () => {
    expect(Object.keys(stackOf().synthesized.resources("aws_iam_role"))).not.toContain(
      "batch_replication_role",
    );
    const { synthesized } = stackOf({ batchReplication: { reportsExpireInDays: 7 } });
    const role = synthesized.resource("aws_iam_role", "batch_replication_role");
    const trust = synthesized.statement(role, "TrustService", "assume_role_policy");
    expect(trust.Principal).toEqual({ Service: ["batchoperations.s3.amazonaws.com"] });
    expect(Object.values(trust.Condition ?? {}).map((keys) => Object.keys(keys))).toEqual([
      ["aws:SourceAccount"],
      ["aws:SourceArn"],
    ]);
    expect(synthesized.output("batch_replication_role_arn")?.value).toContain("batch_replication_role");
  });

  it("warns of a full root statement", () => {
    const key = { rootStatement: "full", rootStatementReason: "break-glass" };
    expect(new Set(stackOf({ key }).warnings)).toEqual(
      new Set(["any IAM policy of the account can allow to decrypt objects: break-glass"]),
    );
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("s3-replication", configOf({ batchReplication: {} }));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "s3-replication": configOf({}) });
  });

  it("shows every key", () => {
    const everything = configOf({
      ...OTHER,
      batchReplication: {},
      bucket: {
        name: "a-bucket",
        retentions: [{ prefix: "a/" }],
        objectLock: { mode: "GOVERNANCE", retentionInDays: 1 },
      },
      destination: {
        ...OTHER.destination,
        account: { ...OTHER.destination.account, objectLock: true },
      },
      replication: { storageClass: "STANDARD_IA", metrics: true },
    });
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === "object" && !Array.isArray(inner) ? [name, ...keys(inner)] : [name],
      );
    expect(
      [...keys(everything), "name"].filter((key) => !new RegExp(`^ *(# *)*(- )?${key}:`, "m").test(text)),
    ).toEqual([]);
  });
});
