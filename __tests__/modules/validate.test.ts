import { Lazy, Token } from "cdktf";
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
