import fc from "fast-check";
import { COMPRESSIONS } from "../../../scripts/core/archive/compression/compression";
import { backupName, manifestKey, normalPrefix, parseId } from "../../../scripts/core/object-key";

const PARTS = {
  prefix: "step-ca/",
  name: "ca-1",
  createdAt: new Date("2026-11-22T01:42:00.987Z"),
  format: "aws-encryption-sdk-v2",
  compression: "gzip",
} as const;

describe("the object key of a backup", () => {
  it("is prefix, name, UTC timestamp, compression and format", () => {
    expect(backupName(PARTS).id).toBe("step-ca/ca-1-20261122T014200Z.tar.gz.kms");
    expect(backupName({ ...PARTS, compression: "none" }).id).toBe("step-ca/ca-1-20261122T014200Z.tar.kms");
    expect(backupName({ ...PARTS, compression: "zstd" }).id).toBe(
      "step-ca/ca-1-20261122T014200Z.tar.zst.kms",
    );
    expect(backupName({ ...PARTS, prefix: "", format: "age-v1" }).id).toBe(
      "ca-1-20261122T014200Z.tar.gz.age",
    );
  });

  it("has its manifest beside it", () => {
    expect(manifestKey(backupName(PARTS).id)).toBe("step-ca/ca-1-20261122T014200Z.manifest.json");
    expect(manifestKey("a/b-20261122T014200Z.tar.gz.age")).toBe("a/b-20261122T014200Z.manifest.json");
    expect(manifestKey("a/b-20261122T014200Z.tar.kms")).toBe("a/b-20261122T014200Z.manifest.json");
  });

  it("reads back, whatever the parts are", () => {
    const text = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
    const prefix = fc.array(text, { maxLength: 3 }).map((parts) => parts.map((part) => `${part}/`).join(""));
    const createdAt = fc.date({
      min: new Date(0),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    const format = fc.constantFrom("aws-encryption-sdk-v2" as const, "age-v1" as const);
    const compression = fc.constantFrom(...COMPRESSIONS);
    fc.assert(
      fc.property(fc.record({ prefix, name: text, createdAt, format, compression }), (parts) => {
        const made = backupName(parts);
        expect(parseId(made.id)).toEqual(made);
      }),
    );
  });

  it.each([
    "step-ca/ca-20261122T014200Z.manifest.json",
    "step-ca/ca-20261122T014200Z.tar.gz",
    "step-ca/ca-20261122T014200Z.tar",
    "step-ca/ca-20261122T014200Z.tar.xz.kms",
    "step-ca/ca-20260230T014200Z.tar.gz.kms",
    "step-ca/ca-20261122T256000Z.tar.gz.kms",
    "step-ca/-20261122T014200Z.tar.gz.kms",
    "step-ca/20261122T014200Z.tar.gz.kms",
    "step-ca/",
    "",
    ".sealstack/ca-20261122T014200Z.tar.gz.kms",
    ".sealstack/drills/ca-20261122T014200Z.tar.gz.kms",
    "step-ca/.sealstack/quarantine/ca-20261122T014200Z/ca-20261122T014200Z.tar.gz.kms",
    "step-ca/host-1/.sealstack/keys/ca-20261122T014200Z.tar.kms",
  ])("does not read %p", (id) => expect(parseId(id)).toBeUndefined());

  it.each(["", "-x", ".x", "a b", "a/b", "ä", "x".repeat(65), "a\n"])("fails with the name %p", (name) => {
    expect(() => backupName({ ...PARTS, name })).toThrow(expect.objectContaining({ exit: "usage" }));
  });

  it.each(["/", "//", "a//b", "../a", "a/../b", "./", "a/.", "a b/", "ä/", "a\n/"])(
    "fails with the prefix %p",
    (prefix) => {
      expect(() => normalPrefix(prefix)).toThrow(expect.objectContaining({ exit: "usage" }));
    },
  );

  it("fails with a prefix that makes the key too long", () => {
    expect(() => backupName({ ...PARTS, prefix: "p/".repeat(500) })).toThrow("longer than 1024 bytes");
  });

  it.each([
    ["", ""],
    ["a", "a/"],
    ["a/b/", "a/b/"],
    ["dt=2026-11", "dt=2026-11/"],
  ])("takes the prefix %p", (given, normal) => {
    expect(normalPrefix(given)).toBe(normal);
  });
});
