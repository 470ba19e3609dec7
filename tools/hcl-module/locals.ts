/** Gives a name to what a module says again and again: data sources, names and ARNs, calls inside of texts, long lists. */
import { endOfGroup } from "./scan";
import { unquoteExpressions } from "./tidy";

/** Items of a list that gets a name when it stands there twice: shorter ones are read faster where they are. */
const LONG_LIST = 5;

/** Characters of a call inside of a text that is better read elsewhere. */
const LONG_CALL = 40;

/** Characters of an ARN that gets a name although it stands there once: with its key, it would fill a line. */
const LONG_TEXT = 60;

/** Text, and the locals that it refers to. */
interface Named {
  readonly text: string;
  readonly locals: ReadonlyMap<string, string>;
}

/** Stands in no HCL. */
const SEPARATOR = "\n\f\n";

/** The blocks with references to locals, and the block that defines them; none where nothing is repeated. */
export function withLocals(blocks: readonly string[]): {
  readonly locals: readonly string[];
  readonly blocks: readonly string[];
} {
  const start: Named = { text: blocks.join(SEPARATOR), locals: new Map() };
  const { text, locals } = [dataSources, calls, bucketNames, arns, lists].reduce(
    (named, step) => step(named),
    start,
  );
  const definitions = [...locals].map(([name, value]) => `${name} = ${value}`);
  return {
    locals: locals.size === 0 ? [] : [`locals {\n${definitions.join("\n")}\n}`],
    blocks: unquoteExpressions(text).split(SEPARATOR),
  };
}

/** `data.aws_region.current_region.region` is the region. */
function dataSources(named: Named): Named {
  return repeated(named.text.match(/\bdata\.\w+\.\w+\.\w+\b/g) ?? [], 2).reduce(
    (before, reference) =>
      define(before, reference.split(".").at(-1) ?? "", reference, literal(reference, "\\b", "\\b")),
    named,
  );
}

/** Such as a table of domains by partition. */
function calls(named: Named): Named {
  const start = [...named.text.matchAll(/\$\{(?=\w+\()/g)].find(
    ({ index }) => endOfGroup(named.text, index + 1) - index > LONG_CALL,
  )?.index;
  if (start === undefined) return named;
  const template = named.text.slice(start, endOfGroup(named.text, start + 1));
  const call = template.slice(2, -1).trim();
  const name = call.includes("amazonaws.com") ? "dns_suffix" : "value";
  return calls(define(named, name, call, literal(template, "", ""), true));
}

/** Names that are made of an account and a region. */
function bucketNames(named: Named): Named {
  return bucketsIn(named.text)
    .filter(({ name }) => name.includes("${") && named.text.split(name).length > 2)
    .reduce(
      (before, { label, name }) => define(before, `${label}_name`, `"${name}"`, whole(name), true),
      named,
    );
}

/** What is repeated, or long; of buckets, with whatever follows the slash. */
function arns(named: Named): Named {
  const texts = [...named.text.matchAll(/"(arn:\$\{local\.partition\}:[^"\n]*)"/g)].map(
    ([, arn = ""]) => arn,
  );
  const all = texts.map((arn) => /^(.*:s3:::[^/]*)/.exec(arn)?.[1] ?? arn);
  const buckets = bucketsIn(named.text);
  const worthy = new Set([...repeated(all, 2), ...all.filter(({ length }) => length > LONG_TEXT)]);
  return [...worthy].reduce(
    (before, arn) => define(before, arnName(arn, buckets), `"${arn}"`, whole(arn), true),
    named,
  );
}

/** By the bucket, else by service and type: `cloudtrail_trail_arn`. */
function arnName(arn: string, buckets: ReturnType<typeof bucketsIn>): string {
  const plain = arn.replaceAll(/\$\{[^}]*\}/g, (template) => template.replaceAll(":", ""));
  const [, , service = "", , , ...rest] = plain.split(":");
  const resource = rest.join(":");
  const bucket = buckets.find(({ name }) => name === resource);
  if (bucket !== undefined) return `${bucket.label}_arn`;
  if (service === "iam" && resource === "root") return "account_root_arn";
  const [, type] = [...resource.matchAll(/(?:^|:)([a-z-]+)[:/]/g)].at(-1) ?? [];
  return type === undefined ? `${service}_arn` : `${service}_${snake(type)}_arn`;
}

/** Labels and names, as texts. */
function bucketsIn(text: string): readonly { readonly label: string; readonly name: string }[] {
  return text.split(SEPARATOR).flatMap((block) => {
    const [, label] = /^resource "aws_s3_bucket" "(\w+)"/.exec(block) ?? [];
    const [, name, local] =
      /^\s*bucket\s*=\s*(?:"(.*)"|(local\.\w+))$/m.exec(unquoteExpressions(block)) ?? [];
    return label === undefined ? [] : [{ label, name: name ?? `\${${local}}` }];
  });
}

/** Of actions, named by the last statement that has it. */
function lists(named: Named): Named {
  const found = [...named.text.matchAll(/(\w+) = (\[\n(?:[^\n[\]{}]+,\n)+\])/g)].map(
    ({ 1: key = "", 2: list = "", index }) => ({ list, name: listName(named.text.slice(0, index), key) }),
  );
  const long = found.filter(({ list }) => list.split("\n").length - 2 >= LONG_LIST);
  return repeated(
    long.map(({ list }) => list),
    2,
  ).reduce((before, list) => {
    const name = long.findLast((one) => one.list === list)?.name ?? "list";
    return define(before, name, list, literal(list, "", ""));
  }, named);
}

function listName(before: string, key: string): string {
  const sid = [...before.matchAll(/\bSid = "(\w+)"/g)].at(-1)?.[1] ?? "";
  return `${snake(sid)}_${snake(key)}s`;
}

function snake(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/\W+/g, "_")
    .toLowerCase();
}

/** Every item that is there `times` times at least, in the order of their first. */
function repeated(items: readonly string[], times: number): readonly string[] {
  return [...new Set(items)].filter((item) => items.filter((other) => other === item).length >= times);
}

/** @param inText whether the reference stands inside of a text */
function define({ text, locals }: Named, wanted: string, value: string, what: RegExp, inText = false): Named {
  // What begins with something that has a name by now is not there any more.
  if (text.search(what) < 0) return { text, locals };
  const name = freeName(wanted, locals);
  const reference = inText ? `\${local.${name}}` : `local.${name}`;
  return { text: text.replace(what, () => reference), locals: new Map([...locals, [name, value]]) };
}

function freeName(wanted: string, locals: Named["locals"], number = 1): string {
  const name = number === 1 ? wanted : `${wanted}_${number}`;
  return locals.has(name) ? freeName(wanted, locals, number + 1) : name;
}

function literal(text: string, before: string, after: string): RegExp {
  return new RegExp(`${before}${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}${after}`, "g");
}

/** A text, or its beginning up to a slash or colon, or its end after a colon. */
function whole(text: string): RegExp {
  return literal(text, '(?<=[":])', '(?=["/:])');
}
