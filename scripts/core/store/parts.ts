import { crc32 } from "node:zlib";
import { OperatorError } from "../../errors";
import { type Spool, spool } from "../files/spool";
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

export interface PartOptions {
  /** Bytes of a part at least, by its number. */
  readonly bytesOf?: ((number: number) => number) | undefined;
  /** Called with each chunk of the body that is not read any more. */
  readonly onChunkFree?: ((chunk: Buffer) => void) | undefined;
}

/**
 * Divides a stream into parts of whole chunks; those of a message are its frames. One is read ahead, to know which part is the last. At
 * least one part, if an empty one.
 */
export async function* readParts(
  body: AsyncIterable<Buffer>,
  { bytesOf = partBytes, onChunkFree }: PartOptions = {},
): AsyncGenerator<Part> {
  const chunks = body[Symbol.asyncIterator]();
  const advance = async (): Promise<IteratorResult<Buffer>> => {
    const found = await chunks.next();
    return found.done !== true && found.value.length === 0 ? advance() : found;
  };
  let next = await advance();
  let soFar = 0;
  for (let number = 1; number <= S3_LIMIT.parts; number += 1) {
    let own = 0;
    const enough = bytesOf(number);
    const digested = async function* (): AsyncGenerator<Buffer> {
      for (let taken = 0; taken < enough && next.done !== true; ) {
        const chunk = next.value;
        own = crc32(chunk, own);
        taken += chunk.length;
        next = await advance();
        yield chunk;
      }
    };
    const kept = await spool(digested(), { memoryLimitBytes: PART_MEMORY_BYTES, onChunkFree });
    soFar = combineCrc32(soFar, own, kept.size);
    const last = next.done === true;
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
