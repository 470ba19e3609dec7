import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { VaultSourceStack, vaultSourceSchema } from "../../../presets/vault-source";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/vault-source.json");
const EXAMPLE = "examples/vault-source.yaml";
const NAME = "vault-source";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const BASE = {
  preset: NAME,
  region: "eu-west-1",
  accountId: "222233334444",
  vault: { bucket: "vault-account-111122223333-eu-central-1", keyArn: KEY },
};
const DEPLOYMENT = {
  region: "eu-west-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) => vaultSourceSchema.parse({ ...BASE, ...config });

function problems(config: object): string[] {
  const issues = vaultSourceSchema.safeParse({ ...BASE, ...config }).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("vault-source stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const stack = withApp((app) =>
      synthStack(new VaultSourceStack(app, NAME, { config: configOf({}), deployment: DEPLOYMENT })),
    );
    const text = `${JSON.stringify(stack.json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule(NAME, configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
  });
});

describe("vault-source configuration", () => {
  it.each([
    [
      { accountId: "111122223333" },
      `vault.keyArn: must be a key of another account than the stack's own, got '${KEY}'`,
    ],
    [
      { vault: { ...BASE.vault, keyArn: "alias/vault" } },
      "vault.keyArn: must be the ARN of a KMS key, got 'alias/vault'",
    ],
    [{ accountId: 222233334444 }, "accountId: must be twelve digits in quotes, got 222233334444"],
  ])("fails on %j", (config, problem) => {
    expect(problems(config)).toEqual([problem]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ [NAME]: configOf({}) });
  });

  it("shows every key", () => {
    const everything = configOf({ vault: { ...BASE.vault, prefix: "x/" }, restorer: {} });
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === "object" && !Array.isArray(inner) ? [name, ...keys(inner)] : [name],
      );
    expect(keys(everything).filter((key) => !new RegExp(`^ *(# *)*(- )?${key}:`, "m").test(text))).toEqual(
      [],
    );
  });
});
