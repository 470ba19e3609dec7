/** Rules that hold for a kind of property, in every construct, builder and preset that has it. */
import { ConfigError } from "../../modules/config-error";
import { ALL_CALLS } from "../helpers/calls/all";
import { type Call, emptyStack, outcome, type Path, pathsOf, replaced, valueAt } from "../helpers/calls/call";
import { STACK_CALLS } from "../helpers/calls/presets";

type Place = readonly [name: string, call: Call, path: Path];

const CALLS = [...ALL_CALLS.map(([, call]) => call), ...STACK_CALLS];

/** Every place of every call. */
const PLACES = CALLS.flatMap((call): readonly Place[] =>
  pathsOf(call.given(emptyStack())).map((path) => [`${call.name} ${path.join(".")}`, call, path]),
);

const named = (name: string) => PLACES.filter(([, , path]) => path.at(-1) === name);

function problemsOf(call: Call, path: Path, value: unknown): readonly string[] {
  const stack = emptyStack();
  const result = outcome(call, replaced(call.given(stack), path, value), stack);
  if (!(result instanceof Error)) return [];
  if (!(result instanceof ConfigError)) throw result;
  return result.problems;
}

const rightIn = (call: Call, path: Path) => valueAt(call.given(emptyStack()), path);

describe("tags", () => {
  const tagged = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, "v"]));
  /** Those of a filter are of objects, which carry ten. */
  const isFilter = (path: Path) =>
    path.some((part) =>
      ["filter", "rules", "metrics", "analytics", "intelligentTiering"].includes(String(part)),
    );
  const all = named("tags");
  const resources = all.filter(([, , path]) => !isFilter(path));

  it("are known of constructs and presets", () => {
    expect(resources.length).toBeGreaterThan(25);
    expect(all.length).toBeGreaterThan(resources.length);
  });

  it.each(resources)("of %s are 50 at most", (_, call, path) => {
    expect(problemsOf(call, path, tagged(50))).toEqual([]);
    expect(problemsOf(call, path, tagged(51)).join()).toMatch(/tags:? must be at most 50, got 51/);
  });

  it.each(all)("of %s are none that AWS keeps, in whatever case", (_, call, path) => {
    for (const key of ["aws:x", "AWS:x", "aws:"])
      expect(problemsOf(call, path, { [key]: "v" }).join()).toContain(
        `key must not start with 'aws:', which AWS keeps, got '${key}'`,
      );
  });

  it.each(all)("of %s are short, and letters that AWS takes", (_, call, path) => {
    const wrong = [
      { ["k".repeat(129)]: "v" },
      { k: "v".repeat(257) },
      { "": "v" },
      { k: "a\tb" },
      { "k\n": "v" },
    ];
    for (const tags of wrong) expect(problemsOf(call, path, tags).join()).toMatch(/tags.* must /s);
  });
});

describe("preventDestroy", () => {
  const all = named("preventDestroy").filter(([name]) => !name.startsWith("AlertTopic "));
  const constructs = all.filter(([, call]) => !STACK_CALLS.includes(call));

  it("is known of every construct that holds data", () => {
    const holding = constructs.map(([name]) => name.split(" ")[0]);
    expect(holding).toEqual(
      expect.arrayContaining([
        "Bucket",
        "Key",
        "MultiRegionKey",
        "ReplicaKey",
        "RotatedKeys",
        "Table",
        "Trail",
      ]),
    );
  });

  it.each(constructs)("of %s is given up with a reason only", (_, call, path) => {
    for (const value of [false, "yes", 1, null, {}, { off: true }, { on: "a test" }, { off: "x", on: "y" }])
      expect(problemsOf(call, path, value).join()).toContain("preventDestroy");
    expect(problemsOf(call, path, { off: " " }).join()).toContain("needs a reason, got an empty one");
    expect(problemsOf(call, path, true)).toEqual([]);
    expect(problemsOf(call, path, { off: "a test" })).toEqual([]);
  });

  it.each(all.filter(([, call]) => STACK_CALLS.includes(call)))("of %s is a truth value", (_, call, path) => {
    for (const value of ["yes", 1, null, {}, { off: "x" }])
      expect(problemsOf(call, path, value).join()).toContain("preventDestroy: must be true or false");
    expect(problemsOf(call, path, !rightIn(call, path))).toEqual([]);
  });
});

describe("prefixes", () => {
  const places = PLACES.filter(([, call, path]) => {
    const [parent, name] = path.slice(-2);
    return typeof rightIn(call, path) === "string" && (name === "prefix" || parent === "prefixes");
  });
  /** S3's own filters take any start of a key, and so do the patterns of alerts and names of files in a trail's bucket. */
  const FREE = [
    /^Bucket lifecycle\./,
    /^Bucket with a key (inventories\.all\.prefix|metrics|analytics\.all\.prefix|intelligentTiering|notifications)/,
    /^Replication destinations\./,
    /^(eventPattern|filterPatterns?) subjects\./,
    /^Trail prefix$/,
    /^(lockProblems|overlapProblems) /,
  ];
  const folders = places.filter(([name]) => !FREE.some((free) => free.test(name)));

  it("are known of grants, builders and presets", () => {
    expect(folders.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        "Bucket.grant options.prefixes.0",
        "BatchReplication prefixes.0",
        "accessStatements prefixes.0",
        "eventSelectors dataEvents.0.prefixes.0",
        "logSourceStatements source.prefix",
        "EtcdCaBackupStack config.bucket.prefixes.0.prefix",
      ]),
    );
  });

  it.each(folders)(
    "of %s end in a slash: 'releases' would be about 'releases-secret/', too",
    (_, call, path) => {
      expect(problemsOf(call, path, "releases").join()).toMatch(/prefix.* got 'releases'/s);
    },
  );

  /** Where a policy is made of them, a wildcard would be one. */
  const POLICIES = /^(Bucket\.|BatchReplication|accessStatements|logSourceStatements)/;

  it.each(folders.filter(([name]) => POLICIES.test(name)))("of %s hold no wildcard", (_, call, path) => {
    for (const prefix of ["*/", "a?/"]) expect(problemsOf(call, path, prefix).join()).toMatch(/wildcard/);
  });
});
