import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import type { Deployment } from "../../../presets/common/stack/aws-stack";
import { SnapshotSharingStack, snapshotSharingSchema } from "../../../presets/snapshot-sharing";
import { OUTPUT } from "../../../presets/snapshot-sharing/outputs";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden");
const EXAMPLE = "examples/snapshot-sharing.yaml";
const DEPLOYMENT: Deployment = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
};
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const SIDES = {
  source: {
    side: "source",
    source: {
      accounts: ["444455556666"],
      copiers: ["arn:aws:iam::111122223333:role/snapshot-copies-copier"],
      regions: ["eu-west-1"],
    },
  },
  target: { side: "target", target: { keyArns: [KEY_ARN] } },
} as const;

const configOf = (config: object) =>
  snapshotSharingSchema.parse({ preset: "snapshot-sharing", region: "eu-central-1", ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object) {
  return withApp((app) => {
    const stack = new SnapshotSharingStack(app, "snapshots", {
      config: configOf(config),
      deployment: DEPLOYMENT,
    });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe.each(Object.entries(SIDES))("snapshot-sharing stack of side %s", (side, config) => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const golden = join(GOLDEN, `snapshot-sharing-${side}.json`);
    const text = `${JSON.stringify(stackOf(config).synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("has the role of its side, and not that of the other", () => {
    const { synthesized } = stackOf(config);
    const [own, other] = side === "source" ? ["sharer", "copier"] : ["copier", "sharer"];
    const names = Object.keys(synthesized.resources("aws_iam_role"));
    expect(names.sort()).toEqual([own, "administrator"].sort());
    const outputs = { copier: OUTPUT.copierRoleArn, sharer: OUTPUT.sharerRoleArn };
    expect(synthesized.output(outputs[own as "sharer"])?.value).toBe(`\${aws_iam_role.${own}.arn}`);
    expect(synthesized.output(outputs[other as "sharer"])).toBeUndefined();
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("snapshots", configOf(config));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe("snapshot-sharing stack", () => {
  it("has an instance profile for EC2 only", () => {
    const withTrust = (type: string) =>
      stackOf({ side: "source", source: { accounts: ["444455556666"], sharer: { trust: [{ type }] } } });
    expect(Object.keys(withTrust("ec2").synthesized.resources("aws_iam_instance_profile")).length).toBe(1);
    expect(Object.keys(withTrust("mfa").synthesized.resources("aws_iam_instance_profile"))).toEqual([]);
  });

  it("warns about a full root statement, with its reason", () => {
    const key = { rootStatement: "full", rootStatementReason: "one" };
    expect(stackOf({ ...SIDES.target, key }).warnings).toEqual([
      "any IAM policy of the account can allow to open the snapshots: one",
    ]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration of both halves, with every value at its default", () => {
    const { stacks } = parseConfig(text, EXAMPLE);
    expect(stacks).toEqual({
      snapshots: configOf({ side: "source", source: { accounts: ["444455556666"] } }),
      "snapshot-copies": configOf({ ...SIDES.target, key: { alias: "alias/snapshot-copies" } }),
    });
  });

  it("shows every key", () => {
    const keysIn = (value: unknown): string[] =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([name, inner]) => [name, ...keysIn(inner)])
        : [];
    const full = { rootStatement: "full", rootStatementReason: "a reason" };
    const roles = { permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" };
    const keys = [
      ...keysIn(configOf({ ...SIDES.source, key: full, roles })),
      ...keysIn(configOf(SIDES.target)),
    ];
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
