import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fn, Lazy, Token } from "cdktf";
import { isListMarker, isToken, replaceTokens, tokenKind, tokenParts } from "../../modules/tokens";

const value = () => Lazy.anyValue({ produce: () => "x" });
const text = Token.asString(value());
const hinted = Token.asString(value(), { displayHint: "a_b-c.d:e" });
const list = Token.asList(value());
const numbers = Token.asNumberList(value());
const number = Token.asNumber(value());
const map = Token.asStringMap(value());

describe("tokenKind", () => {
  it.each([
    ["text", text],
    ["text", hinted],
    ["text", `a ${text} b`],
    ["text", `a number in a text: ${number}`],
    ["list", list],
    ["list", numbers],
    ["list", list[0]],
    ["map", map],
    ["map", { ...map }],
    ["map", { ...map, Name: "x" }],
    ["number", number],
    ["value", value()],
    ["text", Fn.merge([{ a: "b" }])],
  ])("knows a %s", (kind, given) => {
    expect(tokenKind(given)).toBe(kind);
    expect(isToken(given)).toBe(true);
  });

  it.each([
    "",
    "${aws:username}",
    "${var.name}",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/*",
    "TfToken[",
    "$${TfToken",
    -1.5,
    -8.1e298 * 1.5,
    -1e298,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    [],
    ["a"],
    [text, text],
    [1, 2],
    {},
    { a: text },
    { resolve: 1 },
    null,
    undefined,
    true,
    () => text,
  ])("says nothing of %p, which is known or whose parts are to be asked about", (given) => {
    expect(tokenKind(given)).toBeUndefined();
  });

  it("agrees with cdktf on everything that is not a part of a text", () => {
    const all = [
      text,
      `a${text}`,
      list,
      numbers,
      map,
      number,
      value(),
      [text],
      ["a"],
      "a",
      7,
      {},
      "${aws:x}",
    ];
    expect(all.map(isToken)).toEqual(all.map((one) => Token.isUnresolved(one)));
  });

  it("knows numbers however many tokens there are", () => {
    for (const count of [0, 1, 255, 65_536, 2 ** 31]) {
      const view = new DataView(new ArrayBuffer(8));
      view.setUint32(0, 0xfdff_0000);
      view.setUint32(4, count);
      const encoded = view.getFloat64(0);
      expect([encoded, Token.isUnresolved(encoded), isToken(encoded), isToken(`n${encoded}`)]).toEqual([
        encoded,
        true,
        true,
        true,
      ]);
    }
  });
});

describe("texts with tokens", () => {
  it("come apart into literals and tokens in turns", () => {
    expect(tokenParts(`a${text}${hinted}b`)).toEqual(["a", text, "", hinted, "b"]);
    expect(tokenParts("${aws:username}")).toEqual(["${aws:username}"]);
  });

  it("have every token replaced, of whatever kind", () => {
    const all = `${text}|${list[0]}|${Object.keys(map)[0]}|${number}|${numbers[0]}|\${aws:username}`;
    expect(replaceTokens(all, "?")).toBe("?|?|?|?|?|${aws:username}");
    expect(replaceTokens(`${text}`, (token) => `<${token}>`)).toBe(`<${text}>`);
  });
});

it("knows what stands for a list beside others, where it must not", () => {
  expect(["a", ...list, text].map(isListMarker)).toEqual([false, true, false]);
  expect([1, ...numbers].map(isListMarker)).toEqual([false, true]);
});

it("is the one file that tells tokens from other values", () => {
  const root = join(__dirname, "..", "..");
  const files = ["modules", "presets", "config"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const telling = files
    .filter((file) => file.endsWith(".ts") && file !== join("modules", "tokens.ts"))
    .filter((file) =>
      /TfToken\\?\[|isUnresolved|isResolvable|includes\(["'`]\$\{/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
  expect(files.length).toBeGreaterThan(100);
  expect(telling).toEqual([]);
});
