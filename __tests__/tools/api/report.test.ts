/** A small library before and after changes: what the report tells, and what it calls breaking. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { breakingChanges, parseReport } from "../../../tools/api/compare";
import { apiReport } from "../../../tools/api/report";
import { readApi } from "../../../tools/docs-modules/entry-points";
import { unannounced } from "../../../tools/release/announced";
import { parseChange } from "../../../tools/release/changes";
import { useTempDir } from "../../helpers/temp-dir";

const LIBRARY = `
interface Inner { readonly days: number; readonly note?: string }
export interface KeyProps { readonly name: string; readonly rules?: readonly Inner[]; readonly mode?: "a" | "b" }
export interface Decision { readonly allowed: boolean; readonly by?: string }
export class Key {
  readonly arn: string = "";
  private readonly secret = 1;
  constructor(name: string, props: KeyProps) {}
  grant(to: string): Decision { return { allowed: to === String(this.secret) }; }
}
export function rootStatement(env: string): Decision { return { allowed: env === "" }; }
export const TABLE = { one: ["x"], two: ["y"] } as const;
export type Word = "left" | "right";
`;

describe("API report", () => {
  const dir = useTempDir();
  const reports = new Map<string, string>();

  /** The report of the library with this text. */
  function report(text: string): string {
    const known = reports.get(text) ?? compiled(text);
    reports.set(text, known);
    return known;
  }

  function compiled(text: string): string {
    mkdirSync(join(dir(), "modules"), { recursive: true });
    const exports = { "./modules/kms": { types: "./lib/modules/kms.d.ts" } };
    writeFileSync(join(dir(), "package.json"), JSON.stringify({ name: "sealstack", exports }));
    const compilerOptions = {
      strict: true,
      target: "es2022",
      lib: ["es5"],
      module: "node16",
      moduleResolution: "node16",
    };
    writeFileSync(join(dir(), "tsconfig.json"), JSON.stringify({ compilerOptions }));
    writeFileSync(join(dir(), "modules/kms.ts"), text);
    return apiReport(readApi(dir()));
  }

  it("tells exports and members, down to what has no public name, and nothing private", () => {
    const [facts] = [...parseReport(report(LIBRARY)).values()];
    const lines = [...(facts ?? [])].map(
      ([key, { optional, text }]) => `${key}${optional ? "?" : ""}: ${text}`,
    );
    expect(lines).toEqual([
      "Decision: type",
      "Decision.allowed: boolean",
      "Decision.by?: string",
      "Key: class",
      "Key.new: function (name: string, props: KeyProps)",
      "Key.arn: string",
      "Key.grant: function (to: string): Decision",
      "KeyProps: type",
      'KeyProps.mode?: "a" | "b"',
      "KeyProps.name: string",
      "KeyProps.rules?: object[]",
      "KeyProps.rules[].days: number",
      "KeyProps.rules[].note?: string",
      "TABLE: const",
      "TABLE.one: data",
      "TABLE.two: data",
      'Word: type = "left" | "right"',
      "rootStatement: function (env: string): Decision",
    ]);
  });

  it.each([
    ["a removed export", /export type Word.*\n/, "", "Word", "'Word' is gone"],
    ["a removed member", " readonly name: string;", "", "KeyProps", "'KeyProps.name' is gone"],
    ["a renamed method", "grant(to", "allow(to", "Key", "'Key.grant' is gone"],
    [
      "a key that became required",
      "rules?:",
      "rules:",
      "KeyProps",
      "'KeyProps.rules' is required, and was optional",
    ],
    [
      "a required key below an unexported type",
      "{ readonly days: number;",
      "{ readonly days: number; readonly unit: string;",
      "KeyProps",
      "'KeyProps.rules[].unit' is new and required",
    ],
    [
      "another type",
      "days: number",
      "days: string",
      "KeyProps",
      "'KeyProps.rules[].days' was 'number', and is 'string'",
    ],
    ["a narrower union", '"a" | "b"', '"a"', "KeyProps", `'KeyProps.mode' was '"a" | "b"', and is '"a"'`],
    ["a wider union that callers read", '"left" | "right"', '"left" | "right" | "up"', "Word", /^'Word' was/],
    [
      "a parameter that is asked for",
      "(env: string)",
      "(env: string, full: boolean)",
      "rootStatement",
      /^'rootStatement' was/,
    ],
    [
      "a result that may lack what it had",
      "allowed: boolean",
      "allowed?: boolean",
      "Decision",
      "'Decision.allowed' may be absent, and was always there",
    ],
    ["a row that left a table", ', two: ["y"]', "", "TABLE", "'TABLE.two' is gone"],
  ])("calls %s breaking, unless a change says so", (_, from, to, name, says) => {
    const doctored = LIBRARY.replace(from, to);
    expect(doctored).not.toBe(LIBRARY);
    const found = breakingChanges(report(LIBRARY), report(doctored));
    const text =
      typeof says === "string"
        ? `sealstack/modules/kms: ${says}`
        : expect.stringMatching(says.source.replace("^", ""));
    expect(found).toEqual([{ entryPoint: "sealstack/modules/kms", name, says: text }]);
    const change = (content: string) => [parseChange("x.md", content)];
    expect(unannounced(found, change("Change: `Other` and `Key2` are others."))).toEqual(found);
    expect(unannounced(found, change(`Change: \`${name}\` is another.`))).toEqual(found);
    expect(unannounced(found, change(`Change (breaking): \`${name}.x\` is another.`))).toEqual([]);
  });

  it.each([
    ["a new export", "export type Word", "export type Other = string;\nexport type Word"],
    ["a new optional key", "readonly name: string;", "readonly name: string; readonly more?: number;"],
    ["a key of props that may be left out", "readonly name: string;", "readonly name?: string;"],
    ["a wider union of props", '"a" | "b"', '"c" | "b" | "a"'],
    ["a new optional parameter", "(env: string)", "(env: string, full?: boolean)"],
    ["another private member", "secret = 1", "secret = 2"],
    ["another value in a table", '["x"]', '["z", "x"]'],
    ["a new row in a table", 'one: ["x"]', 'one: ["x"], three: ["w"]'],
  ])("takes %s for compatible", (_, from, to) => {
    const doctored = LIBRARY.replace(from, to);
    expect(doctored).not.toBe(LIBRARY);
    expect(breakingChanges(report(LIBRARY), report(doctored))).toEqual([]);
  });

  it("names an entry point that is gone, and refuses a text that is no report", () => {
    const before = report(LIBRARY);
    const after = before.replace("## sealstack/modules/kms", "## sealstack/modules/keys");
    expect(breakingChanges(before, after)).toEqual([
      {
        entryPoint: "sealstack/modules/kms",
        name: "sealstack/modules/kms",
        says: "entry point 'sealstack/modules/kms' is gone",
      },
    ]);
    expect(() => parseReport(before.replace("Decision: type", "Decision"))).toThrow(
      "'Decision' is no line of an API report",
    );
  });
});
