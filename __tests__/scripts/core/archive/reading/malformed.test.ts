/** Archives whose records other readers would pass over, each in its own way: refused with a sentence. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { formatInfo } from "../../../../../scripts/core/archive/info";
import { INFO_PATH, SUMS_PATH } from "../../../../../scripts/core/archive/member";
import { Sums } from "../../../../../scripts/core/archive/sums";
import { paddingAfter, tarHeader } from "../../../../../scripts/core/archive/tar-header";
import { INFO, unpack } from "../../../../helpers/stores/archive";
import { useTempDir } from "../../../../helpers/temp-dir";

const COMMON = { mode: 0o600, uid: 0, gid: 0, mtimeSeconds: 0 };
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(paddingAfter(bytes.length))]);
const file = (path: string, bytes: Buffer): Buffer =>
  Buffer.concat([tarHeader({ ...COMMON, type: "file", path, size: bytes.length }), padded(bytes)]);
const EMPTY = Buffer.alloc(512);
const END = Buffer.alloc(1024);

/** Changes bytes of a header, and makes its checksum right. */
function changed(
  header: Buffer,
  ...changes: readonly (readonly [at: number, bytes: string | Buffer])[]
): Buffer {
  const record = Buffer.from(header.subarray(0, 512));
  for (const [at, bytes] of changes) record.set(Buffer.from(bytes as string, "latin1"), at);
  record.fill(" ", 148, 156);
  const sum = record.reduce((total, byte) => total + byte, 0);
  record.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([record, header.subarray(512)]);
}

/** An empty file, and where its fields are. */
const plain = tarHeader({ ...COMMON, type: "file", path: "f", size: 0 });
const AT = {
  name: 0,
  mode: 100,
  uid: 108,
  gid: 116,
  size: 124,
  mtime: 136,
  type: 156,
  link: 157,
  magic: 257,
};
const typed = (type: string, bytes: Buffer = Buffer.alloc(0), name = "f"): Buffer =>
  Buffer.concat([
    changed(tarHeader({ ...COMMON, type: "file", path: name, size: bytes.length }), [AT.type, type]),
    padded(bytes),
  ]);
const pax = (records: string | Buffer, type = "x"): Buffer =>
  typed(type, Buffer.from(records as string), "PaxHeader");
const record = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest);
  return `${length + (length > 97 ? 3 : length > 8 ? 2 : 1)}${rest}`;
};

/** Right but for what is in its middle, or behind its last member. The empty file `f` is digested where it is named. */
function archive(
  middle: readonly Buffer[],
  end: readonly Buffer[] = [END],
  digested: readonly string[] = ["f"],
): Buffer {
  const sums = new Sums();
  const info = formatInfo(INFO);
  sums.add(createHash("sha256").update(info).digest(), INFO_PATH);
  for (const path of digested) sums.add(createHash("sha256").digest(), path);
  return Buffer.concat([
    file(INFO_PATH, info),
    ...middle,
    file(SUMS_PATH, Buffer.concat([...sums.text(() => Buffer.alloc(4096))])),
    ...end,
  ]);
}

const OWNERS = [
  "-1",
  "4294967295",
  "4294967296",
  "18446744073709551615",
  "1e3",
  "0x10",
  "1.5",
  " 5",
  "+5",
  "05",
  "9".repeat(30),
];
const negative = Buffer.alloc(12, 0xff);
const huge = Buffer.concat([Buffer.from([0x80, 0xff]), Buffer.alloc(10, 0xff)]);

