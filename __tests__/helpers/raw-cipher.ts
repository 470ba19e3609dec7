/** A real cipher without KMS: the official library under a raw AES key, behind the port of the product. */
import { pipeline, type Readable } from "node:stream";
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  type MessageHeader,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import { join } from "../../scripts/core/crypto/join";
import { MessageGate } from "../../scripts/core/crypto/message-gate";
import type { EncryptionContext, Flow, MessageCipher, SealedHeader } from "../../scripts/core/ports";
import { OperatorError } from "../../scripts/errors";

const { encryptStream, decryptStream } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888";

/** @param seed another one is another key. */
export function rawCipher(seed = 7): MessageCipher {
  const keyring = new RawAesKeyringNode({
    keyName: "test",
    keyNamespace: "test",
    unencryptedMasterKey: new Uint8Array(32).fill(seed),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
  return {
    format: "aws-encryption-sdk-v2",
    seal: (context) => {
      const stream = encryptStream(keyring, {
        suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
        encryptionContext: { ...context },
        frameLength: 64 * 1024,
      });
      const abandon = (): void => {
        stream.end();
        stream.resume();
      };
      return {
        ...headerOf(stream),
        stream: join(stream, Promise.resolve(stream), (error) => error, abandon),
      };
    },
    open: (expected) => {
      const gate = new MessageGate(({ encryptionContext }) => checkContext(encryptionContext, expected));
      const decryptor = decryptStream(keyring);
      pipeline(gate, decryptor, () => {});
      return { ...headerOf(decryptor), stream: join(gate, Promise.resolve(decryptor), explain) };
    },
  };
}

function headerOf(stream: Readable): Pick<Flow, "header"> {
  const header = new Promise<SealedHeader>((resolve) => {
    stream.once("MessageHeader", ({ encryptionContext }: MessageHeader) =>
      resolve({ format: "aws-encryption-sdk-v2", keyArns: [KEY_ARN], context: { ...encryptionContext } }),
    );
  });
  return { header };
}

function checkContext(found: EncryptionContext, expected: EncryptionContext): void {
  for (const [key, value] of Object.entries(expected))
    if (found[key] !== value) throw new OperatorError("context", `another value for '${key}'`);
}

const explain = (error: unknown): unknown =>
  error instanceof OperatorError
    ? error
    : new OperatorError("notAuthentic", "not authentic", { cause: error });
