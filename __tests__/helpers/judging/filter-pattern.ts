/**
 * OURS, not AWS's: matches JSON records against the part of the filter pattern language that `modules/audit` writes, because LocalStack has no
 * TestMetricFilter. Comparisons of strings with `=`, `*` at either end, `&&`, `||` and parentheses; anything else is an error.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
type Matcher = (record: unknown) => boolean;

const TOKEN = /\s*(?:(\$\.[\w.[\]]+)\s*=\s*"([^"]*)"|(&&|\|\||[(){}]))/y;

/** What a pattern says of a record. @throws Error on a pattern that is not understood */
export function matchesFilter(pattern: string, record: unknown): boolean {
  return parse(pattern)(record);
}

interface Item {
  readonly sign?: string;
  readonly compare?: Matcher;
}

function items(pattern: string): Item[] {
  const found: Item[] = [];
  const scanner = new RegExp(TOKEN);
  while (pattern.slice(scanner.lastIndex).trim() !== "") {
    const from = scanner.lastIndex;
    const match = scanner.exec(pattern);
    if (match === null) throw new Error(`filter pattern is not understood from '${pattern.slice(from)}'`);
    const [, path, value = "", sign] = match;
    found.push(path === undefined ? { sign: sign ?? "" } : { compare: comparison(path, value) });
  }
  return found;
}

/** `&&` binds more closely than `||`. */
function parse(pattern: string): Matcher {
  const rest = items(pattern);
  const take = (sign: string): boolean => {
    if (rest[0]?.sign !== sign) return false;
    rest.shift();
    return true;
  };
  const expect = (sign: string): void => {
    if (!take(sign)) throw new Error(`filter pattern lacks '${sign}'`);
  };
  const one = (): Matcher => {
    if (take("(")) {
      const inner = any();
      expect(")");
      return inner;
    }
    const compare = rest.shift()?.compare;
    if (compare === undefined) throw new Error("filter pattern lacks a comparison");
    return compare;
  };
  const all = (): Matcher => {
    const parts = [one()];
    while (take("&&")) parts.push(one());
    return (record) => parts.every((part) => part(record));
  };
  const any = (): Matcher => {
    const parts = [all()];
    while (take("||")) parts.push(all());
    return (record) => parts.some((part) => part(record));
  };
  expect("{");
  const matcher = any();
  expect("}");
  if (rest.length > 0) throw new Error("filter pattern goes on after its end");
  return matcher;
}

function comparison(path: string, value: string): Matcher {
  const members = path
    .slice(2)
    .split(/[.[\]]+/)
    .filter((member) => member !== "");
  const escaped = value.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}/-]/g, "\\$&"));
  const pattern = new RegExp(`^${escaped.join(".*")}$`, "s");
  return (record) => {
    const found = members.reduce<unknown>(
      (at, member) =>
        typeof at === "object" && at !== null ? (at as Record<string, unknown>)[member] : undefined,
      record,
    );
    return typeof found === "string" && pattern.test(found);
  };
}
