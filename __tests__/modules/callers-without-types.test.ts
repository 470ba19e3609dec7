/** Programs in plain JavaScript, and those with casts: whatever they give, they get what they asked for or a sentence that says what is wrong. */

import { ConfigError } from "../../modules/config-error";
import { ALL_CALLS, MODULES } from "../helpers/calls/all";
import { emptyStack, objectsOf, outcome, type Path, pathsOf, replaced, valueAt } from "../helpers/calls/call";

const JUNK: readonly unknown[] = [
  undefined,
  null,
  true,
  7,
  Number.NaN,
  "",
  "junk",
  '{"Version":"2012-10-17","Statement":[]}',
  [],
  [undefined],
  [null],
  [7],
  [["junk"]],
  [{}],
  {},
  { junk: 1 },
  { junk: null },
  () => "junk",
];

/** Calls whose arguments are props: an argument too much of a builder is no property. */
const ALL_BY_PROPS = new Set(ALL_CALLS.filter(([name]) => /^[A-Z]\w+$/.test(name)).map(([, call]) => call));

/** Maps, whose keys are free to choose, and places of constructs, which have more than is needed of them. */
const OPEN = [
  "key",
  "target",
  "keys",
  "buckets",
  "users",
  "trail",
  "topic",
  "alerts",
  "bucket",
  "account",
  "env",
  "given",
  "conditions",
  "encryptionContext",
  "encryptionContextSubset",
  "type",
  "keyType",
  "managedPolicies",
  "tags",
  "value",
  "role",
  "user",
  "group",
];

/** Names of replicas and of what is like them; what stands below is no map. */
const NAMES = ["replicas", "grants"];

/** These look for what they need in objects that are made for something else, or take maps. */
const OPEN_CALLS = [
  "acknowledgedIn",
  "contextCondition",
  "delegatedStatement",
  "keyType",
  "keyTypeProblems",
  "lockProblems",
];

function isOpen(path: Path): boolean {
  return path.some((part) => OPEN.includes(String(part))) || NAMES.includes(String(path.at(-1)));
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return value === null ? "null" : typeof value;
}

describe.each(ALL_CALLS)("%s", (_, call) => {
  it("takes what is right", () => {
    const stack = emptyStack();
    expect(outcome(call, call.given(stack), stack)).not.toBeInstanceOf(Error);
  });

  it("takes or refuses whatever stands in place of any argument", () => {
    const wrong: string[] = [];
    for (const path of pathsOf(call.given(emptyStack())))
      for (const junk of JUNK) {
        const stack = emptyStack();
        const right = call.given(stack);
        const result = outcome(call, replaced(right, path, junk), stack);
        if (!(result instanceof Error)) continue;
        const name = String(path.findLast((part) => typeof part === "string"));
        // Of a value of the right type, the sentence may be about what follows from it.
        const sameType = kindOf(valueAt(right, path)) === kindOf(junk);
        const says =
          result instanceof ConfigError && (sameType || junk === undefined || result.message.includes(name));
        if (!says)
          wrong.push(`${path.join(".")} = ${String(JSON.stringify(junk) ?? junk)}: ${result.message}`);
      }
    expect(wrong).toEqual([]);
  });

  it("refuses every property that there is not", () => {
    const given = call.given(emptyStack());
    const taken = objectsOf(given)
      .filter((path) => (path.length > 0 || ALL_BY_PROPS.has(call)) && !OPEN_CALLS.includes(call.name))
      .filter((path) => !isOpen(path))
      .filter((path) => {
        const stack = emptyStack();
        const right = call.given(stack);
        const place = { ...(valueAt(right, path) as object), descripton: "x" };
        const result = outcome(call, replaced(right, path, place), stack);
        return !(result instanceof Error ? result.message : result).includes("'descripton'");
      });
    expect(taken).toEqual([]);
  });
});

it.each(Object.entries(MODULES))("every function of %s is among them", (_, { exported, calls }) => {
  const names = Object.entries(exported).flatMap(([name, value]) => {
    if (name === "GrantableKey") return []; // abstract: its methods are those of the others
    if (typeof value === "function") return [name];
    const members = Object.entries(value as object).filter(([, member]) => typeof member === "function");
    return members.map(([member]) => `${name}.${member}`);
  });
  expect(names.toSorted()).toEqual(
    calls
      .map(({ name }) => name)
      .filter((name) => names.includes(name))
      .toSorted(),
  );
});
