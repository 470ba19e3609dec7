/** What the records of a tar archive say, as far as `sealstack backup` writes them; anything else is told, and not guessed. Pure. */
import { isUtf8 } from "node:buffer";
import { ARCHIVE_LIMIT } from "../limits";

/** A header, with whatever it promises. */
export interface RawHeader {
  readonly name: string;
  /** `undefined` for one that nobody knows. */
  readonly type: string | undefined;
  readonly size: number | undefined;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly mtimeSeconds: number | undefined;
  readonly linkname: string;
  /** What keeps it from being read at all; completes "NAME …". */
  readonly problem?: string | undefined;
}

/** By their letters. Those that are not extracted have a name, so that they can be refused by it. Source: POSIX; GNU tar, src/tar.h. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ "\0": "file", "0": "file", "1": "link", "2": "symlink", "3": "character-device", "4": "block-device" },
  ...{ "5": "directory", "6": "fifo", "7": "contiguous-file", x: "pax-header", g: "global pax header" },
  ...{ L: "long name of GNU tar", K: "long link target of GNU tar", N: "long name of an old GNU tar" },
};

const NO_RECORDS: ReadonlyMap<string, string> = new Map();

const MAGIC = { at: 257, ustar: "ustar\x0000", gnu: "ustar  \0" } as const;
const CHECKSUM = { at: 148, length: 8 } as const;

/**
 * @param pax what a pax header before it says: instead of the fixed fields, in which then anything may stand.
 * @returns `undefined` for what is no header: its checksum is another, or its format unknown.
 */
export function parseHeader(record: Buffer, pax: PaxRecords = NO_RECORDS): RawHeader | undefined {
  const magic = record.toString("latin1", MAGIC.at, MAGIC.at + MAGIC.ustar.length);
  if (number(record, CHECKSUM.at, CHECKSUM.length) !== checksum(record)) return undefined;
  if (magic !== MAGIC.ustar && magic !== MAGIC.gnu) return undefined;
  const said = "problem" in pax ? NO_RECORDS : pax;
  const owner = (key: string, at: number): number | undefined => {
    const value = said.get(key);
    return value === undefined ? number(record, at, 8) : decimal(value);
  };
  const [path, target, mtime] = [said.get("path"), said.get("linkpath"), said.get("mtime")];
  const [name, linkname] = [fixedName(record), text(record, 157, 100)];
  return {
    name: path ?? name.toString(),
    type: TYPES[record.toString("latin1", 156, 157)],
    size: record[124] === 0x80 ? large(record, 124, 12) : number(record, 124, 12),
    mode: number(record, 100, 8),
    uid: owner("uid", 108),
    gid: owner("gid", 116),
    mtimeSeconds: mtime === undefined ? number(record, 136, 12) : decimal(mtime),
    linkname: target ?? linkname.toString(),
    problem: [
      ...("problem" in pax ? [pax.problem] : []),
      ...(magic === MAGIC.gnu ? ["is in the old format of GNU tar"] : []),
      ...(path === undefined && !isUtf8(name) ? ["has a name that is not UTF-8"] : []),
      ...(target === undefined && !isUtf8(linkname) ? ["has a link target that is not UTF-8"] : []),
    ][0],
  };
}

function fixedName(record: Buffer): Buffer {
  const [name, prefix] = [text(record, 0, 100), text(record, 345, 155)];
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from("/"), name]);
}

export const isEmpty = (record: Buffer): boolean => record[0] === 0 && record.every((byte) => byte === 0);

/** The sum of all bytes, as if its own field were spaces. */
function checksum(record: Buffer): number {
  let sum = 8 * SPACE;
  for (let at = 0; at < CHECKSUM.at; at += 1) sum += record[at] as number;
  for (let at = CHECKSUM.at + CHECKSUM.length; at < record.length; at += 1) sum += record[at] as number;
  return sum;
}

const SPACE = 0x20;

/** Bytes up to the first NUL. */
function text(record: Buffer, at: number, length: number): Buffer {
  const end = record.indexOf(0, at);
  return record.subarray(at, end === -1 ? at + length : Math.min(end, at + length));
}

/** Octal digits, and then nothing but NULs and spaces; `undefined` for any other form. */
function number(record: Buffer, at: number, length: number): number | undefined {
  let [value, digits] = [0, 0];
  for (; digits < length; digits += 1) {
    const digit = (record[at + digits] as number) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (let rest = digits; rest < length; rest += 1)
    if (record[at + rest] !== 0 && record[at + rest] !== SPACE) return undefined;
  return digits === 0 ? undefined : value;
}

/** A size of 8 GiB and more: the highest bit, then the number. @see https://www.gnu.org/software/tar/manual/html_node/Extensions.html */
function large(record: Buffer, at: number, length: number): number | undefined {
  const value = BigInt(`0x${record.toString("hex", at + 1, at + length)}`);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
}

/** Bytes of a pax header at most: a path, a link target and three numbers, with what stands around them. */
export const MAX_PAX_BYTES = 4 * ARCHIVE_LIMIT.pathBytes;

/** pax records that the writer uses; any other, such as a second size, could make two readers disagree. */
const ALLOWED: ReadonlySet<string> = new Set(["path", "linkpath", "uid", "gid", "mtime"]);

/** Records of a pax header, or what is wrong with them; the latter completes "NAME …". */
export type PaxRecords = ReadonlyMap<string, string> | { readonly problem: string };

/** `LENGTH KEY=VALUE\n`, one after the other, where the length counts all of it. @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
export function parsePax(bytes: Buffer, quote: (text: string) => string): PaxRecords {
  const malformed = { problem: "has a malformed pax header" };
  const records = new Map<string, string>();
  for (let rest = bytes; rest.length > 0; ) {
    const [head, digits] = /^([1-9][0-9]{0,6}) /.exec(rest.toString("latin1", 0, 8)) ?? [];
    const length = Number(digits);
    const record = rest.subarray(head?.length, length - 1);
    if (head === undefined || length > rest.length || length <= head.length || rest[length - 1] !== 0x0a)
      return malformed;
    rest = rest.subarray(length);
    const equals = record.indexOf("=");
    if (equals < 1 || !isUtf8(record)) return malformed;
    const [key, value] = [record.toString("utf8", 0, equals), record.toString("utf8", equals + 1)];
    if (!ALLOWED.has(key))
      return { problem: `has the pax record ${quote(key.slice(0, 200))}, which is not allowed` };
    if (value.includes("\0")) return { problem: `has the pax record ${quote(key)}, which contains a NUL` };
    if (records.has(key)) return { problem: `has the pax record ${quote(key)} twice` };
    if (value === "") return { problem: `has the pax record ${quote(key)} without a value` };
    records.set(key, value);
  }
  return records.size === 0 ? malformed : records;
}

const decimal = (text: string): number | undefined =>
  /^(0|-?[1-9][0-9]{0,15})$/.test(text) ? Number(text) : undefined;
