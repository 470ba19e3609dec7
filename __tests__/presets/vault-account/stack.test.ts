import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { VaultAccountStack, vaultAccountSchema } from "../../../presets/vault-account";
import type { SourceOutput } from "../../../presets/vault-account/outputs";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/vault-account.json");
const EXAMPLE = "examples/vault-account.yaml";
const NAME = "vault-account";
const ONE = { accountId: "222233334444", regions: ["eu-central-1", "eu-west-1"] };
const TWO = { accountId: "333344445555", regions: ["eu-west-1"], replication: true };
const BUCKET = { objectLock: { mode: "GOVERNANCE", retentionInDays: 30 } };
const BASE = {
  preset: NAME,
  region: "eu-central-1",
  accountId: "111122223333",
  bucket: BUCKET,
  sources: [ONE, TWO],
};
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) => vaultAccountSchema.parse({ ...BASE, ...config });

const stackOf = (config: object = {}) =>
  withApp((app) =>
    synthStack(new VaultAccountStack(app, NAME, { config: configOf(config), deployment: DEPLOYMENT })),
  );

describe("vault-account stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("tells each source where its copies go, and what its roles need, with nothing of the others", () => {
    const { output } = stackOf({
      sources: [ONE, { ...TWO, prefix: "team/payments/", direct: false }],
      sourceRoles: { replication: ["/etcd-{region}-replication"] },
    }).json as { output: { sources: { value: Record<string, SourceOutput> } } };
    const { [ONE.accountId]: one, [TWO.accountId]: two, ...others } = output.sources.value;
    expect(others).toEqual({});
    expect(one).toMatchObject({
      account_id: ONE.accountId,
      regions: ONE.regions,
      prefix: "222233334444/",
      writer: { roles: ["/vault-source-writer"] },
      restorer: { roles: ["/vault-source-restorer"] },
    });
    expect(one).not.toHaveProperty("replication");
    expect(two).not.toHaveProperty("writer");
    expect(two).toMatchObject({
      prefix: "team/payments/",
      replication: { roles: ["/etcd-eu-west-1-replication"] },
    });
    expect(JSON.stringify(one)).not.toMatch(/333344445555|team/);
    expect(JSON.stringify(two)).not.toMatch(/222233334444/);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule(NAME, configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
    // Terraform would take the policy variable for one of its own.
    expect(files["main.tf"]).toContain("$${aws:PrincipalAccount}/*");
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ [NAME]: configOf({}) });
  });

  it("shows every key", () => {
    const everything = configOf({
      bucket: { ...BUCKET, name: "x-y-z", retentions: [{ prefix: "x/" }], noncurrentExpirationInDays: 1 },
      sources: [{ ...ONE, prefix: "x/" }],
      restorer: {},
      breakGlass: {},
      perimeter: { vpcIds: ["vpc-0123456789abcdef0"] },
    });
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === "object"
          ? [...(Array.isArray(value) ? [] : [name]), ...keys(inner)]
          : Array.isArray(value)
            ? []
            : [name],
      );
    expect(keys(everything).filter((key) => !new RegExp(`^ *(# *)*(- )?${key}:`, "m").test(text))).toEqual(
      [],
    );
  });
});
