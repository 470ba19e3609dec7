import { SeenRows } from "../../../../../scripts/core/fleet/report/seen-rows";

describe("rows with a result", () => {
  it("are known again among many, and no others are", () => {
    const seen = new SeenRows();
    const row = (at: number) => ({ key: `p/k${at}`, versionId: at % 3 === 0 ? `v${at}` : undefined });
    for (let at = 0; at < 20_000; at += 2) seen.add(row(at));
    for (let at = 0; at < 20_000; at += 1) expect(seen.has(row(at))).toBe(at % 2 === 0);
  });

  it("are the same however their keys were encoded, and with or without a version in the manifest", () => {
    const seen = new SeenRows();
    seen.add({ key: "a+b%2Bc", versionId: "v1" });
    expect(seen.has({ key: "a%20b%2bc", versionId: undefined })).toBe(true);
    expect(seen.has({ key: "a%20b%2Bc", versionId: "v1" })).toBe(true);
    expect(seen.has({ key: "a%20b%2Bc", versionId: "v2" })).toBe(false);
  });
});
