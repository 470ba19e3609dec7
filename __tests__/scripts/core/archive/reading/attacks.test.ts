import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ARCHIVE_LIMIT } from "../../../../../scripts/core/archive/limits";
import { Judge } from "../../../../../scripts/core/archive/reading/judge";
import { type Evil, forged, packed, unpack } from "../../../../helpers/stores/archive";
import { useTempDir } from "../../../../helpers/temp-dir";

const FILE = { body: Buffer.from("owned") };
const DIR = { type: "directory" } as const;
const LINK = { type: "symlink" } as const;

type Attack = readonly [what: string, members: readonly Evil[], problem: string];
const ATTACKS: readonly Attack[] = [
  ["an absolute path", [{ name: "/tmp/sealstack-owned", ...FILE }], "is absolute"],
  ["a path with ..", [{ name: "../owned", ...FILE }], "contains '..'"],
  [
    "a path with .. inside",
    [
      { name: "d/", ...DIR },
      { name: "d/../../owned", ...FILE },
    ],
    "contains '..'",
  ],
  ["a path of ..", [{ name: "..", ...DIR }], "contains '..'"],
  ["a path with .", [{ name: "./f", ...FILE }], "is not in its normal form"],
  [
    "a path with //",
    [
      { name: "d/", ...DIR },
      { name: "d//f", ...FILE },
    ],
    "is not in its normal form",
  ],
  ["an empty path", [{ name: "", ...FILE }], "is empty"],
  ["a file named like a directory", [{ name: "f/", type: "file", ...FILE }], "is not in its normal form"],
  ["a NUL in a path", [{ name: "x", ...FILE, pax: { path: "a\0b" } }], "contains a NUL"],
  ["a path of 5,000 bytes", [{ name: "d/".repeat(2500), ...DIR }], "is longer than 4095 bytes"],
  ["a depth of 1,000", [{ name: "d/".repeat(1000), ...DIR }], "is more than 256 directories deep"],
  ["a name of 256 bytes", [{ name: "n".repeat(256), ...FILE }], "has a name longer than 255 bytes"],
  ["a hard link", [{ name: "f", type: "link", linkname: "/etc/passwd" }], "is a link, which is not allowed"],
  ["a character device", [{ name: "f", type: "character-device" }], "is a character-device, which"],
  ["a block device", [{ name: "f", type: "block-device" }], "is a block-device, which"],
  ["a FIFO", [{ name: "f", type: "fifo" }], "is a fifo, which"],
  ["a contiguous file", [{ name: "f", type: "contiguous-file" }], "is a contiguous-file, which"],
  ["an absolute link", [{ name: "l", ...LINK, linkname: "/etc" }], "is a link whose target is absolute"],
  ["a link out", [{ name: "l", ...LINK, linkname: "../x" }], "is a link whose target leads out"],
  [
    "a deep link out",
    [
      { name: "d/", ...DIR },
      { name: "d/l", ...LINK, linkname: "../../x" },
    ],
    "leads out",
  ],
  [
    "a link with .. after a name",
    [{ name: "l", ...LINK, linkname: "d/../../x" }],
    "contains '..' after a name",
  ],
  ["an empty link", [{ name: "l", ...LINK }], "points nowhere"],
  ["a NUL in a link", [{ name: "l", ...LINK, linkname: "x", pax: { linkpath: "a\0b" } }], "contains a NUL"],
  [
    "a file below a link",
    [
      { name: "l", ...LINK, linkname: "." },
      { name: "l/f", ...FILE },
    ],
    "lies in no directory of the archive",
  ],
  [
    "a file below a file",
    [
      { name: "f", ...FILE },
      { name: "f/g", ...FILE },
    ],
    "lies in no directory",
  ],
  ["a file in no directory", [{ name: "d/f", ...FILE }], "lies in no directory"],
  [
    "a file twice",
    [
      { name: "f", ...FILE },
      { name: "f", ...FILE },
    ],
    "stands in the archive twice",
  ],
  [
    "a link, then a file of its name",
    [
      { name: "f", ...LINK, linkname: "x" },
      { name: "f", ...FILE },
    ],
    "twice",
  ],
  [
    "a directory twice",
    [
      { name: "d/", ...DIR },
      { name: "d/", ...DIR },
    ],
    "twice",
  ],
  [
    "the root twice",
    [
      { name: "./", ...DIR },
      { name: "./", ...DIR },
    ],
    "twice",
  ],
  ["the reserved folder", [{ name: ".sealstack/", ...DIR }], "lies in the reserved folder"],
  ["a second size", [{ name: "f", ...FILE, pax: { size: "5" } }], "has the pax record 'size'"],
  [
    "a sparse file",
    [{ name: "f", ...FILE, pax: { "GNU.sparse.realsize": "10000000000" } }],
    "has the pax record",
  ],
  ["a time that is none", [{ name: "f", ...FILE, pax: { mtime: "NaN" } }], "has no valid mtime"],
  ["an owner that is none", [{ name: "f", ...FILE, pax: { uid: "-1" } }], "has no valid uid"],
];

