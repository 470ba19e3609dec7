/**
 * What a value looks like, for callers without types, from plain JavaScript or with a cast. A construct or builder has one table in which every property says
 * what it takes, and whether that may be known to Terraform only. What else is wrong is a matter of rules, which can believe the types from then on.
 */
import { shown } from "./show-value";
import { isListMarker, isMarked, isToken, type TokenKind, tokenKind, tokenParts } from "./tokens";

/** What is wrong with a value, one sentence each. `what` is how they call it, such as `services[0].accountId`. */
export type Check = (what: string, value: unknown) => readonly string[];

/** A property that may be left out. */
export interface Optional {
  readonly optional: Check;
}

/** A row for every property: one that is missing here, or too much, does not compile. */
export type Shape<P> = {
  readonly [K in keyof P]-?: Record<never, never> extends Pick<P, K> ? Optional : Check;
};

export function optional(check: Check): Optional {
  return { optional: check };
}

/** What is wrong with nearly everything; so the loops below make names for those members only with which something is. */
const NOTHING: readonly string[] = [];

/** A check that says what it wants in one sentence. */
function wants(wanted: string, good: (value: unknown) => boolean): Check {
  return (what, value) => (good(value) ? NOTHING : [`${what} must be ${wanted}, got ${shown(value)}`]);
}

const isText = (value: unknown): value is string =>
  typeof value === "string" && (!isMarked(value) || isTextKind(tokenKind(value)));

const isTextKind = (kind: TokenKind | undefined): boolean => kind === undefined || kind === "text";

/** A text, in which there may be tokens. */
export const text: Check = wants("text", isText);

/** A text that is known when the program runs: it becomes a part of a name or decides what is made. */
export const knownText: Check = wants(
  "text that is known when the program runs",
  (value) => isText(value) && !isToken(value) && value !== "",
);

/** A text of a form. Texts with tokens pass. @param wanted completes "must be …" */
export function textLike(wanted: string, good: (value: string) => boolean): Check {
  return wants(wanted, (value) => isText(value) && (isToken(value) || good(value)));
}

/** A text that says why. */
export const reason: Check = wants("a reason", (value) => isText(value) && value.trim() !== "");

/** One of a few words. */
export function word(words: readonly (string | number)[]): Check {
  return wants(`one of ${words.join(", ")}`, (value) => (words as readonly unknown[]).includes(value));
}

/** A number, which may be a token. */
export const number: Check = wants("a number", (value) => typeof value === "number" && !Number.isNaN(value));

/** A number that other numbers are compared with. */
export const knownNumber: Check = wants(
  "a number that is known when the program runs",
  (value) => typeof value === "number" && !Number.isNaN(value) && !isToken(value),
);

/** Truth values decide what is made, so they are never tokens. */
export const flag: Check = wants(
  "true or false, known when the program runs",
  (value) => typeof value === "boolean",
);

export const callback: Check = wants("a function", (value) => typeof value === "function");

export const construct: Check = wants(
  "a construct",
  (value) => isObject(value) && "node" in value && isObject(value.node),
);

/** What can be written as JSON, with tokens of texts, numbers and lists in it. Nothing that holds itself. */
export const json: Check = (what, value) => jsonProblems(what, value, []);

function jsonProblems(what: string, value: unknown, around: readonly unknown[]): readonly string[] {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return [];
  if (tokenKind(value) === "list") return [];
  const mixed = Array.isArray(value) && value.some(isListMarker);
  if (typeof value !== "object" || isToken(value) || mixed || around.includes(value))
    return [`${what} must be what JSON can say, got ${shown(value)}`];
  return Object.entries(value).flatMap(([key, one]) =>
    jsonProblems(`${what}.${key}`, one, [...around, value]),
  );
}

/** A value, or nothing: of parameters, which have no names to be left out. */
export function orNothing(check: Check): Check {
  return (what, value) => (value === undefined ? [] : check(what, value));
}

/** The first check where `is` holds, else the second. */
export function either(is: (value: unknown) => boolean, check: Check, other: Check): Check {
  return (what, value) => (is(value) ? check : other)(what, value);
}

/** A list of which each item is looked at. @param wanted completes "must be …" */
export function knownList(item: Check, wanted = "a list"): Check {
  return (what, value) => {
    if (!Array.isArray(value)) return [`${what} must be ${wanted}, got ${shown(value)}`];
    if (value.some(isListMarker))
      return [
        value.length === 1
          ? `${what} must be ${wanted} whose items are known when the program runs, got ${shown(value)}`
          : `${what} must hold no list that only Terraform knows beside other items: join them with Fn.concat`,
      ];
    let problems = NOTHING;
    // The holes of a list, too.
    for (let index = 0; index < value.length; index += 1)
      if (item("", value[index]).length > 0)
        problems = [...problems, ...item(`${what}[${index}]`, value[index])];
    return problems;
  };
}

/** Lists of texts that are frozen and have nothing wrong: those of actions are the longest part of a policy, and the same in each. */
const SOUND_TEXTS = new WeakSet<object>();

