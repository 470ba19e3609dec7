import { Lazy, Token } from "cdktf";
import { ConfigError } from "../../modules/config-error";
import { shown, shownList } from "../../modules/show-value";

const value = () => Lazy.anyValue({ produce: () => "x" });

describe("shown", () => {
  it.each([
    ["a text", "'a text'"],
    ["", "''"],
    [`alias/${Token.asString(value())}`, "'alias/${...}'"],
    ["${aws:username}", "'${aws:username}'"],
    ["two\nlines\u001b[31m", "'two\\x0alines\\x1b[31m'"],
    ["to\u202eright\u200b", "'to\\u202eright\\u200b'"],
    [Token.asNumber(value()), "a number that only Terraform knows"],
    [Token.asList(value()), "a list that only Terraform knows"],
    [Token.asList(value())[0], "a list that only Terraform knows"],
    [Token.asStringMap(value()), "a map that only Terraform knows"],
    [value(), "a value that only Terraform knows"],
    [undefined, "nothing"],
    [null, "null"],
    [7.5, "7.5"],
    [Number.NaN, "NaN"],
    [true, "true"],
    [[], "an empty list"],
    [["a"], "a list"],
    [{ a: 1 }, "an object"],
    [() => 1, "a function"],
    [Symbol("s"), "Symbol(s)"],
    [10n, "10"],
  ])("says of %p: %s", (given, expected) => {
    expect(shown(given)).toBe(expected);
  });

  it("cuts what is long", () => {
    expect(shown("x".repeat(1000))).toHaveLength(202);
    expect(shown("x".repeat(200))).toBe(`'${"x".repeat(200)}'`);
  });

  it("joins several", () => {
    expect(shownList(["a", 1])).toBe("'a', 1");
  });
});

it("keeps the inside of tokens out of errors, whatever a message was made from", () => {
  const [text, list] = [Token.asString(value()), Token.asList(value())];
  const error = new ConfigError("stack", [`got '${text}', ${list} and ${Token.asNumber(value())}`]);
  expect(error.message).toContain("got '${...}', ${...} and ${...}");
  expect(error.problems).toEqual(["got '${...}', ${...} and ${...}"]);
});
