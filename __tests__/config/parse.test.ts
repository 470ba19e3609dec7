import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, loadConfig, parseConfig } from "../../config";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { MANY_ALIASES } from "../helpers/kms/many-aliases";

/** As messages name them, in the order of the schema. */
const PRESETS = PRESET_SCHEMAS.map(({ shape }) => `'${shape.preset.value}'`).join(", ");
const STACK = "preset: etcd-ca-backup, region: eu-central-1";

/** The problems of a text. */
function problems(text: string): readonly string[] {
  try {
    parseConfig(text, "sealstack.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("parseConfig", () => {
  it("reads the smallest file", () => {
    const { backend, stacks } = parseConfig(`stacks:\n  a: {${STACK}}\n`, "sealstack.yaml");
    expect(backend).toEqual({ type: "local", path: "terraform.{stack}.tfstate" });
    expect(stacks.a).toMatchObject({ preset: "etcd-ca-backup", key: { alias: "alias/etcd-ca-backup" } });
  });

  it.each([MANY_ALIASES, "stacks: *nothing\n"])("fails where aliases cannot be followed", (text) => {
    expect(problems(text)).not.toEqual([]);
  });

  it("fails with five mistakes at once, each with its place, path, value and what is allowed", () => {
    const text = `backend: {type: gcs}
stacks:
  etcd:
    preset: etcd-ca-backup
    region: mars
    key:
      rotationPeriodInDays: 2561
      rotatoinPeriod: 1
    bucket:
      prefixes:
        - prefix: step-ca/
          expirationInDays: "90"
`;
    expect(() => parseConfig(text, "sealstack.yaml")).toThrow(
      `invalid configuration at 'sealstack.yaml':
  - line 1, column 11: backend.type: must be one of 'local', 's3', got 'gcs'
  - line 5, column 5: stacks.etcd.region: must be a region such as 'eu-central-1', got 'mars'
  - line 7, column 7: stacks.etcd.key.rotationPeriodInDays: must be a whole number from 90 to 2560, got 2561
  - line 8, column 7: stacks.etcd.key.rotatoinPeriod: unknown key, allowed are alias, rotationPeriodInDays, deletionWindowInDays, rootStatement, rootStatementReason, multiRegion, replicaRegions, previousKeyArns, preventDestroy
  - line 12, column 11: stacks.etcd.bucket.prefixes[0].expirationInDays: must be a whole number from 1 to 2147483647, got "90"`,
    );
  });

  it("reports a problem between keys beside any other", () => {
    const text = `stacks:
  etcd:
    preset: etcd-ca-backup
    region: eu-central-1
    key: {rootStatement: full, deletionWindowInDays: 6}
    bucket: {objectLock: {mode: SOFT, retentionInDays: 91}}
    restorer: {maxSessionDuration: 1.5}
`;
    expect(problems(text).map((problem) => problem.split(": ")[1])).toEqual([
      "stacks.etcd.key.rootStatement",
      "stacks.etcd.key.deletionWindowInDays",
      "stacks.etcd.bucket.objectLock.mode",
      "stacks.etcd.bucket.objectLock.retentionInDays",
      "stacks.etcd.bucket.objectLock.retentionInDays",
      "stacks.etcd.restorer.maxSessionDuration",
    ]);
  });

  it.each<[string, string, string]>([
    ["an empty file", "", "line 1, column 1: stacks: is missing"],
    ["a file that is no map", "- a\n", "line 1, column 1: must be a map, got a list"],
    ["no stack", "stacks: {}\n", "line 1, column 1: stacks: must hold at least one stack, got none"],
    [
      "a key without a value",
      `stacks:\n  a:\n    preset: etcd-ca-backup\n    region: eu-central-1\n    key:\n`,
      "line 5, column 5: stacks.a.key: must be a map, got nothing",
    ],
    [
      "an unknown preset",
      "stacks:\n  a: {preset: vpc}\n",
      `line 2, column 7: stacks.a.preset: must be one of ${PRESETS}, got 'vpc'`,
    ],
    [
      "a missing preset",
      "stacks:\n  a: {region: eu-central-1}\n",
      `line 2, column 3: stacks.a.preset: must be one of ${PRESETS}, got nothing`,
    ],
    [
      "a bad stack name",
      `stacks:\n  Etcd_CA: {${STACK}}\n`,
      "line 2, column 3: stacks.Etcd_CA: name must be 1 to 32 lower-case letters, digits and '-', with a letter first, got 'Etcd_CA'",
    ],
    [
      "an unknown key at the top",
      `stack: 1\nstacks:\n  a: {${STACK}}\n`,
      "line 1, column 1: stack: unknown key, allowed are backend, stacks",
    ],
    [
      "a key twice",
      `stacks:\n  a: {${STACK}}\nbackend: {type: local}\nbackend: {type: local}\n`,
      "line 4, column 1: key 'backend' must stand once, got it again",
    ],
    [
      "a wrong type",
      `stacks:\n  a: {${STACK}, key: {preventDestroy: "no"}}\n`,
      "line 2, column 59: stacks.a.key.preventDestroy: must be true or false, got 'no'",
    ],
    [
      "a list that must not be empty",
      `stacks:\n  a: {${STACK}, restorer: {trust: []}}\n`,
      "line 2, column 64: stacks.a.restorer.trust: must not be empty",
    ],
  ])("fails on %s", (_, text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it("says of a key that people choose what it may be", () => {
    expect(problems(`stacks:\n  a: {${STACK}, tags: {"a!b": x}}\n`)).toEqual([
      expect.stringMatching(
        /^line 2, column \d+: stacks\.a\.tags\.a!b: the key must be letters, digits, spaces and _\.:\/=\+@-, got 'a!b'$/,
      ),
    ]);
  });

  it("fails on broken syntax with its place, and with nothing that follows from it", () => {
    expect(problems("stacks: [\nb: 1\n")).toEqual([
      expect.stringMatching(/^line 2, column 1: flow sequence/),
    ]);
  });

  it("fails where two stacks would share an alias, a bucket or a state file", () => {
    const text = `backend: {type: local, path: terraform.tfstate}
stacks:
  a: {${STACK}, bucket: {name: backups}}
  b: {${STACK}, bucket: {name: backups}}
`;
    expect(problems(text)).toEqual([
      "line 1, column 24: backend.path: must hold {stack} when there are several stacks, got 'terraform.tfstate'",
      "line 4, column 3: stacks.b.key.alias: alias in eu-central-1 must be used once, got 'alias/etcd-ca-backup' in 'stacks.a.key.alias' too",
      "line 4, column 62: stacks.b.bucket.name: bucket name must be used once, got 'backups' in 'stacks.a.bucket.name' too",
    ]);
  });

  it.each([
    [
      "a replica's alias",
      `a: {${STACK}, key: {alias: alias/x, multiRegion: true, replicaRegions: [eu-west-1]}}`,
      "b: {preset: signing, region: eu-west-1, key: {alias: alias/x}}",
      "stacks.b.key.alias: alias in eu-west-1 must be used once, got 'alias/x' in 'stacks.a.key.alias' too",
    ],
    [
      "another kind of key",
      `a: {${STACK}, key: {alias: alias/x}}`,
      "b: {preset: signing, region: eu-central-1, mac: {alias: alias/x}}",
      "stacks.b.mac.alias: alias in eu-central-1 must be used once, got 'alias/x' in 'stacks.a.key.alias' too",
    ],
    [
      "a bucket of log files",
      `a: {${STACK}, audit: {emails: [a@example.com], trail: {bucket: logs}}}`,
      "b: {preset: application-key, region: us-east-1, bucket: {name: logs}}",
      "stacks.b.bucket.name: bucket name must be used once, got 'logs' in 'stacks.a.audit.trail.bucket' too",
    ],
  ])("names both keys where two stacks would share %s", (_, a, b, problem) => {
    expect(problems(`stacks:\n  ${a}\n  ${b}\n`)).toEqual([expect.stringContaining(problem)]);
  });

  it("takes one alias in two regions", () => {
    const text = `stacks:\n  a: {${STACK}}\n  b: {preset: etcd-ca-backup, region: eu-west-1}\n`;
    expect(problems(text)).toEqual([]);
  });
});

describe("callers without types", () => {
  it.each([
    [() => parseConfig(undefined as never, "f"), "text must be text, got nothing"],
    [() => parseConfig("stacks: {}", 1 as never), "name must be text, got 1"],
    [() => loadConfig({ SEALSTACK_CONFIG: 1 as never }), "SEALSTACK_CONFIG must be text, got 1"],
  ])("are told what is wrong (%s)", (call, problem) => {
    expect(call).toThrow(ConfigError);
    expect(call).toThrow(problem);
  });
});

describe("sealstack.yaml of this repository", () => {
  const text = readFileSync(join(__dirname, "../../sealstack.yaml"), "utf8");

  it("says nothing but defaults", () => {
    const smallest = parseConfig(`stacks:\n  etcd-ca-backup: {${STACK}}\n`, "smallest");
    expect(parseConfig(text, "sealstack.yaml")).toEqual(smallest);
  });

  it("mentions every key of the schema, together with the examples of the other presets", () => {
    const folder = join(__dirname, "../../examples");
    const others = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    const other = others.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
    const schema = JSON.parse(readFileSync(join(__dirname, "../../config/sealstack.schema.json"), "utf8"));
    const names = new Set<string>();
    const collect = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties } = node as { properties?: Record<string, unknown> };
      for (const name of Object.keys(properties ?? {})) names.add(name);
      for (const child of Object.values(node)) collect(child);
    };
    collect(schema);
    expect(names.size).toBeGreaterThan(30);
    expect([...names].filter((name) => !new RegExp(`\\b${name}:`).test(text + other))).toEqual([]);
  });
});
