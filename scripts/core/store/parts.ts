import { crc32 } from "node:zlib";
import { OperatorError } from "../../errors";
import { ByteReader } from "../byte-reader";
import { type Spool, spool } from "../spool";
import { combineCrc32 } from "./crc32";
import { PART_MEMORY_BYTES, partBytes, S3_LIMIT } from "./limits";

/** A piece of an object, kept until S3 has it. */
export interface Part extends Spool {
  /** From 1. */
  readonly number: number;
  /** CRC-32 of this part, in base64, as S3 wants it. */
  readonly crc32: string;
  /** CRC-32 of everything up to the end of this part. */
  readonly crc32SoFar: string;
  /** Whether nothing follows. */
  readonly last: boolean;
}

/** Cuts a stream into parts; one is read ahead by a chunk, to know which is the last. At least one, if an empty one. */
export async function* readParts(
  body: AsyncIterable<Buffer>,
  bytesOf: (number: number) => number = partBytes,
): AsyncGenerator<Part> {
  const chunks = new ByteReader(body);
  let soFar = 0;
  for (let number = 1; number <= S3_LIMIT.parts; number += 1) {
    let own = 0;
    const digested = async function* () {
      for await (const chunk of chunks.take(bytesOf(number))) {
        own = crc32(chunk, own);
        yield chunk;
      }
    };
    const kept = await spool(digested(), { memoryLimitBytes: PART_MEMORY_BYTES });
    soFar = combineCrc32(soFar, own, kept.size);
    const last = await chunks.atEnd();
    yield { ...kept, number, crc32: base64(own), crc32SoFar: base64(soFar), last };
    if (last) return;
  }
  throw new OperatorError("source", `the backup needs more than ${S3_LIMIT.parts} parts, the limit of S3`, {
    hint: "back up smaller directories, each with a name of its own",
  });
}

/** S3 takes a CRC-32 as four bytes, big-endian, in base64. */
function base64(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
}
