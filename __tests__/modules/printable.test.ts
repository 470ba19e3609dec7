import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { isPrintable, printable, printableInQuotes, printableJson } from "../../modules/printable";

/** Inclusive. Written out, and not asked of the engine that the code asks. */
const UNSAFE: readonly (readonly [what: string, from: number, to: number])[] = [
  ["C0", 0, 0x1f],
  ["DEL and C1", 0x7f, 0x9f],
  ["a no-break space", 0xa0, 0xa0],
  ["the soft hyphen", 0xad, 0xad],
  ["the combining grapheme joiner", 0x34f, 0x34f],
  ["the Arabic letter mark", 0x61c, 0x61c],
  ["fillers of Hangul", 0x115f, 0x1160],
  ["the Mongolian vowel separator", 0x180e, 0x180e],
  ["wide and narrow spaces", 0x2000, 0x200a],
  ["zero width and direction marks", 0x200b, 0x200f],
  ["separators of lines and paragraphs", 0x2028, 0x2029],
  ["bidirectional embeddings and overrides", 0x202a, 0x202e],
  ["invisible operators, bidirectional isolates", 0x2060, 0x206f],
  ["another filler of Hangul", 0x3164, 0x3164],
  ["surrogates", 0xd800, 0xdfff],
  ["private use", 0xe000, 0xe000],
  ["selectors of variants", 0xfe00, 0xfe0f],
  ["the byte order mark", 0xfeff, 0xfeff],
  ["annotations, noncharacters", 0xfff9, 0xfffb],
  ["controls of musical notation", 0x1d173, 0x1d17a],
  ["tags", 0xe0000, 0xe007f],
  ["more selectors of variants", 0xe0100, 0xe01ef],
];

const all = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));

describe("what reaches a terminal", () => {
  it.each(UNSAFE)("is no character of %s", (_what, from, to) => {
    for (const char of all(from, to)) {
      expect(isPrintable(char)).toBe(false);
      expect(printable(`a${char}b`)).toMatch(/^a\\(x[0-9a-f]{2}|u[0-9a-f]{4}|u\{[0-9a-f]+\})b$/);
      expect(printableJson({ [char]: char })).toMatch(/^[\x20-\x7e]+$/);
      expect(JSON.parse(printableJson({ [char]: [char] }))).toEqual({ [char]: [char] });
    }
  });

  it("is what people write, and an escape only once", () => {
    for (const text of [
      "plain text, 'quoted' \\x1b",
      "café cafe\u0301",
      "Ελληνικά עברית العربية हिन्दी 日本語",
      "😀 €",
    ])
      expect([isPrintable(text), printable(text)]).toEqual([true, text]);
    const escaped = printable("\u001b]0;\u009b\u202e\u{e0041}\ud800\n");
    expect(escaped).toBe("\\x1b]0;\\u009b\\u202e\\u{e0041}\\ud800\\x0a");
    expect(printable(escaped)).toBe(escaped);
  });

  it("in quotes is what YAML reads back", () => {
    for (const [, from, to] of UNSAFE.filter(([what]) => what !== "surrogates"))
      for (const char of all(from, to)) {
        const quoted = `"${printableInQuotes(char)}"`;
        expect(isPrintable(quoted)).toBe(true);
        expect(parse(quoted)).toBe(char);
      }
  });
});

describe("an unexpected failure", () => {
  it("is told with its stack, and its message makes no lines", () => {
    const script = `
      const { Output } = require("./scripts/output/output.ts");
      const fail = new Error("\\u001b[2J\\n    at forged (x:1:1)\\nsealstack: hint: forged");
      new Output(process.stdout, process.stderr, { json: false, quiet: false }).error(fail);`;
    const { stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], { encoding: "utf8" });
    const [first, message, ...stack] = stderr.trimEnd().split("\n");
    expect(first).toMatch(/^sealstack: error: unexpected failure/);
    expect(message).toBe("Error: \\x1b[2J\\x0a    at forged (x:1:1)\\x0asealstack: hint: forged");
    expect(stack.length).toBeGreaterThan(0);
    for (const line of stack) expect(line).toMatch(/^ {4}at (?!forged)/);
  });
});
