/** Makes cdktf's HCL readable: it writes expressions as strings, and a whole policy on one line. */
import { endOfGroup, endOfString, split } from "./scan";

/** The top-level blocks of HCL text, in their order. */
export function topLevelBlocks(hcl: string): readonly string[] {
  const blocks: string[] = [];
  let from = 0;
  let index = 0;
  while (index < hcl.length) {
    if (hcl[index] === '"') index = endOfString(hcl, index);
    else if (hcl[index] === "{") {
      index = endOfGroup(hcl, index);
      blocks.push(hcl.slice(from, index).trim());
      from = index;
    } else index += 1;
  }
  return blocks;
}

/** One block as people would write it; indentation is left to the formatter. */
export function tidyBlock(block: string): string {
  const lines = unquoteExpressions(block).split("\n").map(spreadLine);
  return unquoteDependencies(lines.join("\n")).replace(/\{\s*\}$/, "{}");
}

/** `"${expression}"` becomes `expression`, wherever a value stands: after `=`, in lists, objects and calls. */
export function unquoteExpressions(text: string): string {
  let tidied = "";
  let index = 0;
  while (index < text.length) {
    const end = text[index] === '"' ? endOfString(text, index) : (endOfHeredoc(text, index) ?? index + 1);
    const part = text.slice(index, end);
    const isValue = /[=[,(]\s*$/.test(tidied) && !/^[ \t]*=/.test(text.slice(end, end + 80));
    tidied += isValue && isOneExpression(part) ? unquoteExpressions(part.slice(3, -2).trim()) : part;
    index = end;
  }
  return tidied;
}

/** The index after the text that begins here with `<<EOF`, in which quotes are quotes; `undefined` where none does. */
function endOfHeredoc(text: string, start: number): number | undefined {
  const [opening, word] = /^<<-?(\w+)\n/.exec(text.slice(start, start + 80)) ?? [];
  if (opening === undefined) return undefined;
  const closing = new RegExp(`^[ \\t]*${word}$`, "m").exec(text.slice(start + opening.length));
  if (closing === null) throw new Error(`text at ${start} has no end`);
  return start + opening.length + closing.index + closing[0].length;
}

/** Whether the string is a single template sequence, from quote to quote. */
function isOneExpression(string: string): boolean {
  return string.startsWith('"${') && endOfGroup(string, 2) === string.length - 1;
}

/** References in `depends_on` are deprecated as strings. */
function unquoteDependencies(block: string): string {
  return block.replace(/(depends_on = )\[([^\]]*)\]/g, (_, start: string, items: string) => {
    const references = split(items, ",").map((item) => item.replaceAll('"', ""));
    return references.length === 1 ? `${start}[${references[0]}]` : `${start}[\n${references.join(",\n")}\n]`;
  });
}

/** Writes a `jsonencode` over several lines; other expressions stay as they are. */
function spreadLine(line: string): string {
  const [, start = "", expression = ""] = /^(\s*[\w"-]+\s*=\s*)(jsonencode\(.*)$/.exec(line) ?? [];
  const call = "jsonencode(";
  if (expression === "" || endOfGroup(expression, call.length - 1) !== expression.length) return line;
  return `${start}${call}${spreadValue(expression.slice(call.length, -1))})`;
}

function spreadValue(value: string): string {
  const inner = value.slice(1, -1);
  if (value.startsWith("{")) return `{\n${split(inner, ",").map(spreadMember).join("\n")}\n}`;
  if (!value.startsWith("[")) return value;
  const items = split(inner, ",").map(spreadValue);
  const brief = items.length === 1 && !items[0]?.includes("\n");
  return brief ? `[${items[0]}]` : `[\n${items.map((item) => `${item},`).join("\n")}\n]`;
}

function spreadMember(member: string): string {
  const end = endOfString(member, 0);
  const key = member.slice(1, end - 1);
  const value = member.slice(member.indexOf("=", end) + 1).trim();
  return `${/^[A-Za-z_]\w*$/.test(key) ? key : `"${key}"`} = ${spreadValue(value)}`;
}
