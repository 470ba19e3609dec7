import { judge, type RanTest } from "../../../tools/jest/judge";

const test = (name: string, errors: number, ran = true): RanTest => ({
  name,
  ran,
  errors: Array.from({ length: errors }, () => new Error(name)),
});

describe("tests that are listed as impossible", () => {
  it("are forgiven when they fail, and no other is", () => {
    const [listed, other] = [test("store keeps", 2), test("store reads", 1)];
    expect(judge([{ test: "store keeps" }], [listed, other])).toEqual([]);
    expect([listed.errors.length, other.errors.length]).toEqual([0, 1]);
  });

  it("are reported when they pass", () => {
    expect(judge([{ test: "store keeps" }], [test("store keeps", 0)])).toEqual([
      "listed as impossible, but it passes: 'store keeps'",
    ]);
  });

  it("are reported when they are gone, or called otherwise", () => {
    expect(judge([{ test: "store keeps" }], [test("store keeps all", 1)])).toEqual([
      "listed as impossible, but there is no such test: 'store keeps'",
    ]);
  });

  it("are not judged when they were not asked for", () => {
    expect(judge([{ test: "store keeps" }], [test("store keeps", 0, false)])).toEqual([]);
  });
});