const MIDDLES: readonly (readonly [what: string, middle: readonly Buffer[], problem: string])[] = [
  [
    "a global pax header",
    [pax(record("path", "g"), "g"), plain],
    "is a global pax header, which is not allowed",
  ],
  ["a global pax header of a size", [pax(record("size", "0"), "g"), plain], "is a global pax header"],
  ["an empty global pax header", [pax("", "g"), plain], "is a global pax header"],
  ["an empty pax header", [pax(""), plain], "'f' has a malformed pax header"],
  ["a pax header that is text", [pax("path=g\n"), plain], "has a malformed pax header"],
  ["a record that is too short", [pax("5 path=g\n"), plain], "has a malformed pax header"],
  ["a record that is too long", [pax("99 path=g\n"), plain], "has a malformed pax header"],
  ["a record of no length", [pax("0 path=g\n"), plain], "has a malformed pax header"],
  ["a length with a zero before it", [pax("010 path=g\n"), plain], "has a malformed pax header"],
  ["a negative length", [pax("-9 path=g\n"), plain], "has a malformed pax header"],
  ["a record without its end", [pax("9 path=gg"), plain], "has a malformed pax header"],
  ["a record without a value", [pax("7 path\n"), plain], "has a malformed pax header"],
  ["a record without a key", [pax(record("", "g")), plain], "has a malformed pax header"],
  ["bytes after the records", [pax(`${record("path", "g")}\0\0`), plain], "has a malformed pax header"],
  [
    "a record that is not UTF-8",
    [pax(Buffer.from(record("path", "g\xff"), "latin1")), plain],
    "has a malformed pax header",
  ],
  [
    "a record twice",
    [pax(record("path", "g") + record("path", "f")), plain],
    "has the pax record 'path' twice",
  ],
  [
    "a record that takes something back",
    [pax(record("path", "")), plain],
    "has the pax record 'path' without a value",
  ],
  ["a NUL in a record", [pax(record("path", "f\0g")), plain], "contains a NUL"],
  ["a second size", [pax(record("size", "0")), plain], "has the pax record 'size', which is not allowed"],
  ["another character set", [pax(record("hdrcharset", "BINARY")), plain], "has the pax record 'hdrcharset'"],
  ["an ACL", [pax(record("SCHILY.acl.access", "u::rwx")), plain], "has the pax record 'SCHILY.acl.access'"],
  ["a comment", [pax(record("comment", "x")), plain], "has the pax record 'comment'"],
  [
    "two pax headers",
    [pax(record("uid", "1")), pax(record("gid", "1")), plain],
    "follows another pax header",
  ],
  [
    "a pax header of a pax header",
    [pax(record("path", "x")), pax(record("path", "f")), plain],
    "follows another",
  ],
  ["a pax header before nothing", [pax(record("path", "f")), EMPTY], "is followed by no member"],
  [
    "a huge pax header",
    [pax(Buffer.alloc(4 * 1024 * 1024, "x")), plain],
    "is a pax header longer than 16380 bytes",
  ],
  [
    "a pax header of a size that is none",
    [changed(pax(""), [AT.size, huge]), plain],
    "is a pax header longer than",
  ],
  ...OWNERS.flatMap((value) => [
    [`the owner ${value}`, [pax(record("uid", value)), plain], "'f' has no valid uid"] as const,
    [`the group ${value}`, [pax(record("gid", value)), plain], "'f' has no valid gid"] as const,
  ]),
  ["a time with a fraction", [pax(record("mtime", "1.5")), plain], "has no valid mtime"],
  ["a time that no file can have", [pax(record("mtime", "-9007199254740991")), plain], "has no valid mtime"],
  ["an owner of no digits", [changed(plain, [AT.uid, "       \0"])], "has no valid uid"],
  ["a binary owner", [changed(plain, [AT.uid, Buffer.from("80000000ffffffff", "hex")])], "has no valid uid"],
  ["a negative owner", [changed(plain, [AT.uid, negative.subarray(0, 8)])], "has no valid uid"],
  ["an owner with a sign", [changed(plain, [AT.uid, "-000001\0"])], "has no valid uid"],
  ["digits after an end", [changed(plain, [AT.gid, "0001\x007\0\0"])], "has no valid gid"],
  ["a mode of many bits", [changed(plain, [AT.mode, "0010777\0"])], "has no valid mode"],
  ["a mode that is no number", [changed(plain, [AT.mode, "rw-r--r-"])], "has no valid mode"],
  ["a negative size", [changed(plain, [AT.size, negative])], "has no valid size"],
  ["a size beyond all sizes", [changed(plain, [AT.size, huge])], "has no valid size"],
  ["a size that is no number", [changed(plain, [AT.size, "00000000009\0"])], "has no valid size"],
  [
    "a binary time",
    [changed(plain, [AT.mtime, Buffer.concat([Buffer.from([0x80]), Buffer.alloc(11)])])],
    "no valid mtime",
  ],
  [
    "a long name of GNU tar",
    [typed("L", Buffer.from("g\0"), "././@LongLink"), plain],
    "is a long name of GNU tar",
  ],
  [
    "a long link target of GNU tar",
    [typed("K", Buffer.from("g\0")), plain],
    "is a long link target of GNU tar",
  ],
  [
    "a long name of an old GNU tar",
    [typed("N", Buffer.from("g\0")), plain],
    "is a long name of an old GNU tar",
  ],
  ["the old format of GNU tar", [changed(plain, [AT.magic, "ustar  \0"])], "is in the old format of GNU tar"],
  ...["S", "M", "V", "D", "X", "A", "E", "I", "a", " ", "8", "\x01"].map(
    (type) =>
      [
        `a member of the type ${JSON.stringify(type)}`,
        [typed(type)],
        "is a member of an unknown type",
      ] as const,
  ),
  ["a name that is not UTF-8", [changed(plain, [AT.name, "caf\xe9"])], "has a name that is not UTF-8"],
  [
    "a link that is not UTF-8",
    [changed(plain, [AT.type, "2"], [AT.link, "caf\xe9"])],
    "has a link target that is not UTF-8",
  ],
  ["a member twice", [plain, plain], "stands in the archive twice"],
  ["an empty record between members", [plain, EMPTY, plain], "goes on after an empty record"],
  ["an end between members", [plain, END], "goes on after its end"],
];

