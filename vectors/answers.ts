/** What our engine and the official library say to a message. */
import { Readable } from "node:stream";
import {
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import { rawKeys } from "../__tests__/helpers/kms/raw-keys";
import { open } from "../__tests__/helpers/messages";
import { OperatorError } from "../scripts/errors";
import { KEY_NAME, KEY_NAMESPACE, WRAPPING_KEY } from "./writer";

/** Opens what the vectors are sealed with. */
export const ourKeys = rawKeys([{ namespace: KEY_NAMESPACE, name: KEY_NAME, key: WRAPPING_KEY }]);

/** The official stream waits for ever in some cases. */
const PATIENCE_MS = 2_000;

export interface Answer {
  readonly accepted: boolean;
  /** Plaintext that left, be it before a failure. */
  readonly plaintext: Buffer;
  readonly message: string;
}

export async function ours(message: Buffer): Promise<Answer> {
  const { bytes, error } = await open(message.length === 0 ? [] : [message], ourKeys);
  if (error !== undefined && !(error instanceof OperatorError)) throw error;
  return { accepted: error === undefined, plaintext: bytes, message: error?.message ?? "" };
}

/** Streamed, as files are; it hears of more failures than the one-shot call. */
export async function official(message: Buffer): Promise<Answer> {
  const { decryptStream } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  const keyring = new RawAesKeyringNode({
    keyName: KEY_NAME,
    keyNamespace: KEY_NAMESPACE,
    unencryptedMasterKey: new Uint8Array(WRAPPING_KEY),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
  const released: Buffer[] = [];
  const stream = decryptStream(keyring);
  const failure = await new Promise<Error | undefined>((resolve) => {
    setTimeout(() => resolve(new Error("(it neither ends nor fails)")), PATIENCE_MS).unref();
    stream.on("data", (bytes: Buffer) => released.push(bytes));
    stream.on("end", () => resolve(undefined));
    stream.on("error", resolve);
    Readable.from(message.length === 0 ? [] : [message]).pipe(stream);
  });
  return {
    accepted: failure === undefined,
    plaintext: Buffer.concat(released),
    message: failure?.message.split("\n")[0] ?? "",
  };
}