describe("an archive made to do harm", () => {
  const dir = useTempDir();
  const into = (): string => join(dir(), "out");

  it("is accepted when it is harmless after all", async () => {
    const tar = await forged([
      { name: "./", ...DIR },
      { name: "d/", ...DIR },
      { name: "d/f", ...FILE },
    ]);
    expect(await unpack(tar, into())).toMatchObject({ files: 1, directories: 2 });
  });

  it.each(ATTACKS)("fails with %s, and writes nothing outside", async (_, members, problem) => {
    const error = await unpack(await forged(members), into()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exit: "notAuthentic", message: expect.stringContaining(problem) });
    expect(readdirSync(dir())).toEqual(["out"]);
    expect(existsSync("/tmp/sealstack-owned")).toBe(false);
  });

  it("makes links last, so that nothing is written through one", async () => {
    const tar = await forged([
      { name: "l", ...LINK, linkname: "d" },
      { name: "d/", ...DIR },
      { name: "d/f", ...FILE },
    ]);
    await unpack(tar, into());
    expect(lstatSync(join(into(), "l")).isSymbolicLink()).toBe(true);
  });

  it("fails with a directory that has content", async () => {
    const tar = await forged([{ name: "d/", ...DIR }]);
    const at = tar.indexOf("d/\0");
    tar.write("00000000777", at + 124);
    fixChecksum(tar, at);
    await expect(unpack(tar, into())).rejects.toMatchObject({
      message: expect.stringContaining("with content"),
    });
  });

  it("fails with a negative size", async () => {
    const tar = await forged([{ name: "file", ...FILE }]);
    const at = tar.indexOf("file\0");
    tar.fill(0xff, at + 124, at + 136);
    fixChecksum(tar, at);
    await expect(unpack(tar, into())).rejects.toMatchObject({ exit: "notAuthentic" });
  });

  it("fails with an unknown type of member", async () => {
    const tar = await forged([{ name: "file", ...FILE }]);
    const at = tar.indexOf("file\0");
    tar.write("S", at + 156); // GNU sparse file
    fixChecksum(tar, at);
    await expect(unpack(tar, into())).rejects.toMatchObject({
      message: expect.stringContaining("'file' is a member of an unknown type"),
    });
  });

  const link = { ...LINK, linkname: "x", mode: 0, uid: 0, gid: 0, size: 0, mtimeSeconds: 0 };

  it("fails with more members in any order than are remembered", () => {
    const judge = new Judge();
    for (let count = 0; count < ARCHIVE_LIMIT.anyOrder.members; count += 1)
      judge.admit({ ...link, name: `l${count}` });
    expect(() => judge.admit({ ...link, name: "last" })).toThrow("'last' comes after 100000 others");
  });

  describe("with more members than may stand in any order", () => {
    const judge = new Judge();
    const nth = (count: number): string => `l${String(count).padStart(7, "0")}`;
    const { members, anyOrder } = ARCHIVE_LIMIT;

    it("fails when one comes twice, next to itself or not, or out of order", () => {
      judge.admit({ ...DIR, name: "d/", linkname: "", mode: 0, uid: 0, gid: 0, size: 0, mtimeSeconds: 0 });
      for (let count = 1; count <= anyOrder.members; count += 1) judge.admit({ ...link, name: nth(count) });
      const last = nth(anyOrder.members);
      expect(() => judge.admit({ ...link, name: last })).toThrow(`'${last}' stands in the archive twice`);
      for (const name of [nth(7), "a", "d/a", "l"])
        expect(() => judge.admit({ ...link, name })).toThrow(`'${name}' is out of order`);
      expect(() => judge.admit({ ...link, name: `${last}/in` })).toThrow("lies in no directory");
    });

    it("fails with more than the limit", () => {
      for (let count = anyOrder.members + 1; count < members; count += 1)
        judge.admit({ ...link, name: nth(count) });
      expect(() => judge.admit({ ...link, name: "last" })).toThrow("'last' comes after 1048576 others");
    });
  });

  it("fails with a member behind the digests", async () => {
    const tar = await forged([], [{ name: "late", ...FILE }]);
    await expect(unpack(tar, into())).rejects.toMatchObject({
      message: expect.stringContaining("comes after .sealstack/SHA256SUMS"),
    });
  });

  it("fails with a second archive behind the first", async () => {
    const tar = await forged([{ name: "f", ...FILE }]);
    await expect(unpack(Buffer.concat([tar, tar]), into())).rejects.toMatchObject({ exit: "notAuthentic" });
  });

  it("fails when a file is not the one that was digested", async () => {
    const tar = await forged([
      { name: "f", ...FILE },
      { name: "g", ...FILE },
    ]);
    tar.write("OWNED", tar.lastIndexOf("owned"));
    await expect(unpack(tar, into())).rejects.toMatchObject({
      exit: "notAuthentic",
      message: "the files differ from .sealstack/SHA256SUMS inside the backup: see 'g'",
    });
  });

  it("fails without the digests, and without the description", async () => {
    const tar = await forged([{ name: "f", ...FILE }]);
    const withoutSums = Buffer.concat([
      tar.subarray(0, tar.indexOf(".sealstack/SHA256SUMS")),
      Buffer.alloc(1024),
    ]);
    await expect(unpack(withoutSums, into())).rejects.toMatchObject({
      message: "the archive ends without .sealstack/SHA256SUMS: it is not complete",
    });
    const withoutInfo = tar.subarray(tar.indexOf("f\0"));
    await expect(unpack(withoutInfo, join(dir(), "other"))).rejects.toMatchObject({
      message: expect.stringContaining("'f' stands where .sealstack/backup.json must be"),
    });
  });

  it.each([0, 1, 511, 512, 700, 1100, 1600, 3000])("fails when cut after %d bytes", async (length) => {
    mkdirSync(join(dir(), "source"));
    writeFileSync(join(dir(), "source", "file"), "x".repeat(2000));
    const tar = (await packed(join(dir(), "source"))).subarray(0, length);
    await expect(unpack(tar, into())).rejects.toMatchObject({ exit: "notAuthentic" });
  });

  it("fails when it is no archive at all", async () => {
    await expect(unpack(Buffer.alloc(4096, "no tar"), into())).rejects.toMatchObject({
      exit: "notAuthentic",
      message: "the decrypted data is not a complete tar archive",
    });
  });
});

/** Source: POSIX ustar, `chksum`: the sum of the header's bytes with this field as spaces. */
function fixChecksum(tar: Buffer, at: number): void {
  tar.fill(" ", at + 148, at + 156);
  const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148);
}
