/** The official JavaScript library under the same raw keys: the oracle of the engine. */
import {
  type AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  MultiKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import { type RawKey, rawKey } from "../kms/raw-keys";

const committing = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const nonCommitting = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);

export interface OfficialOptions {
  /** @default 0x0478 */
  readonly suiteId?: number;
  readonly frameLength?: number;
  readonly context?: Readonly<Record<string, string>>;
  readonly keys?: readonly RawKey[];
}

export async function officialEncrypt(plaintext: Buffer, options: OfficialOptions = {}): Promise<Buffer> {
  const { suiteId = 0x0478, frameLength = 4096, context = {}, keys } = options;
  const { encrypt } = suiteId === 0x0478 || suiteId === 0x0578 ? committing : nonCommitting;
  const { result } = await encrypt(keyring(keys), plaintext, {
    suiteId: suiteId as AlgorithmSuiteIdentifier,
    frameLength,
    encryptionContext: { ...context },
  });
  return result;
}

export async function officialDecrypt(
  message: Buffer,
  keys?: readonly RawKey[],
): Promise<{ readonly plaintext: Buffer; readonly context: Readonly<Record<string, string>> }> {
  const { plaintext, messageHeader } = await committing.decrypt(keyring(keys), message);
  return { plaintext, context: messageHeader.encryptionContext };
}

function keyring(keys: readonly RawKey[] = [rawKey()]): MultiKeyringNode {
  const [generator, ...children] = keys.map(
    ({ namespace, name, key }) =>
      new RawAesKeyringNode({
        keyName: name,
        keyNamespace: namespace,
        utf8Sorting: true, // as the specification says; the default sorts by locale, and KMS does not care
        unencryptedMasterKey: new Uint8Array(key),
        wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
      }),
  );
  if (generator === undefined) throw new Error("no key");
  return new MultiKeyringNode({ generator, children });
}
