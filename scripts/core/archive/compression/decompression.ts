/** Undoes the compression of a payload, whichever it is: its first bytes tell, and nobody is asked. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import zlib, { createGunzip, type Gunzip } from "node:zlib";
import { OperatorError } from "../../../errors";
import { WorkCrew } from "../../crew/work-crew";
import { errorCode } from "../../errno";
import { giveBack } from "../../streams/give-back";
import type { Lent, LentPieces } from "../../streams/lent";
import { LentReader } from "../../streams/lent-reader";
import { COMPRESSION, type Compression } from "./compression";
import { gunzip } from "./gunzip";
import { GzipMemberError } from "./gzip-units";
import { wholeFrames, ZstdFramingError } from "./zstd-frames";

/**
 * Bytes of one output chunk: 256 KiB. Measured on 2 cores with members of 1 MiB: 350 MB/s, as with 1 MiB; 64 KiB, with more trips
 * through the thread pool, is half as fast.
 */
const CHUNK_BYTES = 256 * 1024;

/** Output that may wait for the reader: 1 MiB, in chunks, so that nobody joins them to hand them on. */
const OUTPUT = { chunkSize: CHUNK_BYTES, readableObjectMode: true, readableHighWaterMark: 4 } as const;

/** Bytes that are looked at. */
const MAGIC_BYTES = Math.max(...Object.values(COMPRESSION).map(({ magic }) => magic.length));

/** A decompressor of zlib; it counts the bytes that it has really taken. */
type Engine = Gunzip;

/** Node.js has zstd from 22.15 on; the types of 20 do not know of it. */
const { createZstdDecompress } = zlib as unknown as {
  readonly createZstdDecompress?: (
    options: typeof OUTPUT & {
      readonly params: Readonly<Record<number, number>>;
    },
  ) => Engine;
};

/** Source: zstd.h, `ZSTD_d_windowLogMax`. */
const ZSTD_WINDOW_LOG_MAX = 100;
/** Memory that a frame may ask for: 8 MiB, what `zstd -19` takes. Source: RFC 8878, 3.1.1.1.2, recommends to support it. */
const ZSTD_WINDOW_LOG = 23;

/**
 * What comes out is the reader's.
 * @param ownsChunks whether the chunks of `source` are nobody else's: their memory is given back once it is not needed.
 * @throws OperatorError `notAuthentic` when the compressed data is damaged, cut, or followed by other bytes; `tool` when this
 *   Node.js cannot read it; or whatever `source` fails with.
 */
export async function* decompressed(
  source: Readable,
  ownsChunks = false,
): AsyncGenerator<Buffer, void, undefined> {
  const crew = new WorkCrew();
  try {
    for await (const { pieces } of decompressedByCrew(lending(source, ownsChunks), crew)) yield* pieces;
  } finally {
    source.destroy();
    await crew.end();
  }
}

/** Where the chunk is handed on as it is, it is not given back: nobody says that it was read. */
async function* lending(source: Readable, owns: boolean): AsyncGenerator<Lent> {
  for await (const bytes of source as AsyncIterable<Buffer>)
    yield { bytes, giveBack: owns ? () => giveBack(bytes) : () => {} };
}

/** The same for what is lent; so is what comes out. @throws as {@link decompressed} does. */
export async function* decompressedByCrew(
  source: AsyncIterable<Lent>,
  crew: WorkCrew,
): AsyncGenerator<LentPieces, void, undefined> {
  const bytes = new LentReader(source);
  try {
    const compression = compressionOf(await bytes.peek(MAGIC_BYTES));
    if (compression === "none") yield* bytes.rest();
    else if (compression === "gzip") yield* gunzip(bytes, crew, (rest) => through("gzip", copies(rest)));
    else yield* through(compression, wholeFrames(copies(bytes.rest())));
  } catch (error) {
    throw explained(error);
  } finally {
    await bytes.close();
  }
}

/** For whoever looks at more than one of them at a time. */
async function* copies(lent: AsyncIterable<LentPieces>): AsyncGenerator<Buffer> {
  for await (const { pieces, giveBack: done } of lent) {
    for (const piece of pieces) yield Buffer.from(piece);
    done();
  }
}

/** What the data says it is; `none` when it is nothing that is known. */
export function compressionOf(start: Buffer): Compression {
  const known = (["gzip", "zstd"] as const).find((each) => startsWith(start, COMPRESSION[each].magic));
  return known ?? "none";
}

const startsWith = (bytes: Buffer, magic: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic);

function engineFor(compression: Exclude<Compression, "none">): Engine {
  if (compression === "gzip") return createGunzip(OUTPUT);
  if (createZstdDecompress !== undefined)
    return createZstdDecompress({
      ...OUTPUT,
      params: { [ZSTD_WINDOW_LOG_MAX]: ZSTD_WINDOW_LOG },
    });
  throw new OperatorError(
    "tool",
    "the backup is compressed with zstd, which this version of Node.js cannot read",
    {
      hint: "run sealstack with Node.js 22.15 or later, or decrypt the object and use `zstd -d`",
    },
  );
}

/** One piece after the other, on the thread pool. */
async function* through(
  compression: Exclude<Compression, "none">,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<LentPieces, void, undefined> {
  const engine = engineFor(compression);
  let given = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      given += chunk.length;
      yield chunk;
    }
  };
  const feeding = pipeline(Readable.from(counted(), { highWaterMark: 1 }), engine);
  feeding.catch(() => {}); // the engine fails with the same error
  try {
    for await (const bytes of engine as AsyncIterable<Buffer>)
      yield { pieces: [bytes], length: bytes.length, giveBack: () => giveBack(bytes) };
    await feeding.catch((error: unknown) => {
      // Node.js 26 closes the engine at its end, whatever is still to be taken; see below.
      throw errorCode(error) === "ERR_STREAM_PREMATURE_CLOSE" ? notComplete(compression, error) : error;
    });
  } finally {
    engine.destroy();
  }
  // Node.js takes a zero byte after a member for padding, and is silent about all that follows it.
  if (engine.bytesWritten !== given) throw notComplete(compression);
}

/** The decompressor's failures in the operator's words; anything else unchanged. */
function explained(error: unknown): unknown {
  if (error instanceof GzipMemberError || /^Z_/.test(errorCode(error) ?? ""))
    return notComplete("gzip", error);
  const zstd = error instanceof ZstdFramingError || /^(ZSTD_|ERR_ZSTD)/.test(errorCode(error) ?? "");
  return zstd ? notComplete("zstd", error) : error;
}

function notComplete(compression: Compression, cause?: unknown): OperatorError {
  return new OperatorError("notAuthentic", `the decrypted data is not a complete ${compression} file`, {
    hint: "check that the object was written by `sealstack backup`",
    cause,
  });
}