const ENDS: readonly (readonly [what: string, end: readonly Buffer[], problem: string])[] = [
  ["no end", [], "is not a complete tar archive"],
  ["half an end", [EMPTY], "is not a complete tar archive"],
  ["most of an end", [END.subarray(1)], "is not a complete tar archive"],
  ["a member behind the digests", [plain, END], "comes after .sealstack/SHA256SUMS"],
  ["a member behind the end", [END, plain], "goes on after its end"],
  ["a member behind half an end", [EMPTY, plain], "goes on after an empty record"],
  ["a global pax header behind the end", [END, pax(record("path", "g"), "g")], "goes on after its end"],
  ["a pax header behind the digests", [pax(record("path", "g")), END], "is followed by no member"],
  ["one byte behind the end", [END, Buffer.alloc(1)], "goes on after its end"],
  ["empty records behind the end", [END, Buffer.alloc(8192)], "goes on after its end"],
  ["text behind the end", [END, Buffer.from("text")], "goes on after its end"],
];

describe("an archive that others would read in another way", () => {
  const dir = useTempDir();
  const out = (): string => join(dir(), "out");
  const refused = (problem: string) => ({ exit: "notAuthentic", message: expect.stringContaining(problem) });

  it("is accepted when it is what sealstack writes", async () => {
    expect(await unpack(archive([plain]), out())).toMatchObject({ files: 1 });
    const owned = [pax(record("uid", "4294967294") + record("mtime", "-5")), plain];
    expect(await unpack(archive(owned), join(dir(), "other"))).toMatchObject({ files: 1 });
  });

  it.each(MIDDLES)("fails with %s", async (_, middle, problem) => {
    await expect(unpack(archive(middle), out())).rejects.toMatchObject(refused(problem));
    expect(readdirSync(dir())).toEqual(["out"]);
  });

  it.each(ENDS)("fails with %s", async (_, end, problem) => {
    await expect(unpack(archive([plain], end), out())).rejects.toMatchObject(refused(problem));
  });
});
