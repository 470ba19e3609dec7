/**
 * The bytes before a member of a tar archive: POSIX ustar, with a pax header before it where that has no room. Ours, because
 * packers want the bytes of a file to come through them, and here they are put behind their header by a thread.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
import { type Member, ROOT_PATH } from "./member";

/** What every header and every file is padded to. */
export const TAR_RECORD_BYTES = 512;

/** Bytes of the two empty records at the end of an archive. */
export const END_OF_ARCHIVE_BYTES = 2 * TAR_RECORD_BYTES;

/** Bytes of the fields, in their order. Source: "ustar Interchange Format". */
const LENGTH = {
  ...{ name: 100, mode: 8, uid: 8, gid: 8, size: 12, mtime: 12, checksum: 8, type: 1, linkname: 100 },
  ...{ magic: 8, uname: 32, gname: 32, devmajor: 8, devminor: 8, prefix: 155, rest: 12 },
} as const;

const TYPE: Readonly<Record<Member["type"], string>> = { file: "0", symlink: "2", directory: "5" };
/** `ustar`, a NUL, and version 00. */
const MAGIC = "ustar\x0000";
const NO_OWNER_NAMES = "\0".repeat(LENGTH.uname + LENGTH.gname + LENGTH.devmajor + LENGTH.devminor);
const REST = "\0".repeat(LENGTH.rest);

/** Largest number in octal digits with a NUL after them. */
const largest = (length: number): number => 8 ** (length - 1) - 1;

/** Bytes from `size` to the next record. */
export const paddingAfter = (size: number): number =>
  (TAR_RECORD_BYTES - (size % TAR_RECORD_BYTES)) % TAR_RECORD_BYTES;

/** Fits the fixed fields where it can: readers that know no pax records, such as BusyBox, then read all of it. */
export function tarHeader(member: Member): Buffer {
  const { type, linkTarget = "" } = member;
  const path = member.path === ROOT_PATH ? "./" : `${member.path}${type === "directory" ? "/" : ""}`;
  const place = splitPath(path);
  const fixed = { ...member, linkTarget, type: TYPE[type], ...(place ?? { name: path, prefix: "" }) };
  const pax = paxRecords(member, place === undefined ? path : undefined);
  if (pax === undefined) return fixedHeader(fixed);
  const about = { ...PAX_HEADER, size: pax.length };
  return Buffer.concat([fixedHeader(about), pax, Buffer.alloc(paddingAfter(pax.length)), fixedHeader(fixed)]);
}

interface Fixed {
  readonly name: string;
  readonly prefix: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeSeconds: number;
  readonly linkTarget: string;
  readonly type: string;
}

const PAX_HEADER: Omit<Fixed, "size"> = {
  ...{ name: "PaxHeader", prefix: "", linkTarget: "", type: "x" },
  ...{ mode: 0o600, uid: 0, gid: 0, mtimeSeconds: 0 },
};

/** One record; written as one text, a character a byte, because there may be a hundred thousand. */
function fixedHeader({ name, prefix, mode, uid, gid, size, mtimeSeconds, linkTarget, type }: Fixed): Buffer {
  const before =
    text(name, LENGTH.name) +
    octal(mode, LENGTH.mode) +
    octal(uid, LENGTH.uid) +
    octal(gid, LENGTH.gid) +
    (size <= largest(LENGTH.size) ? octal(size, LENGTH.size) : base256(size)) +
    octal(mtimeSeconds, LENGTH.mtime);
  const after =
    type + text(linkTarget, LENGTH.linkname) + MAGIC + NO_OWNER_NAMES + text(prefix, LENGTH.prefix) + REST;
  // The checksum is counted as if its own field were spaces.
  const bytes = Buffer.from(`${before}        ${after}`, "latin1");
  let sum = 0;
  for (const byte of bytes) sum += byte;
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, before.length, "latin1");
  return bytes;
}

/** As many bytes of UTF-8 as fit, one a character, and NULs. */
function text(value: string, length: number): string {
  const bytes = isAscii(value) ? value : Buffer.from(value).toString("latin1");
  return bytes.slice(0, length).padEnd(length, "\0");
}

/** 0 when it does not fit: then a record has it. */
const octal = (value: number, length: number): string =>
  `${(value >= 0 && value <= largest(length) ? value : 0).toString(8).padStart(length - 1, "0")}\0`;

/**
 * A size of 8 GiB and more as GNU tar writes it, which every reader knows: the highest bit, then the number.
 * @see https://www.gnu.org/software/tar/manual/html_node/Extensions.html
 */
function base256(size: number): string {
  const bytes = Buffer.alloc(LENGTH.size);
  bytes[0] = 0x80;
  bytes.writeBigUInt64BE(BigInt(size), LENGTH.size - 8);
  return bytes.toString("latin1");
}

/** The path in the name field alone, or with its first directories in the prefix; `undefined` when it does not fit. */
function splitPath(path: string): Pick<Fixed, "name" | "prefix"> | undefined {
  if (!isAscii(path)) return undefined;
  if (path.length <= LENGTH.name) return { name: path, prefix: "" };
  const slash = path.indexOf("/", path.length - LENGTH.name - 1);
  if (slash === -1 || slash > LENGTH.prefix || slash === path.length - 1) return undefined;
  return { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}

const isAscii = (value: string): boolean => Buffer.byteLength(value) === value.length;

/** What the fixed fields have no room for; `undefined` when they have. */
function paxRecords({ linkTarget = "", uid, gid, mtimeSeconds }: Member, path?: string): Buffer | undefined {
  const fits = (value: number, length: number): boolean => value >= 0 && value <= largest(length);
  const records = [
    ...(path === undefined ? [] : [paxRecord("path", path)]),
    ...(isAscii(linkTarget) && linkTarget.length <= LENGTH.linkname
      ? []
      : [paxRecord("linkpath", linkTarget)]),
    ...(fits(uid, LENGTH.uid) ? [] : [paxRecord("uid", uid)]),
    ...(fits(gid, LENGTH.gid) ? [] : [paxRecord("gid", gid)]),
    ...(fits(mtimeSeconds, LENGTH.mtime) ? [] : [paxRecord("mtime", mtimeSeconds)]),
  ];
  return records.length === 0 ? undefined : Buffer.concat(records);
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string | number): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (rest.length + String(length).length !== length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
