import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { addStack, assertNamesApart } from "../../../presets";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { allSamples } from "../../helpers/stacks/all-samples";
import { withApp } from "../../helpers/stacks/synth";

/** What is refused of a file, or nothing. */
function problems(yaml: string): readonly string[] {
  const { stacks } = parseConfig(yaml, "x.yaml");
  return withApp((app) => {
    for (const [id, config] of Object.entries(stacks)) addStack(app, id, config, { region: config.region });
    try {
      assertNamesApart(app, "x.yaml", stacks);
      return [];
    } catch (error) {
      return (error as { problems: readonly string[] }).problems;
    }
  });
}

const APPLICATION = "preset: application-key, region: us-east-1";
const BACKUPS = "preset: etcd-ca-backup, region: eu-central-1";

describe("names of several stacks in one file", () => {
  it("are their own where the file says nothing else: the example of environments", () => {
    const text = readFileSync(join(__dirname, "../../../examples/environments.yaml"), "utf8");
    expect(Object.values(parseConfig(text, "x").stacks).map(({ preset }) => preset)).toEqual([
      "etcd-ca-backup",
      "etcd-ca-backup",
      "signing",
    ]);
    expect(problems(text)).toEqual([]);
  });

  it("are their own in all samples together, of which every preset has one", () => {
    const stacks = allSamples();
    const presets = new Set(Object.values(stacks).map(({ preset }) => preset));
    expect(presets).toEqual(new Set(PRESET_SCHEMAS.map(({ shape }) => shape.preset.value)));
    withApp((app) => {
      for (const [id, config] of Object.entries(stacks)) addStack(app, id, config, { region: config.region });
      assertNamesApart(app, "all samples", stacks);
    });
  });

  it("may not be taken twice, whatever they are made of", () => {
    expect(
      problems(`stacks:\n  app: {${BACKUPS}, writer: {user: {}}}\n  app-writer: {${APPLICATION}}\n`),
    ).toEqual(["stacks.app-writer: IAM user 'app-writer' must be used once, it is in 'stacks.app' too"]);
  });

  it("that are of one region may be taken again in another", () => {
    const alias = "key: {alias: alias/x}";
    expect(problems(`stacks:\n  a: {${BACKUPS}, ${alias}}\n  b: {${APPLICATION}, ${alias}}\n`)).toEqual([]);
  });

  it("are told with the keys of the file that say them", () => {
    // As read by somebody else: the file's own check comes before.
    const yaml = `stacks:\n  a: {${BACKUPS}, bucket: {name: data}}\n  b: {${APPLICATION}}\n`;
    const { stacks } = parseConfig(yaml, "x.yaml");
    const twice = {
      ...stacks,
      b: { ...stacks.b, bucket: { name: "data", preventDestroy: true } },
    } as typeof stacks;
    withApp((app) => {
      for (const [id, config] of Object.entries(twice)) addStack(app, id, config, { region: config.region });
      expect(() => assertNamesApart(app, "x.yaml", twice)).toThrow(
        "stacks.b.bucket.name: bucket 'data' must be used once, it is in 'stacks.a.bucket.name' too",
      );
    });
  });
});
