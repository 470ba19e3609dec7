import { parseRecordKey, recordFolder, recordKey } from "../../../../scripts/core/records/record-key";

const AT = new Date("2026-11-28T10:00:00.900Z");

describe("names of records", () => {
  it.each([
    ["step-ca/", "step-ca/ca-20261122T014200Z.tar.gz.kms"],
    ["", "ca-20261122T014200Z.tar.age"],
    ["a/b/", "a/b/x.y-z-20261122T014200Z.tar.zst.kms"],
  ])("come back from their keys, below prefix '%s'", (prefix, id) => {
    const key = recordKey("drills", id, AT);
    expect(parseRecordKey(key)).toEqual({
      key,
      kind: "drills",
      prefix,
      stem: id.slice(prefix.length).replace(/\.tar.*/, ""),
      at: new Date("2026-11-28T10:00:00.000Z"),
      ending: ".json",
    });
    expect(key.startsWith(recordFolder(prefix, "drills"))).toBe(true);
  });

  it.each([
    "step-ca/ca-20261122T014200Z.tar.gz.kms",
    "step-ca/.sealstack/others/ca-20261122T014200Z/20261128T100000Z.json",
    "step-ca/.sealstack/drills/ca-20261122T014200Z/20260230T100000Z.json",
    "step-caxsealstack/drills/ca-20261122T014200Z/20261128T100000Z.json",
    "step-ca/.sealstack/drills/20261128T100000Z.json",
  ])("are not read from %s", (key) => {
    expect(parseRecordKey(key)).toBeUndefined();
  });

  it("are of backups only", () => {
    expect(() => recordKey("keys", "step-ca/other.txt", AT)).toThrow("records are about backups only");
  });
});
