import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configSchema } from "../../../config/schema";
import { ConfigError } from "../../../modules/config-error";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { findTool } from "../../../tools/fetched/system-packages";
import { samples, synthesized } from "../../../tools/terraform-modules/compare/presets";
import { REGION, refusals } from "../../../tools/terraform-modules/compare/terraform";
import { variablesOf } from "../../../tools/terraform-modules/compare/values";
import { moduleFiles } from "../../../tools/terraform-modules/emit";
import { type ModuleName, PRESET_PARTIALS } from "../../../tools/terraform-modules/modules";
import { fieldsOf } from "../../../tools/terraform-modules/shape";
import { describeIf } from "../../helpers/describe-if";
import { useTempDir } from "../../helpers/temp-dir";

const quietly = (): void => undefined;

// Terraform has seconds of work, and on a busy machine minutes.
jest.setTimeout(5 * 60_000);

const many = <T>(count: number, item: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => item(index));

const roles = (count: number): readonly string[] =>
  many(count, (index) => `arn:aws:iam::111122223333:role/${"team".repeat(8)}${index}`);
const endpoints = (count: number): readonly string[] =>
  many(count, (index) => `vpce-${String(index).padStart(17, "0")}`);
const prefixes = many(50, (index) => `${"p".repeat(90)}${index}/`);
const keys = (count: number): readonly string[] =>
  many(
    count,
    (index) => `arn:aws:kms:${REGION}:111122223333:key/12345678-1234-1234-1234-12345678901${index}`,
  );
const alike = `with-a-long-name-that-says-what-it-is-for`;

interface Refused {
  /** Of the stack, and of the call. @default - a short one */
  readonly name?: string;
  readonly preset: ModuleName;
  readonly config: Readonly<Record<string, unknown>>;
  /** Up to what it got. */
  readonly says: string;
}

/** What AWS would find too long, and no single variable can tell. */
const PLANNED: Readonly<Record<string, Refused>> = {
  "a trust policy": {
    preset: "signing",
    config: { signer: { trust: [{ type: "principals", arns: roles(40) }] } },
    says: "a trust policy must not exceed 2048 characters",
  },
  "a policy of a role": {
    preset: "state-key",
    config: { prefixes },
    says: "a roleInline policy must not exceed 10240 characters",
  },
  "a name of a bucket": {
    name: "n".repeat(32),
    preset: "s3-replication",
    config: { destination: { region: "eu-west-1" }, batchReplication: {} },
    says: "bucket name must be 3 to 63 characters long, got 64",
  },
  "a pattern of events": {
    preset: "key-audit",
    config: { keys: keys(7) },
    says: "must not exceed 2048 characters",
  },
  "a pattern of events with aliases": {
    preset: "key-audit",
    config: { keys: keys(1), aliases: many(14, (index) => `alias/${alike}-${index}`) },
    says: "must not exceed 2048 characters",
  },
};

/** What is known only when roles were made. */
const APPLIED: Readonly<Record<string, Refused>> = {
  "a key policy": {
    preset: "snapshot-sharing",
    config: {
      side: "source",
      services: ["ec2"],
      source: {
        copiers: many(70, (index) => `arn:aws:iam::111122223333:role/${"team/".repeat(90)}${index}`),
      },
    },
    says: "a key policy must not exceed 32768 characters",
  },
  "a policy of a role on request": {
    preset: "etcd-ca-backup",
    config: { tester: {}, bucket: { prefixes: many(45, (index) => ({ prefix: `c-${index}/etcd/` })) } },
    says: "a roleInline policy must not exceed 10240 characters",
  },
  "a bucket policy": {
    preset: "application-key",
    config: { perimeter: { vpcEndpointIds: endpoints(800) } },
    says: "a bucket policy must not exceed 20480 characters",
  },
};

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to compare refusals",
  "what a stack refuses when it is synthesized",
  () => {
    const dir = useTempDir();

    const configOf = ({ preset, config }: Refused) => ({ preset, region: REGION, ...config });

    it.each(Object.entries({ ...PLANNED, ...APPLIED }))("is %s that is too long", (_, refused) => {
      const [schema] = PRESET_SCHEMAS.filter((one) => one.shape.preset.values.has(refused.preset as never));
      const { error } = schema?.safeParse(configOf(refused)) ?? {};
      const said = (): void => {
        if (error !== undefined)
          throw new ConfigError(
            "file",
            error.issues.map(({ message }) => message),
          );
        synthesized(refused.name ?? "name", configOf(refused));
      };
      expect(said).toThrow(refused.says);
    });

    const write = async (preset: ModuleName): Promise<void> => {
      for (const [file, text] of Object.entries(await moduleFiles(preset))) {
        mkdirSync(dirname(join(dir(), preset, file)), { recursive: true });
        writeFileSync(join(dir(), preset, file), text);
      }
    };

    const saidByModules = async (cases: Readonly<Record<string, Refused>>, when: "plan" | "apply") => {
      const calls = Object.values(cases).map(async (refused, index) => {
        const { preset } = refused;
        const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
        if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
        await write(preset);
        const values = {
          name: refused.name ?? `n${index}`,
          ...variablesOf(preset, fieldsOf(schema), configOf(refused)),
        };
        return [`n${index}`, { source: join(dir(), preset), values }] as const;
      });
      return refusals(Object.fromEntries(await Promise.all(calls)), quietly, when);
    };

    it("is a name that no stack has, which no call of a module has", async () => {
      const names = ["Etcd", "etcd_prod", "1etcd", "-etcd", "etcd-", "e".repeat(33), ""];
      await write("signing");
      const calls = names.map((name, index) => [
        `n${index}`,
        { source: join(dir(), "signing"), values: { name } },
      ]);
      const { of } = await refusals(Object.fromEntries(calls), quietly);
      const stack = { preset: "signing", region: REGION };
      for (const [index, name] of names.entries()) {
        const { error } = configSchema.safeParse({ stacks: { [name]: stack } });
        const [sentence = "nothing"] = error?.issues.map(({ message }) => message) ?? [];
        expect(of[`n${index}`]).toEqual([expect.stringContaining(sentence)]);
      }
    });

    it("the modules refuse before anything is made, where all of it is known", async () => {
      const { ofSome } = await saidByModules(PLANNED, "plan");
      for (const { says } of Object.values(PLANNED))
        expect(ofSome).toContainEqual(expect.stringContaining(says));
    });

    // The provider of a stack refuses it; that of a module is its user's.
    it("is the account of another provider, which every module that takes one refuses", async () => {
      const takesOne = (Object.keys(PRESET_PARTIALS) as ModuleName[]).flatMap((preset) => {
        const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
        const [sample] = Object.values(samples(preset));
        return schema !== undefined && "accountId" in schema.shape
          ? [{ preset, config: { ...sample, accountId: "999900001111" }, says: "" }]
          : [];
      });
      expect(takesOne.map(({ preset }) => preset)).toEqual(
        expect.arrayContaining(["s3-replication-destination", "vault-account", "vault-source"]),
      );
      const { ofSome } = await saidByModules(
        Object.fromEntries(takesOne.map((one) => [one.preset, one])),
        "plan",
      );
      const says = /^account_id must be the account of the provider, \d{12}, got '999900001111'\.$/m;
      expect(ofSome.filter((sentence) => says.test(sentence))).toHaveLength(takesOne.length);
    });

    it("the modules refuse by the same words, where names are known later", async () => {
      const { ofSome } = await saidByModules(APPLIED, "apply");
      for (const { says } of Object.values(APPLIED))
        expect(ofSome).toContainEqual(expect.stringContaining(says));
    });
  },
);
