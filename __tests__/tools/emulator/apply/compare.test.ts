import { contains } from "../../../../tools/emulator/apply/compare";

describe("contains", () => {
  it.each([
    [{ a: 1, more: 2 }, { a: 1 }],
    [[{ a: 1, more: 2 }], [{ a: 1 }]],
    [{ a: 1 }, { a: 1, b: undefined }],
  ])("accepts what a service adds: %j for %j", (actual, expected) => {
    expect(contains(actual, expected)).toBe(true);
  });

  it.each([
    [{ a: 2 }, { a: 1 }],
    [{ a: "1" }, { a: 1 }],
    [undefined, { a: 1 }],
    [[1, 2], [1]],
    [
      [2, 1],
      [1, 2],
    ],
    [{ a: null }, { a: {} }],
  ])("fails at %j for %j", (actual, expected) => {
    expect(contains(actual, expected)).toBe(false);
  });
});
