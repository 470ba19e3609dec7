// The official JavaScript library from file to file, under a raw AES key: node official.mjs encrypt|decrypt IN OUT FRAME_LENGTH
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";

const [operation, input, output, frameLength] = process.argv.slice(2);
const { encryptStream, decryptStream } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const keyring = new RawAesKeyringNode({
  keyName: "bench",
  keyNamespace: "bench",
  unencryptedMasterKey: new Uint8Array(32).fill(1),
  wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
});
const stream =
  operation === "encrypt"
    ? encryptStream(keyring, {
        suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
        frameLength: Number(frameLength),
      })
    : decryptStream(keyring);
await pipeline(
  createReadStream(input, { highWaterMark: 1024 * 1024 }),
  stream,
  createWriteStream(output, { highWaterMark: 1024 * 1024 }),
);
