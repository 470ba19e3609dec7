/** Values and texts as HCL writes them. */
import { snakeCase } from "./variable-names";

/** A quoted text, with nothing in it that HCL would take for a template. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");

/** A value on one line; keys of objects in snake_case. */
export function literal(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${keyOf(key)} = ${literal(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const keyOf = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? snakeCase(key) : quoted(key));

/** A comment, on as many lines as it takes. */
export function comment(text: string, indent = ""): string {
  const width = 118 - indent.length;
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `${indent}# ${line}\n`).join("");
}
