/**
 * What only a deployment tells, inside of texts: two characters that no name has stand around the reference. Terraform's own `${…}` cannot be kept, because
 * resolved policies have IAM's variables in the same form.
 */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARK = /\uE000([^\uE001]*)\uE001/g;

/** @param what the reference, such as `aws_vpc.main.id` */
export function mark(what: string): string {
  return `${OPEN}${what.replaceAll(/[\uE000\uE001]/g, "")}${CLOSE}`;
}

/** Names of everything in a value that is not known, each once. */
export function unknownsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [...new Set([...value.matchAll(MARK)].map(([, what = ""]) => what))];
  if (typeof value !== "object" || value === null) return [];
  return [...new Set([...Object.keys(value), ...Object.values(value)].flatMap((each) => unknownsIn(each)))];
}

/** As people know it, `${aws_vpc.main.id}`, and as the evaluator takes it: without colons, which IAM's variables have. */
export function withReferences<T>(value: T): T {
  return mapTexts(value, (text) =>
    text.replaceAll(MARK, (_, what: string) => `\${${what.replaceAll(/[:{}]/g, " ")}}`),
  );
}

/** Replaces every text in a value, names of members included. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  const each = (item: unknown): unknown => {
    if (typeof item === "string") return change(item);
    if (Array.isArray(item)) return item.map(each);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [change(key), each(inner)]));
  };
  return each(value) as T;
}

/** JSON that cannot hold a mark of its own. @throws SyntaxError */
export function parseWithoutMarks(text: string): unknown {
  return mapTexts(JSON.parse(text), (each) => each.replaceAll(/[\uE000\uE001]/g, "\uFFFD"));
}
