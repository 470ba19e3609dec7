import { OperatorError } from "../../../errors";
import type { ByteReader } from "../../streams/byte-reader";
import { quotePath } from "../member";
import { END_OF_ARCHIVE_BYTES, paddingAfter, TAR_RECORD_BYTES } from "../tar-header";
import { refused } from "./judge";
import {
  isEmpty,
  MAX_PAX_BYTES,
  type PaxRecords,
  parseHeader,
  parsePax,
  type RawHeader,
} from "./tar-records";

/** Bytes that have come together, one behind the other. */
export type Pieces = readonly Buffer[];

/** Bytes of a member: all of them, where they stand in one piece already, which is so for most files; nobody has to wait for the next ones then. */
export type Body = readonly [WholeBody] | StreamedBody;

type WholeBody = readonly [Buffer];

export interface StreamedBody extends AsyncIterable<Pieces> {
  /**
   * Writes all of it into a file that is empty, instead of handing it on.
   * @param explained says what is thrown for what could not be written.
   * @throws or whatever the source fails with: nobody uses the descriptor any more.
   */
  writeTo?(fd: number, explained: (error: unknown) => unknown): Promise<void>;
}

/** One piece after the other, for whoever wants no more. */
export async function* piecesOf(body: Body): AsyncGenerator<Buffer, void, undefined> {
  for await (const pieces of body) yield* pieces;
}

export interface TarEntry {
  readonly header: RawHeader;
  /** What is not taken of it is passed over. */
  readonly body: Body;
}

/**
 * The members of a tar archive, as strictly as it is written by `sealstack backup`: POSIX ustar, a pax header before a member where the fixed
 * fields have no room, two empty records at the end, and nothing after them. Other readers pass over what they do not understand, each
 * something else, and then two of them find two archives in the same bytes.
 *
 * @throws {@link OperatorError} `notAuthentic`, or whatever the source fails with.
 */
export async function* readTar(source: ByteReader): AsyncGenerator<TarEntry, void, undefined> {
  let pax: PaxRecords | undefined;
  for (;;) {
    const record = source.takeAtOnce(TAR_RECORD_BYTES) ?? (await nextRecord(source));
    if (isEmpty(record)) {
      if (pax !== undefined) throw refused("PaxHeader", "is followed by no member");
      return await readEnd(source);
    }
    const header = parseHeader(record, pax);
    if (header === undefined) throw notTar();
    if (header.type === "pax-header") {
      if (pax !== undefined) throw refused(header.name, "follows another pax header");
      pax = await readPax(source, header);
      continue;
    }
    pax = undefined;
    const { size = 0 } = header;
    const whole = source.takeAtOnce(size);
    const rest = { left: whole === undefined ? size : 0 };
    // The consumer asks for the next one when it has taken what it wants of the body.
    yield { header, body: whole === undefined ? bodyOf(source, rest) : [[whole]] };
    if (rest.left > 0) for await (const _passed of bodyOf(source, rest));
    const padding = paddingAfter(size);
    if (source.takeAtOnce(padding) === undefined) await skip(source, padding);
  }
}

async function* bodyOf(source: ByteReader, rest: { left: number }): AsyncGenerator<Pieces> {
  for await (const pieces of source.takeTogether(rest.left)) {
    for (const { length } of pieces) rest.left -= length;
    yield pieces;
  }
  if (rest.left > 0) throw notTar();
}

async function readPax(source: ByteReader, { name, size }: RawHeader): Promise<PaxRecords> {
  if (size === undefined || size > MAX_PAX_BYTES)
    throw refused(name, `is a pax header longer than ${MAX_PAX_BYTES} bytes`);
  const bytes = Buffer.alloc(size);
  if ((await source.copyTo(bytes)) < size) throw notTar();
  await skip(source, paddingAfter(size));
  return parsePax(bytes, quotePath);
}

/** One of the two empty records has been read. */
async function readEnd(source: ByteReader): Promise<void> {
  const rest = Buffer.alloc(END_OF_ARCHIVE_BYTES - TAR_RECORD_BYTES);
  if ((await source.copyTo(rest)) < rest.length) throw notTar();
  if (!isEmpty(rest)) throw goesOn("after an empty record");
  if (!(await source.atEnd())) throw goesOn("after its end");
}

async function nextRecord(source: ByteReader): Promise<Buffer> {
  const record = Buffer.allocUnsafe(TAR_RECORD_BYTES);
  if ((await source.copyTo(record)) < record.length) throw notTar();
  return record;
}

async function skip(source: ByteReader, length: number): Promise<void> {
  if ((await source.copyTo(Buffer.allocUnsafe(length))) < length) throw notTar();
}

function goesOn(where: string): OperatorError {
  return new OperatorError("notAuthentic", `the archive is not safe to extract: it goes on ${where}`, {
    hint: "check who can write to the bucket: `sealstack backup` makes no such archive",
  });
}

function notTar(): OperatorError {
  return new OperatorError("notAuthentic", "the decrypted data is not a complete tar archive", {
    hint: "check that the object was written by `sealstack backup`",
  });
}
