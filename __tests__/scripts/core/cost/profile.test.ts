import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROFILE_FIELDS } from "../../../../scripts/core/cost/profile/fields";
import { parseProfileFile, profileOf } from "../../../../scripts/core/cost/profile/parse";
import { parseSize } from "../../../../scripts/core/cost/units";

const SAMPLE = "examples/cost/usage.yaml";
const sample = (): string => readFileSync(join(__dirname, "../../../..", SAMPLE), "utf8");

describe("a usage profile", () => {
  it("has a default for everything but the retention", () => {
    const { retentionInDays, ...others } = profileOf({});
    expect(retentionInDays).toBeUndefined();
    expect(Object.values(others)).not.toContain(undefined);
    expect(others.backupSize).toBe(64 * 1024 ** 2);
  });

  it.each([
    "backupSize: 1.5GiB\nprefixes:\n  etcd/: { backupsPerDay: 24 }",
    '{"backupSize":"1.5 GiB","prefixes":{"etcd/":{"backupsPerDay":24}}}',
  ])("is read from %j", (text) => {
    expect(profileOf(parseProfileFile(text, "x"))).toMatchObject({
      backupSize: 1.5 * 1024 ** 3,
      backupsPerDay: 1,
      prefixes: { "etcd/": { backupsPerDay: 24 } },
    });
  });

  it("may be an empty file", () => {
    expect(profileOf(parseProfileFile("# nothing\n", "x"))).toEqual(profileOf({}));
  });

  it.each([
    ["backupSize", "-1"],
    ["backupSize", "64 mib"],
    ["backupSize", "2048TiB"],
    ["backupSize", "1e300"],
    ["backupsPerDay", "-1"],
    ["backupsPerDay", 86_401],
    ["backupsPerDay", "many"],
    ["backupsPerDay", Number.NaN],
    ["backupsPerDay", Number.POSITIVE_INFINITY],
    ["backupsPerDay", ""],
    ["backupsPerDay", null],
    ["backupsPerDay", [1]],
    ["backupsPerDay", { a: 1 }],
    ["retentionInDays", 0],
    ["keyRotations", 1000],
    ["firstTrail", "yes"],
    ["firstTrail", 1],
  ])("refuses %s: %p, and says what is allowed", (name, value) => {
    expect(() => profileOf({ [name]: value })).toThrow(
      new RegExp(`${name} must be (a size of at most|a number from|true or false).*, got `),
    );
  });

  it("tells everything that is wrong at once", () => {
    const bad = {
      backupSise: 1,
      toString: 2,
      backupsPerDay: -2,
      prefixes: { "a/": { storedSize: 1 }, "b/": 3 },
    };
    expect(() => profileOf(bad)).toThrow(
      /backupSise: unknown key, allowed are backupSize.*\n.*toString: unknown key.*\n.*backupsPerDay must be.*got '-2'\n.*prefixes\.a\/\.storedSize: unknown key, allowed are backupSize, backupsPerDay\n.*prefixes\.b\/ must be a map, got '3'/,
    );
    expect(() => profileOf({ prefixes: ["a/"] })).toThrow("prefixes must be a map of prefixes, got a list");
  });

  it.each(["a: [", "- 1", "text", "a: 1\na: 2"])("refuses the file %j", (text) => {
    expect(() => parseProfileFile(text, "usage.yaml")).toThrow(
      /^usage\.yaml (is neither YAML nor JSON|must hold a map)/,
    );
  });

  it(`has a sample in ${SAMPLE} with every key, its default and its meaning`, () => {
    const text = sample();
    const keys = Object.entries(PROFILE_FIELDS).map(([name, { default: value, description }]) =>
      text.includes(`# ${description}\n${value === undefined ? "# " : ""}${name}: ${value ?? ""}`)
        ? ""
        : name,
    );
    expect(keys.filter((name) => name !== "")).toEqual([]);
    const { prefixes, ...own } = profileOf(parseProfileFile(text, SAMPLE));
    const { prefixes: none, ...defaults } = profileOf({});
    expect(own).toEqual(defaults);
    expect(none).toEqual({});
    expect(Object.keys(prefixes)).toEqual(["etcd-default/"]);
  });
});

describe("a size", () => {
  it.each([
    ["0", 0],
    ["4096", 4096],
    ["1.5GB", 1.5e9],
    ["2 TiB", 2 * 1024 ** 4],
  ])("%s is %d bytes", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(["", "GiB", "1 G", "1,5GB", "+1", "0x10", "1 constructor", "１"])("is not %j", (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
