import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { ApplicationKeyStack, applicationKeySchema } from "../../../presets/application-key";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { annotations, synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/application-key.json");
const EXAMPLE = "examples/application-key.yaml";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) =>
  applicationKeySchema.parse({ preset: "application-key", region: "eu-central-1", ...config });

/** The stack of a configuration, as Terraform JSON, and its warnings. */
function stackOf(config: object = {}) {
  return withApp((app) => {
    const props = { config: configOf(config), deployment: DEPLOYMENT };
    const stack = new ApplicationKeyStack(app, "application-key", props);
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });
}

describe("application-key stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().synthesized.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has the console's four statements, and none but them and the refusal of an early deletion", () => {
    const { synthesized } = stackOf();
    const { Statement } = JSON.parse(String(synthesized.resource("aws_kms_key").policy));
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "Root",
      "KeyAdministrators",
      "KeyUsers",
      "AttachPersistentResources",
      "DenyEarlierDeletion",
    ]);
  });

  it("makes an access key on request only, and says what that means", () => {
    expect(stackOf().synthesized.resources("aws_iam_access_key")).toEqual({});
    const { synthesized, warnings } = stackOf({ user: { accessKey: true } });
    expect(warnings).toEqual([expect.stringContaining("never expires")]);
    expect(synthesized.output("user_secret_access_key")?.sensitive).toBe(true);
  });

  it("takes the console's root statement with a reason, and warns", () => {
    const key = { rootStatement: "full", rootStatementReason: "as the console has it" };
    const { warnings } = stackOf({ key });
    expect(warnings).toEqual([
      "any IAM policy of the account can allow to use the key: as the console has it",
    ]);
    const { error } = applicationKeySchema.safeParse({
      preset: "application-key",
      region: "eu-central-1",
      key: { rootStatement: "full" },
    });
    expect(error?.issues.map(({ path }) => path)).toEqual([["key", "rootStatement"]]);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule("application-key", configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    expect(Object.values(files).join("\n")).not.toMatch(/backend|^provider /m);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ "application-key": configOf({}) });
  });

  it("shows every key", () => {
    const keys = Object.entries(configOf({})).flatMap(([name, value]) =>
      typeof value === "object" ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });
});
