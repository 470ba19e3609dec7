import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { KeyAuditStack, keyAuditSchema } from "../../../presets/key-audit";
import { OUTPUT } from "../../../presets/key-audit/outputs";
import { terraformModule } from "../../../tools/hcl-module/module";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/key-audit.json");
const EXAMPLE = "examples/key-audit.yaml";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;
const EVERYTHING = {
  aliases: ["alias/application"],
  buckets: ["arn:aws:s3:::example-application-data"],
  identities: ["arn:aws:iam::111122223333:role/team/application", "arn:aws:iam::111122223333:user/deployer"],
  emails: ["security@example.com"],
};

const configOf = (config: object = {}) =>
  keyAuditSchema.parse({ preset: "key-audit", region: "eu-central-1", keys: [KEY], ...config });
const stackOf = (config: object = {}) =>
  withApp((app) =>
    synthStack(new KeyAuditStack(app, "key-audit", { config: configOf(config), deployment: DEPLOYMENT })),
  );

/** Policies as objects, so that a change of one shows as such in a review; one with expressions in it is no JSON before Terraform read it. */
function readablePolicies(key: string, value: unknown): unknown {
  if (key !== "policy" && key !== "assume_role_policy") return value;
  const text = String(value);
  return /\$\{[^}]*"/.test(text) ? text.split("},{") : JSON.parse(text);
}

const patternOf = (synthesized: ReturnType<typeof stackOf>, rule: string): string =>
  String(synthesized.resource("aws_cloudwatch_event_rule", `alerts_${rule}_rule`).event_pattern);

describe("key-audit stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf(EVERYTHING).json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("makes one key, for alerts and log files, and watches that too", () => {
    const synthesized = stackOf();
    expect(Object.keys(synthesized.resources("aws_kms_key"))).toEqual(["audit_key"]);
    expect(patternOf(synthesized, "failed_decrypts")).toContain(
      `"resources":{"ARN":["${KEY}","\${aws_kms_key.audit_key.arn}"]}`,
    );
    expect(patternOf(synthesized, "failed_decrypts")).toContain(KEY.slice(-36));
  });

  it("watches aliases, buckets, roles and users by their names", () => {
    const synthesized = stackOf(EVERYTHING);
    expect(patternOf(synthesized, "alias_moved")).toContain('"aliasName":["alias/application"]');
    expect(patternOf(synthesized, "bucket_access")).toContain('"example-application-data"');
    const filterOf = (name: string) =>
      synthesized.resource("aws_cloudwatch_log_metric_filter", `alerts_${name}_filter`).pattern;
    expect(filterOf("role_changed")).toContain('$.requestParameters.roleName = "application"');
    expect(filterOf("user_changed")).toContain('$.requestParameters.userName = "deployer"');
    expect(JSON.stringify(synthesized.resource("aws_cloudtrail"))).toContain(
      "arn:aws:s3:::example-application-data/",
    );
  });

  it("has no trail, no log group and no alarm where the account has a trail", () => {
    const synthesized = stackOf({ trail: { enabled: false } });
    for (const type of [
      "aws_cloudtrail",
      "aws_cloudwatch_log_group",
      "aws_cloudwatch_metric_alarm",
      "aws_s3_bucket",
    ])
      expect(synthesized.resources(type)).toEqual({});
    expect(synthesized.output(OUTPUT.trailBucket)).toBeUndefined();
  });

  it("refuses a deployment to another account than the keys'", () => {
    expect(stackOf().resource("aws_sns_topic").lifecycle).toMatchObject({
      precondition: [
        {
          condition: '${(data.aws_caller_identity.current_account.account_id == "111122223333")}',
          error_message: expect.stringContaining("account 111122223333"),
        },
      ],
    });
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("key-audit", configOf(EVERYTHING));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    const text = Object.values(files).join("\n");
    expect(text).not.toMatch(/backend|^provider /m);
    expect(text).toContain("precondition");
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "key-audit": configOf() });
  });

  it("shows every key", () => {
    const keys = [
      ...Object.keys(keyAuditSchema.shape),
      ...Object.keys(configOf().trail),
      "bucket",
      "organizationIds",
      "vpcEndpointIds",
      "vpcIds",
      "path",
      "permissionsBoundary",
    ];
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
