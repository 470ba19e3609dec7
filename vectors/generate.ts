/** Writes messages/, vectors.json and the table of README.md: `npm run vectors`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, official, ours } from "./answers";
import { VECTORS, type Vector } from "./list";

const MESSAGES = join(__dirname, "messages");
const README = join(__dirname, "README.md");
const TABLE = /(<!-- table -->\n)[\s\S]*(<!-- \/table -->)/;

export const fileOf = ({ group, name }: Pick<Vector, "group" | "name">): string => `${group}-${name}.bin`;

async function main(): Promise<void> {
  rmSync(MESSAGES, { recursive: true, force: true });
  mkdirSync(MESSAGES);
  const rows: string[] = [];
  for (const vector of VECTORS) {
    writeFileSync(join(MESSAGES, fileOf(vector)), vector.message);
    const [our, their] = [await ours(vector.message), await official(vector.message)];
    rows.push(`| ${fileOf(vector)} | ${vector.what} | ${said(our)} | ${said(their)} |`);
  }
  writeFileSync(join(__dirname, "vectors.json"), `${JSON.stringify(VECTORS.map(entry), undefined, 2)}\n`);
  const table = [
    "| file | what | ours | official JavaScript library 5.0.2 |",
    "| --- | --- | --- | --- |",
    ...rows,
  ];
  writeFileSync(README, readFileSync(README, "utf8").replace(TABLE, `$1${table.join("\n")}\n$2`));
}

const entry = (vector: Vector) => ({
  file: fileOf(vector),
  group: vector.group,
  what: vector.what,
  expect: vector.plaintext === undefined ? "refuse" : "accept",
  ...(vector.plaintext === undefined ? {} : { plaintextHex: vector.plaintext.toString("hex") }),
});

function said({ accepted, plaintext, message }: Answer): string {
  if (accepted) return "accepted";
  const released = plaintext.length === 0 ? "" : ` after ${plaintext.length} bytes of plaintext`;
  return `refused${released}: ${message.replace(/\|/g, "\\|")}`;
}

if (require.main === module) void main();
