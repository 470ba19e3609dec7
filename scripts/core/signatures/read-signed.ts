/** What is signed of a message: its digest, read in a stream, or the message itself where the algorithm takes no digest. */
import { createHash } from "node:crypto";
import { OperatorError } from "../../errors";
import { MAX_MESSAGE_BYTES, SIGNING_ALGORITHMS, type SigningAlgorithm } from "./algorithms";
import type { Signed } from "./ports";

/**
 * @param also gets every piece of the message.
 * @throws OperatorError `source` when the message is longer than KMS takes, and the algorithm takes no digest.
 */
export async function readSigned(
  message: AsyncIterable<Buffer>,
  algorithm: SigningAlgorithm,
  also: (chunk: Buffer) => void = () => {},
): Promise<Signed> {
  const { digest } = SIGNING_ALGORITHMS[algorithm];
  if (digest === undefined) {
    const bytes = await readMessage(message, `${algorithm} signs the message itself`);
    also(bytes);
    return { type: "RAW", bytes };
  }
  const hash = createHash(digest);
  for await (const chunk of message) {
    hash.update(chunk);
    also(chunk);
  }
  return { type: "DIGEST", bytes: hash.digest() };
}

/**
 * A whole message, of as many bytes as KMS takes.
 * @param why it cannot be longer, for the error.
 * @throws OperatorError `source` when it is longer.
 */
export async function readMessage(message: AsyncIterable<Buffer>, why: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > MAX_MESSAGE_BYTES)
      throw new OperatorError(
        "source",
        `the message is longer than ${MAX_MESSAGE_BYTES} bytes, which KMS takes; ${why}`,
        {
          hint: "give --digest, for a code of its SHA-256, or sign a list of digests, as `sha256sum` writes it",
        },
      );
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

/**
 * What a code is made of where the message may be of any length: `sha256:` and the digest in hexadecimal, as text, so that it is no code of any other message that
 * is 32 bytes long.
 */
export async function readDigest(message: AsyncIterable<Buffer>): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of message) hash.update(chunk);
  return Buffer.from(`sha256:${hash.digest("hex")}`);
}
