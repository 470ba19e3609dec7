/** Text that works a terminal, or looks like another text, in every place of every call and configuration: no error passes it on. */
import { stringify } from "yaml";
import { ConfigError, parseConfig } from "../../config";
import { isPrintable } from "../../modules/printable";
import { ALL_CALLS } from "../helpers/calls/all";
import { type Call, emptyStack, objectsOf, outcome, pathsOf, replaced, valueAt } from "../helpers/calls/call";
import { STACK_CALLS } from "../helpers/calls/presets";
import { EVIL } from "../helpers/hostile";
import { allSamples } from "../helpers/stacks/all-samples";

/** The arguments with the attack in one place: in place of a text or number, behind a text, as a key more, as a key's name. */
function attacks(right: unknown): readonly unknown[] {
  const values = pathsOf(right).flatMap((path) => {
    const value = valueAt(right, path);
    if (typeof value === "string")
      return [replaced(right, path, EVIL), replaced(right, path, `${value}${EVIL}`)];
    return typeof value === "number" ? [replaced(right, path, EVIL)] : [];
  });
  const keys = objectsOf(right).flatMap((path) => {
    const place = valueAt(right, path) as object;
    const renamed = Object.entries(place).map(([key, value]) => [`${key}${EVIL}`, value]);
    return [{ ...place, [EVIL]: EVIL }, Object.fromEntries(renamed)].map((one) => replaced(right, path, one));
  });
  return [...values, ...keys];
}

/** Every sentence that a call answers with. */
function sentences(call: Call, index: number): readonly string[] {
  const stack = emptyStack();
  const given = attacks(call.given(stack))[index];
  const result = outcome(call, given, stack);
  if (result instanceof ConfigError) return [result.path, ...result.problems];
  if (result instanceof Error) return [result.message];
  // Functions that say what is wrong, in place of throwing it.
  return /Problems?$/.test(call.name) ? leaves((JSON.parse(result) as Output).output) : [];
}

interface Output {
  readonly output?: unknown;
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

it.each([...ALL_CALLS, ...STACK_CALLS.map((call) => [call.name, call] as const)])("%s", (_, call) => {
  const found = attacks(call.given(emptyStack())).flatMap((_, index) => sentences(call, index));
  expect(found.filter((sentence) => !isPrintable(sentence))).toEqual([]);
});

const SAMPLES = Object.entries(allSamples());

it.each(SAMPLES)("the file, with the stack %s", (name, stack) => {
  const problems = attacks({ stacks: { [name]: stack } }).flatMap((config) => {
    try {
      parseConfig(stringify(config), EVIL);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return [error.path, ...error.problems];
    }
  });
  expect(problems.length).toBeGreaterThan(20);
  expect(problems.filter((problem) => !isPrintable(problem))).toEqual([]);
});
