import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import type { Deployment } from "../../../presets/common/stack/aws-stack";
import { KubernetesKmsStack, kubernetesKmsSchema } from "../../../presets/kubernetes-kms";
import { OUTPUT } from "../../../presets/kubernetes-kms/outputs";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/kubernetes-kms.json");
const EXAMPLE = "examples/kubernetes-kms.yaml";
const DEPLOYMENT: Deployment = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
};
const ANCHOR =
  "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/00000000-0000-4000-8000-000000000001";

const configOf = (config: object) =>
  kubernetesKmsSchema.parse({ preset: "kubernetes-kms", region: "eu-central-1", ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const stack = new KubernetesKmsStack(app, "kubernetes-kms", {
      config: configOf(config),
      deployment: DEPLOYMENT,
    });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe("kubernetes-kms stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has no literal partition, no Terraform function and no policy data source in its JSON", () => {
    const text = JSON.stringify(stackOf().synthesized.json);
    expect(text).not.toContain("arn:aws:");
    expect(text).not.toContain("aws_iam_policy_document");
    expect(text.match(/\$\{[^}]*\}/g)?.filter((template) => !/^\$\{[\w.]+\}$/.test(template))).toEqual([]);
  });

  it("prints the plugin's configuration, with the key's ARN from the stack", () => {
    const previous = "arn:aws:kms:eu-central-1:111122223333:key/0";
    const { synthesized } = stackOf({
      key: { previousKeyArns: [previous] },
      plugin: { encryptionContext: { cluster: "prod-1" } },
    });
    expect(synthesized.output(OUTPUT.pluginConfig)?.value).toEqual({
      region: "${data.aws_region.current_region.region}",
      keys: {
        "kubernetes-kms": {
          key: "${aws_kms_key.key.arn}",
          listen: "/var/run/kmsplugin/socket.sock",
          encryptionContext: { cluster: "prod-1" },
          previous: [previous],
        },
      },
    });
    expect(JSON.stringify(synthesized.json.output)).not.toContain("sensitive");
  });

  it("names the key by its alias where the plugin follows that", () => {
    const { synthesized } = stackOf({ plugin: { keyBy: "alias" } });
    expect(synthesized.output(OUTPUT.pluginConfig)?.value).toMatchObject({
      keys: { "kubernetes-kms": { key: "${aws_kms_alias.alias.name}" } },
    });
  });

  it("has an instance profile for EC2, a profile of Roles Anywhere for certificates, and neither for others", () => {
    const outputs = (trust: readonly object[]) => {
      const { synthesized } = stackOf({ controlPlane: { trust } });
      return [OUTPUT.instanceProfile, OUTPUT.rolesAnywhereProfileArn].map(
        (name) => synthesized.output(name) !== undefined,
      );
    };
    const certificates = { type: "rolesAnywhere", trustAnchorArn: ANCHOR, commonNames: ["node-1"] };
    const named = { type: "principals", arns: ["arn:aws:iam::111122223333:role/control-plane"] };
    expect(outputs([{ type: "ec2" }])).toEqual([true, false]);
    expect(outputs([certificates])).toEqual([false, true]);
    expect(outputs([{ type: "ec2" }, certificates])).toEqual([true, true]);
    expect(outputs([named])).toEqual([false, false]);
  });

  it("warns about a full root statement, with its reason", () => {
    const key = { rootStatement: "full", rootStatementReason: "break-glass", preventDestroy: false };
    const { warnings, synthesized } = stackOf({ key });
    expect(warnings).toEqual([
      "any IAM policy of the account can allow to decrypt what Kubernetes stores: break-glass",
    ]);
    expect(synthesized.resource("aws_kms_key").lifecycle).toEqual({ prevent_destroy: false });
    expect(stackOf().warnings).toEqual([]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("kubernetes-kms", configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    const text = Object.values(files).join("\n");
    expect(text).not.toMatch(/backend|^provider /m);
    expect(text).toContain('output "kms_plugin"');
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    const { stacks } = parseConfig(text, EXAMPLE);
    expect(stacks).toEqual({ "kubernetes-kms": configOf({}) });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf({})).flatMap(([name, value]) =>
      typeof value === "object" ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
