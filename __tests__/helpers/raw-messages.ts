/** Real messages without KMS: the official library under a raw AES key of the test's own. */
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";

const { encrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

const keyring = new RawAesKeyringNode({
  keyName: "test",
  keyNamespace: "test",
  unencryptedMasterKey: new Uint8Array(32).fill(7),
  wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
});

export async function rawMessage(
  plaintext: Buffer,
  options: {
    readonly frameLength?: number;
    readonly signed?: boolean;
    readonly context?: Record<string, string>;
  } = {},
): Promise<Buffer> {
  const { result } = await encrypt(keyring, plaintext, {
    suiteId: options.signed
      ? AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384
      : AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
    frameLength: options.frameLength ?? 64,
    encryptionContext: options.context ?? {},
  });
  return result;
}
