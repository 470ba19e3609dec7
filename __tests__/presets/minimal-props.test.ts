/** Presets in code: a stack takes what a user writes in YAML, and nothing has to be parsed before. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App, TerraformStack } from "cdktf";
import { parse } from "yaml";
import { ConfigError } from "../../config";
import { addStack, type Deployment, type PresetName } from "../../presets";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { synthStack, withApp } from "../helpers/stacks/synth";

const ROOT = join(__dirname, "../..");

type Props = { readonly config: Record<string, unknown>; readonly deployment?: Deployment };
type StackClass = new (app: App, id: string, props: Props) => TerraformStack;

/** The class and the sample configuration of a preset. */
function partsOf(preset: PresetName) {
  const exported = require(join(ROOT, "presets", preset)) as Record<string, StackClass>;
  const [Stack, ...others] = Object.entries(exported).flatMap(([name, value]) =>
    name.endsWith("Stack") ? [value] : [],
  );
  if (Stack === undefined || others.length > 0) throw new Error(`no single stack class in ${preset}`);
  const file = preset === "etcd-ca-backup" ? "sealstack.yaml" : `examples/${preset}.yaml`;
  const { stacks } = parse(readFileSync(join(ROOT, file), "utf8")) as {
    stacks: Record<string, Record<string, unknown>>;
  };
  const sample = Object.values(stacks).find((stack) => stack.preset === preset);
  if (sample === undefined) throw new Error(`no stack of ${preset} in ${file}`);
  return { Stack, sample };
}

const json = (build: (app: App) => TerraformStack) => withApp((app) => synthStack(build(app)).json);

function problemOf(build: (app: App) => unknown): ConfigError {
  try {
    withApp(build);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe.each(PRESET_SCHEMAS.map((schema) => [schema.shape.preset.value, schema] as const))(
  "%s",
  (preset, schema) => {
    const { Stack, sample } = partsOf(preset);
    const { preset: _, ...unnamed } = sample;
    const parsed = schema.parse(sample);

    it("takes what stands in YAML, with and without the preset's name, and what was parsed", () => {
      const build = (config: object) => (app: App) => new Stack(app, "one", { config: { ...config } });
      const expected = json(build(parsed));
      expect(json(build(sample))).toEqual(expected);
      expect(json(build(unnamed))).toEqual(expected);
      expect(json((app) => addStack(app, "one", sample as never))).toEqual(expected);
    });

    it("reads what it has read without a change", () => {
      expect(schema.parse(parsed)).toEqual(parsed);
    });

    it("needs nothing of a deployment: the region is the configuration's, the state cdktf's", () => {
      withApp((app) => {
        const stack = new Stack(app, "one", { config: unnamed, deployment: {} });
        stack.prepareStack();
        const { provider, terraform } = synthStack(stack).json as {
          provider: object;
          terraform: Record<string, object>;
        };
        const only = sample.accountId === undefined ? {} : { allowed_account_ids: [sample.accountId] };
        expect(provider).toEqual({ aws: [{ region: sample.region, ...only }] });
        expect(terraform.backend).toEqual({ local: { path: join(process.cwd(), "terraform.one.tfstate") } });
      });
    });

    it("fails with every key that is wrong, in the words of sealstack.yaml", () => {
      const config = { ...unnamed, region: "eu-central", tags: { "${a}": "b" }, kye: {}, roles: [] };
      const { path, problems } = problemOf((app) => new Stack(app, "one", { config }));
      expect(path).toBe("one");
      expect(problems).toEqual(
        expect.arrayContaining([
          "config.region: must be a region such as 'eu-central-1', got 'eu-central'",
          expect.stringMatching(/^config\.kye: unknown key, allowed are preset, region, tags, /),
          expect.stringMatching(/^config\.roles: (must be a map, got a list|unknown key, allowed are )/),
        ]),
      );
      expect(problems.filter((problem) => problem.startsWith("config.tags."))).toHaveLength(1);
    });

    it.each([
      ["no props", undefined, ["config: is missing"]],
      ["null", null, ["config: is missing"]],
      ["a text", "x", ["must be a map, got 'x'"]],
      ["a list", [], ["must be a map, got a list"]],
      ["no configuration", {}, ["config: is missing"]],
      ["a list as configuration", { config: [] }, ["config: must be a map, got a list"]],
    ])("fails with %s", (_, props, problems) => {
      expect(problemOf((app) => new Stack(app, "one", props as never)).problems).toEqual(problems);
    });

    it("fails as another preset", () => {
      const config = { ...sample, preset: "other" };
      expect(problemOf((app) => new Stack(app, "one", { config })).problems).toContain(
        `config.preset: must be '${preset}', got 'other'`,
      );
    });
  },
);

describe("deployment of a preset in code", () => {
  const { Stack, sample } = partsOf("signing");
  const problems = (deployment: unknown) =>
    problemOf((app) => new Stack(app, "one", { config: sample, deployment: deployment as Deployment }))
      .problems;

  it("fails where its region is not the configuration's", () => {
    expect(problems({ region: "us-east-1" })).toEqual([
      `deployment.region: must be the configuration's, '${sample.region}', got 'us-east-1'`,
    ]);
  });

  it("fails with every key that is wrong", () => {
    expect(
      problems({ region: 7, backend: { type: "s3", bucket: "state-of-acme", regoin: "x" }, a: 1 }),
    ).toEqual([
      "deployment.region: must be a string, got 7",
      "deployment.backend.region: is missing",
      "deployment.backend.regoin: unknown key, allowed are type, bucket, key, region, kmsKeyId, profile",
      "deployment.a: unknown key, allowed are region, backend, accountId",
    ]);
    expect(problems("eu-central-1")).toEqual(["deployment: must be a map, got 'eu-central-1'"]);
  });

  it("fills in defaults of a state in S3, and leaves the place of a local one without a path to cdktf", () => {
    const backendOf = (backend: Deployment["backend"]) =>
      json((app) => {
        const stack = new Stack(app, "one", {
          config: sample,
          deployment: backend === undefined ? {} : { backend },
        });
        stack.prepareStack();
        return stack;
      }).terraform;
    expect(backendOf({ type: "s3", bucket: "state-of-acme", region: "eu-west-1" })).toMatchObject({
      backend: { s3: { key: "sealstack/one.tfstate", region: "eu-west-1", use_lockfile: true } },
    });
    expect(backendOf({ type: "local" })).toMatchObject({
      backend: { local: { path: join(process.cwd(), "terraform.one.tfstate") } },
    });
  });

  it("fails without a preset that there is", () => {
    for (const config of [undefined, {}, { preset: "toString" }, { preset: ["signing"] }])
      expect(problemOf((app) => addStack(app, "one", config as never)).message).toMatch(
        /config\.preset: must be one of 'application-key', .*'signing'.*, got (nothing|'toString'|a list)$/,
      );
  });
});
