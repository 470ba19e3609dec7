/** What callers without types give: junk in place of every argument, and properties that there are not. */
import { ConfigError } from "../../../modules/config-error";
import { type Call, emptyStack, objectsOf, outcome, type Path, pathsOf, replaced, valueAt } from "./call";

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

/** Maps, whose keys are free to choose, and places of constructs, which have more than is needed of them. */
const OPEN = [
  "key",
  "target",
  "keys",
  "buckets",
  "users",
  "environment",
  "stacks",
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

/** These look for what they need in objects that are made for something else, or take maps; an error takes a path and a list. */
const OPEN_CALLS = [
  "ConfigError",
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

/** What is neither taken nor refused by a sentence about itself. */
export function junkProblems(call: Call): readonly string[] {
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
      if (!says) wrong.push(`${path.join(".")} = ${String(JSON.stringify(junk) ?? junk)}: ${result.message}`);
    }
  return wrong;
}

/** Where a property that there is not is taken without a word. */
export function propertiesTaken(call: Call): readonly Path[] {
  // An argument too much of a builder is no property.
  const byProps = /^[A-Z]\w+$/.test(call.name);
  return objectsOf(call.given(emptyStack()))
    .filter((path) => (path.length > 0 || byProps) && !OPEN_CALLS.includes(call.name))
    .filter((path) => !isOpen(path))
    .filter((path) => {
      const stack = emptyStack();
      const right = call.given(stack);
      const place = { ...(valueAt(right, path) as object), descripton: "x" };
      const result = outcome(call, replaced(right, path, place), stack);
      return !/'descripton'|descripton: unknown key/.test(result instanceof Error ? result.message : result);
    });
}
