/** The three calls of KMS that messages need, each with a client for the region of its key. */
import { parseArn } from "../../../../modules/arn";
import { toOperatorError } from "../../../clients/failures/sdk-errors";
import { type DirectKms, directKms, type Operation } from "../../../clients/kms-direct";
import type { Fields } from "../../../clients/kms-direct/reply";
import {
  answeredCiphertext,
  answeredDataKey,
  answeredKey,
  answeredPlaintext,
} from "../../../clients/replies/kms-reply";
import type { KmsClientOptions } from "../../../clients/services/kms";
import type { ClientSettings } from "../../../clients/settings/settings";
import { OperatorError } from "../../../errors";
import type { EncryptionAlgorithm, EncryptionContext } from "../../ports";

export interface WrappedKey {
  /** ARN of the key, as KMS gives it. */
  readonly keyArn: string;
  readonly blob: Buffer;
}

/** Every call fails with an OperatorError that names the SDK's error; a reply that does not fit what was asked is one, too. */
export interface KmsCalls {
  generateDataKey(
    key: string,
    context: EncryptionContext,
    bytes: number,
  ): Promise<WrappedKey & { readonly plaintext: Buffer }>;
  encrypt(key: string, plaintext: Buffer, context: EncryptionContext): Promise<WrappedKey>;
  /** @param bytes that the data key has. */
  decrypt(key: string, blob: Buffer, context: EncryptionContext, bytes: number): Promise<Buffer>;
  /** With an RSA key, which knows no context; the plaintext is what somebody sealed. */
  decryptRsa(key: string, blob: Buffer, algorithm: EncryptionAlgorithm): Promise<Buffer>;
}

export function kmsCalls(settings: ClientSettings, options: KmsClientOptions = {}): KmsCalls {
  const clients = new Map<string, DirectKms>();
  const clientFor = (key: string): DirectKms => {
    const region = parseArn(key)?.region ?? settings.region;
    const client = clients.get(region ?? "") ?? directKms({ ...settings, region }, options);
    clients.set(region ?? "", client);
    return client;
  };
  /** The reply, and the ARN of the key that answered. */
  const ask = async (operation: Operation, KeyId: string, input: Fields) => {
    const client = clientFor(KeyId);
    const reply = await client.send(operation, { KeyId, ...input }, settings.signal);
    return { reply, keyArn: answeredKey(reply.KeyId, KeyId, await client.region()) };
  };
  return {
    generateDataKey: (key, EncryptionContext, NumberOfBytes) =>
      attempt(`generate a data key with ${key}`, async () => {
        const { reply, keyArn } = await ask("GenerateDataKey", key, { NumberOfBytes, EncryptionContext });
        const plaintext = answeredDataKey(reply.Plaintext, NumberOfBytes);
        return { keyArn, blob: answeredCiphertext(reply.CiphertextBlob, plaintext), plaintext };
      }),
    encrypt: (key, Plaintext, EncryptionContext) =>
      attempt(`encrypt the data key with ${key}`, async () => {
        const { reply, keyArn } = await ask("Encrypt", key, { Plaintext, EncryptionContext });
        return { keyArn, blob: answeredCiphertext(reply.CiphertextBlob, Plaintext) };
      }),
    decrypt: (key, CiphertextBlob, EncryptionContext, bytes) =>
      attempt(`decrypt the data key with ${key}`, async () => {
        const { reply } = await ask("Decrypt", key, { CiphertextBlob, EncryptionContext });
        return answeredDataKey(reply.Plaintext, bytes);
      }),
    decryptRsa: (key, CiphertextBlob, EncryptionAlgorithm) =>
      attempt(`decrypt the data key with ${key} and ${EncryptionAlgorithm}`, async () => {
        const { reply } = await ask("Decrypt", key, { CiphertextBlob, EncryptionAlgorithm });
        return answeredPlaintext(reply.Plaintext);
      }).catch((error) => {
        throw rsaFailure(error);
      }),
  };
}

/** RSA tells only that it did not work, and there is more than one way to that. */
function rsaFailure(error: unknown): unknown {
  if (!(error instanceof OperatorError) || error.exit !== "notAuthentic") return error;
  return new OperatorError("notAuthentic", error.message, {
    hint: "check that the public key was this key's, and --encryption-algorithm; then fetch the file again",
    cause: error,
  });
}

async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toOperatorError(error, { action });
  }
}
