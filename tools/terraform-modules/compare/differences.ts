/** Whether two results mean the same, whatever their resources are called in Terraform. */
import type { Made, Result } from "./terraform";

/** Attributes that say how Terraform does something, or that AWS answers. */
const NOT_COMPARED = ["id", "tags_all", "unique_id", "timeouts"];

/** What is different, as lines to read; nothing when they mean the same. */
export function differences(stack: Result, module: Result): readonly string[] {
  const [wanted, got] = [contents(stack.resources), contents(module.resources)];
  const missing = [...wanted].filter(([content]) => !got.has(content));
  const more = [...got].filter(([content]) => !wanted.has(content));
  return [
    ...unlike(missing, more),
    ...otherOutputs(stack.outputs, module.outputs),
    ...earlier(wanted, got, stack, module),
  ];
}

/** What each resource says, as one text, with its address. */
function contents(resources: readonly Made[]): ReadonlyMap<string, Made> {
  return new Map(resources.map((made) => [contentOf(made), made]));
}

function contentOf({ type, attributes }: Made): string {
  const said = Object.entries(attributes).filter(
    ([name, value]) => !NOT_COMPARED.includes(name) && !isNothing(value),
  );
  return JSON.stringify([
    type,
    Object.fromEntries(said.map(([name, value]) => [name, meaning(value)]).sort()),
  ]);
}

const isNothing = (value: unknown): boolean =>
  value === null || value === "" || (typeof value === "object" && Object.values(value).every(isNothing));

/** Without an order where none counts: documents, lists of blocks, sets. What is left out, and what is null, are alike. */
function meaning(value: unknown): unknown {
  if (typeof value === "string") return documentOf(value) ?? value;
  if (Array.isArray(value))
    return value
      .map(meaning)
      .map((item) => JSON.stringify(item))
      .sort();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => !isNothing(item));
  return Object.fromEntries(
    entries
      .map(([name, item]) => [name, meaning(item)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** What a JSON document says; nothing of any other text. */
function documentOf(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return documentMeaning(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** As IAM reads it: a list is a set, one of one is its item, numbers are texts, and what numbers a Sid says nothing. */
export function documentMeaning(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = [...new Set(value.map((item) => JSON.stringify(documentMeaning(item))))].sort();
    return items.length === 1 ? JSON.parse(items[0] ?? "") : items;
  }
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(
    ([name, item]) =>
      [name, name === "Sid" ? String(item).replace(/\d+$/, "") : documentMeaning(item)] as const,
  );
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

type Found = readonly (readonly [string, Made])[];

/** Pairs what is most alike, so that a reader sees the attribute that differs. */
function unlike(missing: Found, more: Found): readonly string[] {
  const left = [...more];
  const lines = missing.flatMap(([, made]) => {
    const alike = left
      .filter(([, other]) => other.type === made.type)
      .sort(
        ([, one], [, other]) => otherAttributes(made, one).length - otherAttributes(made, other).length,
      )[0];
    if (alike === undefined) return [`only in the stack: ${made.address} ${said(made)}`];
    left.splice(left.indexOf(alike), 1);
    return otherAttributes(made, alike[1]);
  });
  return [...lines, ...left.map(([, made]) => `only in the module: ${made.address} ${said(made)}`)];
}

const said = ({ attributes }: Made): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(attributes).filter(([, value]) => !isNothing(value))),
  ).slice(0, 300);

function otherAttributes(stack: Made, module: Made): readonly string[] {
  return [...new Set([...Object.keys(stack.attributes), ...Object.keys(module.attributes)])]
    .filter((name) => !NOT_COMPARED.includes(name))
    .flatMap((name) => {
      const [one, other] = [stack.attributes[name], module.attributes[name]].map((value) =>
        isNothing(value) ? undefined : meaning(value),
      );
      if (JSON.stringify(one) === JSON.stringify(other)) return [];
      return [`${stack.address} / ${module.address}: ${name}`, ...partsOf(one, other)];
    });
}

/** What only one of them says: of a document, its statements. */
function partsOf(one: unknown, other: unknown): readonly string[] {
  const parts = (value: unknown): readonly string[] => {
    const statements = (value as { readonly Statement?: unknown } | undefined)?.Statement;
    const list = [statements ?? value].flat();
    return list.map((item) => (typeof item === "string" ? item : (JSON.stringify(item) ?? "nothing")));
  };
  const [mine, theirs] = [parts(one), parts(other)];
  return [
    ...mine
      .filter((part) => !theirs.includes(part))
      .map((part) => `    stack:  ${part.replaceAll("\\", "")}`),
    ...theirs
      .filter((part) => !mine.includes(part))
      .map((part) => `    module: ${part.replaceAll("\\", "")}`),
  ];
}

function otherOutputs(
  stack: Readonly<Record<string, unknown>>,
  module: Readonly<Record<string, unknown>>,
): readonly string[] {
  const there = (outputs: Readonly<Record<string, unknown>>, name: string): unknown =>
    isNothing(outputs[name]) ? undefined : meaning(outputs[name]);
  return [...new Set([...Object.keys(stack), ...Object.keys(module)])].flatMap((name) => {
    const [one, other] = [JSON.stringify(there(stack, name)), JSON.stringify(there(module, name))];
    return one === other ? [] : [`output ${name}: the stack says ${one}, the module ${other}`];
  });
}

/** What waits in the stack for something, and in the module does not. */
function earlier(
  wanted: ReadonlyMap<string, Made>,
  got: ReadonlyMap<string, Made>,
  stack: Result,
  module: Result,
): readonly string[] {
  const contentsAt = ({ resources }: Result, address: string): readonly string[] =>
    resources.filter((made) => made.address === address).map(contentOf);
  return [...wanted].flatMap(([content, made]) => {
    const other = got.get(content);
    if (other === undefined) return [];
    const before = new Set(other.waitedFor.flatMap((address) => contentsAt(module, address)));
    return made.waitedFor
      .filter((address) => contentsAt(stack, address).some((one) => got.has(one) && !before.has(one)))
      .map((address) => `${other.address} does not wait for what the stack calls ${address}`);
  });
}
