import { Lazy, Token } from "cdktf";
import { list, number, text } from "../../modules/shape";
import { assertValid, ConfigError, outside, unlessToken } from "../../modules/validate";

const RANGE = { min: 7, max: 30 };

describe("outside", () => {
  it.each([7, 30])("accepts %d, an edge of the range", (days) => {
    expect(outside("days", days, RANGE)).toBeUndefined();
  });

  it.each([6, 31, 7.5, Number.NaN])("fails at %d with name, range and value", (days) => {
    expect(outside("days", days, RANGE)).toBe(`days must be a whole number from 7 to 30, got ${days}`);
  });

  it("leaves absent values and tokens to others", () => {
    expect(outside("days", undefined, RANGE)).toBeUndefined();
    expect(outside("days", Token.asNumber(Lazy.numberValue({ produce: () => 99 })), RANGE)).toBeUndefined();
  });
});

describe("a list of texts", () => {
  const check = list(text);

  it("is looked at each time as long as it can change", () => {
    const open = ["a"];
    expect(check("x", open)).toEqual([]);
    open.push(7 as unknown as string);
    expect(check("x", open)).toEqual(["x[1] must be text, got 7"]);
  });

  it("is refused frozen as it is otherwise, each time", () => {
    const bad = Object.freeze(["a", 7]);
    expect([check("x", bad), check("y", bad)]).toEqual([
      ["x[1] must be text, got 7"],
      ["y[1] must be text, got 7"],
    ]);
    const good = Object.freeze(["a"]);
    expect([check("x", good), list(number)("x", good)]).toEqual([[], ["x[0] must be a number, got 'a'"]]);
  });
});

describe("unlessToken", () => {
  it("does not judge a string with a token in it", () => {
    const token = `x-${Lazy.stringValue({ produce: () => "?" })}`;
    expect(unlessToken(token, () => "wrong")).toBeUndefined();
    expect(unlessToken("x", () => "wrong")).toBe("wrong");
  });
});

describe("assertValid", () => {
  it("fails with every rule that is broken, and the path", () => {
    const check = () => assertValid("stack/key", {}, [() => "one", () => undefined, () => "two"]);
    expect(check).toThrow(new ConfigError("stack/key", ["one", "two"]));
    expect(check).toThrow("invalid configuration at 'stack/key':\n  - one\n  - two");
  });
});
