/** age files under a passphrase (scrypt): the runbook's "symmetric" method. Opens with the `age` tool. */
import { type Duplex, PassThrough, Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Decrypter, Encrypter } from "age-encryption";
import { OperatorError } from "../../../errors";
import type { Flow, MessageCipher, SealedHeader } from "../../ports";
import { Dearmor } from "./armor";
import { join } from "./join";
import { scryptIdentity } from "./scrypt-identity";

const HEADER: SealedHeader = { format: "age-v1", keyArns: [], context: {} };

/**
 * An age file has no place for an encryption context: `seal` and `open` ignore it, so what a backup is must be
 * checked from inside the plaintext.
 * @param passphrase not empty.
 * @param scryptWorkFactor base-2 logarithm of scrypt's cost for new files, 1 to 20. 18, which is age's own default, takes a
 *   second and 256 MiB.
 */
export function passphraseCipher(passphrase: string, scryptWorkFactor = 18): MessageCipher {
  return {
    format: "age-v1",
    seal: () => {
      const encrypter = new Encrypter();
      encrypter.setPassphrase(passphrase);
      encrypter.setScryptWorkFactor(scryptWorkFactor);
      return convert(
        new PassThrough(),
        (input) => encrypter.encrypt(input),
        (error) => error,
      );
    },
    open: () => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(scryptIdentity(passphrase));
      return convert(new Dearmor(), (input) => decrypter.decrypt(input), explain);
    },
  };
}

type WebStream = ReadableStream<Uint8Array>;

function convert(
  input: Duplex,
  transform: (input: WebStream) => Promise<unknown>,
  explainError: (error: unknown) => unknown,
): Flow {
  const output = transform(Readable.toWeb(input) as WebStream);
  const header = output.then(
    () => HEADER,
    (error: unknown) => {
      throw explainError(error);
    },
  );
  header.catch(() => {}); // the stream fails with the same error
  const readable = output.then((stream) => Readable.fromWeb(stream as WebStream));
  return { header, handsOver: false, stream: join(input, readable, explainError) };
}

/** The library's failures have no names; which stage failed is told by the two messages that it documents. */
function explain(error: unknown): unknown {
  if (error instanceof OperatorError) return error;
  const text = error instanceof Error ? error.message : "";
  if (text.includes("no identity matched")) {
    return new OperatorError("key", "the passphrase does not open this file", { cause: error });
  }
  return new OperatorError(
    "notAuthentic",
    "this is not an age file, or it was damaged, truncated or extended",
    {
      hint: "fetch the file again, and compare its SHA-256 with the manifest's",
      cause: error,
    },
  );
}
