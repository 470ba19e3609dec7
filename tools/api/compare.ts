/** Two API reports: what a program that compiles with the old one may stumble over. Pure. */

/** A line of a report. */
interface Fact {
  readonly optional: boolean;
  readonly text: string;
}

export interface ApiChange {
  /** Such as `sealstack/modules/kms`. */
  readonly entryPoint: string;
  /** The export, or the entry point's own specifier where all of it is gone. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
}

/** What users only give: here more is allowed than before without harm. */
const GIVEN = /(Props|Options|Config|Settings|Input)$/;

type Report = ReadonlyMap<string, ReadonlyMap<string, Fact>>;

/** @throws {Error} for a line that is none of a report's */
export function parseReport(text: string): Report {
  const report = new Map<string, Map<string, Fact>>();
  let facts: Map<string, Fact> | undefined;
  let fenced = false;
  for (const line of text.split("\n")) {
    const [, specifier] = /^## (\S+)$/.exec(line) ?? [];
    if (specifier !== undefined) {
      facts = new Map();
      report.set(specifier, facts);
    } else if (line === "```") fenced = !fenced;
    else if (fenced) {
      const [, key, optional, said] = /^(\S+?)(\?)?: (.*)$/.exec(line) ?? [];
      if (key === undefined || said === undefined || facts === undefined)
        throw new Error(`'${line}' is no line of an API report`);
      facts.set(key, { optional: optional !== undefined, text: said });
    }
  }
  return report;
}

/** Every breaking change between two texts, in the order of the reports. What is merely new is none. */
export function breakingChanges(before: string, after: string): readonly ApiChange[] {
  const [old, now] = [parseReport(before), parseReport(after)];
  return [...old].flatMap(([entryPoint, facts]) => {
    const current = now.get(entryPoint);
    if (current === undefined)
      return [{ entryPoint, name: entryPoint, says: `entry point '${entryPoint}' is gone` }];
    return [...lost(facts, current), ...demanded(facts, current)].map(([name, says]) => ({
      entryPoint,
      name,
      says: `${entryPoint}: ${says}`,
    }));
  });
}

type Found = readonly [name: string, says: string];
type Facts = ReadonlyMap<string, Fact>;

const exportOf = (key: string) => key.split(/[.#[]/)[0] ?? key;
const above = (key: string) => key.replace(/\.[^.]*$/, "").replace(/\[\]$/, "");

/** What is gone, or no longer the same. */
function lost(old: Facts, now: Facts): readonly Found[] {
  return [...old].flatMap(([key, was]): readonly Found[] => {
    const name = exportOf(key);
    const is = now.get(key);
    if (is === undefined)
      return above(key) !== key && !now.has(above(key)) ? [] : [[name, `'${key}' is gone`]];
    const given = GIVEN.test(name);
    if (was.optional && !is.optional) return [[name, `'${key}' is required, and was optional`]];
    if (!was.optional && is.optional && !given)
      return [[name, `'${key}' may be absent, and was always there`]];
    if (was.text === is.text || takesMore(was.text, is.text) || (given && isWider(was.text, is.text)))
      return [];
    return [[name, `'${key}' was '${was.text}', and is '${is.text}'`]];
  });
}

/** New members without which an object is no longer complete. Those of classes and constants are the library's own. */
function demanded(old: Facts, now: Facts): readonly Found[] {
  return [...now].flatMap(([key, { optional }]): readonly Found[] => {
    const name = exportOf(key);
    const isOfType = old.get(name)?.text.startsWith("type") === true;
    return isOfType && !optional && !old.has(key) && old.has(above(key))
      ? [[name, `'${key}' is new and required`]]
      : [];
  });
}

/** Whether a function got nothing but optional parameters at its end. */
function takesMore(was: string, is: string): boolean {
  const [before, after] = [parametersOf(was), parametersOf(is)];
  if (before === undefined || after === undefined || before.rest !== after.rest) return false;
  const isSame = before.list.every((parameter, index) => parameter === after.list[index]);
  return (
    isSame && after.list.slice(before.list.length).every((parameter) => /^(\w+\?|\.\.\.\w+):/.test(parameter))
  );
}

function parametersOf(text: string): { readonly list: readonly string[]; readonly rest: string } | undefined {
  if (!text.startsWith("function (")) return undefined;
  const body = text.slice("function (".length);
  const [list, end] = split(body, ",");
  return { list, rest: body.slice(end) };
}

/** Whether a union has all that it had, and more. */
function isWider(was: string, is: string): boolean {
  const [before, after] = [split(was, "|")[0], split(is, "|")[0]];
  return before.every((member) => after.includes(member));
}

/** Parts between separators that stand in no brackets, up to the bracket that closes the whole, and where that is. */
function split(text: string, separator: string): readonly [readonly string[], number] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let index = 0; index <= text.length; index++) {
    const character = text[index] ?? "";
    if (/[([{<]/.test(character)) depth++;
    else if (/[)\]}>]/.test(character) && text[index - 1] !== "=") depth--;
    if (depth < 0 || index === text.length || (depth === 0 && character === separator)) {
      const part = text.slice(start, index).trim();
      if (part !== "") parts.push(part);
      start = index + 1;
    }
    if (depth < 0) return [parts, index];
  }
  return [parts, text.length];
}