/** A list, or one that only Terraform knows. */
export function list(item: Check, wanted = "a list"): Check {
  const known = knownList(item, wanted);
  const check: Check = (what, value) => (tokenKind(value) === "list" ? NOTHING : known(what, value));
  if (item !== text) return check;
  return (what, value) => {
    if (Array.isArray(value) && SOUND_TEXTS.has(value)) return NOTHING;
    const problems = check(what, value);
    if (problems.length === 0 && Object.isFrozen(value)) SOUND_TEXTS.add(value as object);
    return problems;
  };
}

/** A map of which each value is looked at. Its keys may hold tokens, but how many there are is known. */
export function freeMap(item: Check): Check {
  return (what, value) => {
    if (isToken(value))
      return [`${what} must be a map whose keys are known when the program runs, got ${shown(value)}`];
    if (!isObject(value)) return [`${what} must be a map, got ${shown(value)}`];
    let problems = NOTHING;
    for (const [key, one] of Object.entries(value))
      if (item("", one).length > 0) problems = [...problems, ...item(`${what}[${shown(key)}]`, one)];
    return problems;
  };
}

/** The same for keys that become names or decide what is made, and so hold no tokens. */
export function knownMap(item: Check): Check {
  const free = freeMap(item);
  return (what, value) => {
    const problems = free(what, value);
    if (!isObject(value) || isToken(value)) return problems;
    return [
      ...Object.keys(value)
        .filter(isToken)
        .map((key) => `${what} must have keys that are known when the program runs, got ${shown(key)}`),
      ...problems,
    ];
  };
}

/** What functions of Terraform give, such as `Fn.merge`: cdktf does not know that it is a map. */
function isOneToken(value: unknown): boolean {
  return isText(value) && isToken(value) && tokenParts(value).join("") === tokenParts(value)[1];
}

/** A map of texts, or one that only Terraform knows. */
export function textMap(what: string, value: unknown): readonly string[] {
  const kind = tokenKind(value);
  if (kind === "map" && Object.keys(value as object).length > 1)
    return [`${what} must hold no map that only Terraform knows beside other keys: join them with Fn.merge`];
  if (kind === "map" || kind === "value" || isOneToken(value)) return [];
  if (!isObject(value) || kind !== undefined) return [`${what} must be a map, got ${shown(value)}`];
  return Object.entries(value).flatMap(([key, one]) => text(`${what}[${shown(key)}]`, one));
}

/** An object with these properties and no others. */
export function object<P>(shape: Shape<P>, wanted = "an object"): Check {
  const rows = shape as Readonly<Record<string, Check | Optional>>;
  const isKnown = (key: string) => Object.hasOwn(rows, key);
  const members = membersOf(shape);
  return (what, value) => {
    if (!isObject(value) || isToken(value)) return [notAnObject(what, wanted, value)];
    const problems = members(what, value);
    const names = Object.keys(value);
    if (names.every(isKnown)) return problems;
    const unknown = names.filter((key) => !isKnown(key));
    return [
      ...unknown.map(
        (key) =>
          `unknown property ${shown(key)}${what === "" ? "" : ` of ${what}`}, allowed are ${Object.keys(rows).join(", ")}`,
      ),
      ...problems,
    ];
  };
}

/** An object that has at least these properties, such as a construct. */
export function having<P>(shape: Shape<P>, wanted = "an object"): Check {
  const members = membersOf(shape);
  return (what, value) =>
    isObject(value) && !isToken(value) ? members(what, value) : [notAnObject(what, wanted, value)];
}

function notAnObject(what: string, wanted: string, value: unknown): string {
  return `${what === "" ? "props" : what} must be ${wanted}, got ${shown(value)}`;
}

/** What is wrong with the properties of an object that the shape has. */
function membersOf<P>(shape: Shape<P>): (what: string, value: object) => readonly string[] {
  const rows = (Object.entries(shape) as [string, Check | Optional][]).map(([key, row]) =>
    "optional" in row ? { key, check: row.optional, mayLack: true } : { key, check: row, mayLack: false },
  );
  return (what, value) => {
    let problems = NOTHING;
    for (const { key, check, mayLack } of rows) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (member === undefined && mayLack) continue;
      if (check("", member).length > 0)
        problems = [...problems, ...check(what === "" ? key : `${what}.${key}`, member)];
    }
    return problems;
  };
}

/** An object with exactly one of these properties. @param wanted completes "must be …" */
export function oneOf(rows: Readonly<Record<string, Check>>, wanted = "an object"): Check {
  const names = Object.keys(rows);
  return (what, value) => {
    const given = isObject(value) && !isToken(value) ? Object.keys(value) : [];
    const [name] = given;
    const check =
      name !== undefined && given.length === 1 && Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (check === undefined)
      return [
        `${what} must be ${wanted} with ${names.length === 1 ? names[0] : `exactly one of ${names.join(", ")}`}, got ${
          given.length === 0 ? shown(value) : given.map(shown).join(", ")
        }`,
      ];
    return check(`${what}.${name}`, (value as Readonly<Record<string, unknown>>)[name ?? ""]);
  };
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
