/**
 * A pack: the code caches of all files that one command runs. Digest of all that follows, length of the head, head (JSON), caches. The digest is
 * against what disks and killed programs do to files; against people there are owner and mode.
 */
import { hash } from "node:crypto";

const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;
const HEAD_AT = DIGEST_BYTES + LENGTH_BYTES;
/** V8 takes its data in place where it begins at a word. */
const WORD = 8;

/** What a file of the bundle was when its cache was taken. V8 itself compares no more than its length. */
export type Version = string;

export interface Code {
  readonly version: Version;
  readonly data: Buffer;
}

export type Codes = ReadonlyMap<string, Code>;

export interface Pack {
  /** Of V8 and its flags. */
  readonly tag: number;
  readonly codes: Codes;
}

interface Head {
  readonly bundle: string;
  readonly tag: number;
  readonly files: readonly (readonly [name: string, version: Version, bytes: number])[];
}

export function packOf(bundle: string, { tag, codes }: Pack): Buffer {
  const files = [...codes].map(([name, { version, data }]) => [name, version, data.length] as const);
  const head = Buffer.from(JSON.stringify({ bundle, tag, files } satisfies Head));
  const parts = [head, ...[...codes.values()].map(({ data }) => data)];
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  let at = HEAD_AT;
  const rest: Buffer[] = [length];
  for (const part of parts) {
    const from = rest.length === 1 ? at : aligned(at);
    rest.push(Buffer.alloc(from - at), part);
    at = from + part.length;
  }
  const body = Buffer.concat(rest);
  return Buffer.concat([digestOf(body), body]);
}

/** @returns an empty one for what is damaged, or of another bundle. */
export function readPack(bundle: string, pack: Buffer): Partial<Pack> {
  if (pack.length < HEAD_AT) return {};
  if (!digestOf(pack.subarray(DIGEST_BYTES)).equals(pack.subarray(0, DIGEST_BYTES))) return {};
  let at = HEAD_AT + pack.readUInt32LE(DIGEST_BYTES);
  const head = JSON.parse(pack.toString("utf8", HEAD_AT, at)) as Head;
  if (head.bundle !== bundle) return {};
  const codes = head.files.map(([name, version, bytes]) => {
    const from = aligned(at);
    at = from + bytes;
    return [name, { version, data: pack.subarray(from, at) }] as const;
  });
  return { tag: head.tag, codes: new Map(codes) };
}

const aligned = (at: number): number => Math.ceil(at / WORD) * WORD;

const digestOf = (bytes: Buffer): Buffer => hash("sha256", bytes, "buffer");
