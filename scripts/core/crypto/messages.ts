/** The engine behind the {@link MessageCipher} port: messages under whatever gives data keys. */
import type { Flow, SealedHeader } from "../ports";
import { FRAME_LENGTH_BYTES } from "./limits";
import type { OpeningKeys, SealingKeys } from "./message/data-keys";
import type { MessageHeader } from "./message/message-header";
import { isWithPublicKey } from "./message/providers";
import { type OpenSettings, OpenStream } from "./open-stream";
import { type SealSettings, SealStream, startMessage } from "./seal-stream";

export function sealMessage(keys: SealingKeys, settings: SealSettings): Flow {
  const { frameLength = FRAME_LENGTH_BYTES, digest = false } = settings;
  const start = startMessage(keys, settings);
  const sha256 = withResolvers<string>();
  const onDigest = digest ? sha256.resolve : undefined;
  const stream = new SealStream(start, { frameLength, onDigest });
  const header = start.then((message) => summary(message.header));
  header.catch(() => {}); // the stream fails with the same error, and whoever waits for the header only hears of it there
  stream.on("error", () => {});
  const reuse = (piece: Buffer): void => stream.reuse(piece);
  return { stream, handsOver: true, header, reuse, ...(digest && { sha256: sha256.promise }) };
}

export function openMessage(keys: OpeningKeys, settings: OpenSettings = {}): Flow {
  const { promise, resolve, reject } = withResolvers<SealedHeader>();
  const stream = new OpenStream(keys, settings, (header) => resolve(summary(header)));
  stream.once("error", reject);
  promise.catch(() => {}); // the stream fails with the same error
  return { stream, handsOver: true, header: promise };
}

export function summary({ encryptedDataKeys, encryptionContext }: MessageHeader): SealedHeader {
  return {
    format: "aws-encryption-sdk-v2",
    keyArns: encryptedDataKeys.map(({ providerInfo }) => providerInfo),
    context: { ...encryptionContext },
    ...(isWithPublicKey(encryptedDataKeys) && { withPublicKey: true }),
  };
}

/** As `Promise.withResolvers`, which Node.js 20 lacks. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
