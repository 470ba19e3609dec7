import {
  formatAge,
  formatBytes,
  formatDuration,
  formatFacts,
  formatTable,
} from "../../../scripts/commands/format";
import { shellWord } from "../../../scripts/shell-word";

describe("figures for people", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [10_187, "9.9 KiB"],
    [10_240, "10 KiB"],
    [1024 ** 2 - 1, "1.0 MiB"],
    [2.5 * 1024 ** 3, "2.5 GiB"],
    [5000 * 1024 ** 4, "5000 TiB"],
  ])("%d bytes", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, "0.0 s"],
    [9_949, "9.9 s"],
    [9_951, "10 s"],
    [59_600, "1 min 0 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
  ])("%d milliseconds", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it.each([
    [-1, "in the future"],
    [0, "0 min"],
    [3_599_999, "59 min"],
    [3_600_000, "1 h"],
    [47 * 3_600_000, "47 h"],
    [48 * 3_600_000, "2 days"],
  ])("%d milliseconds ago", (age, text) => expect(formatAge(new Date(0), new Date(age))).toBe(text));

  it("gives the first cell a line of its own where the terminal is too narrow for the table", () => {
    const rows = [
      ["ID", "SIZE", "AGE"],
      ["a-long-name", "1 B", "2 days"],
      ["b", "", ""],
    ];
    expect(formatTable(rows, 25)).toEqual(formatTable(rows));
    expect(formatTable(rows, 24)).toEqual(["ID", "  SIZE  AGE", "a-long-name", "  1 B   2 days", "b"]);
  });

  it("names each cell where even the cells below the first do not fit", () => {
    const rows = [
      ["FATE", "OBJECT", "AGE", "WHY"],
      ["keep", "a/b-1", "2 days", ""],
      ["delete", "c", "", "no rule keeps it"],
    ];
    expect(formatTable(rows, 25, { indent: 2 })).toEqual([
      "  keep  OBJECT: a/b-1",
      "    AGE: 2 days",
      "  delete  OBJECT: c",
      "    WHY: no rule keeps it",
    ]);
    expect(formatTable(rows.slice(1), 20, { head: false })).toEqual([
      "keep  a/b-1  2 days",
      "delete  c",
      "  no rule keeps it",
    ]);
  });

  it("breaks cells between words, and never an id, which stands at the left edge where it does not fit", () => {
    const id = "an/id-of-some-length.tar.gz";
    const rows = [["delete", id, "none of the rules that stand there keeps it"]];
    expect(formatTable(rows, 28, { indent: 2, head: false })).toEqual([
      "  delete",
      id,
      "    none of the rules that",
      "      stand there keeps it",
    ]);
    for (const columns of [1, 5, 20]) {
      const lines = formatTable(rows, columns, { head: false });
      expect(lines.join(" ").split(/ +/).filter(Boolean)).toEqual(rows.flat().join(" ").split(" "));
      for (const line of lines) expect(line.length <= columns || !line.trim().includes(" ")).toBe(true);
    }
  });

  it("aligns columns and leaves no spaces at the ends", () => {
    expect(
      formatTable([
        ["A", "B"],
        ["long", ""],
        ["x", "y"],
      ]),
    ).toEqual(["A     B", "long", "x     y"]);
    expect(
      formatFacts("t", [
        ["a", ["1", "2"]],
        ["long", "3"],
      ]),
    ).toEqual(["t", "  a     1", "        2", "  long  3"]);
  });

  it.each([
    ["plain", "plain"],
    ["arn:aws:kms:x:1:key/a-b", "arn:aws:kms:x:1:key/a-b"],
    ["a b", "'a b'"],
    ["it's", `'it'\\''s'`],
    ["$(rm)", "'$(rm)'"],
    ["", "''"],
    ["\u001b'\\\u202e\n", "$'\\033\\'\\\\\\342\\200\\256\\012'"],
  ])("quotes %s for a shell", (word, quoted) => expect(shellWord(word)).toBe(quoted));
});
