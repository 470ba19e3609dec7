/** The three calls of KMS that messages need, each with a client for the region of its key. */
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { parseArn } from "../../../../modules/arn";
import { type KmsClientOptions, kmsClient } from "../../../clients/kms";
import {
  answeredCiphertext,
  answeredDataKey,
  answeredKey,
  answeredPlaintext,
} from "../../../clients/kms-reply";
import { toOperatorError } from "../../../clients/sdk-errors";
import { type ClientSettings, requestOptions } from "../../../clients/settings";
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
  const clients = new Map<string, ReturnType<typeof kmsClient>>();
  const clientFor = (key: string): ReturnType<typeof kmsClient> => {
    const region = parseArn(key)?.region ?? settings.region;
    const client = clients.get(region ?? "") ?? kmsClient({ ...settings, region }, options);
    clients.set(region ?? "", client);
    return client;
  };
  return {
    generateDataKey: (KeyId, context, NumberOfBytes) =>
      attempt(`generate a data key with ${KeyId}`, async () => {
        const command = new GenerateDataKeyCommand({
          KeyId,
          NumberOfBytes,
          EncryptionContext: { ...context },
        });
        const client = clientFor(KeyId);
        const answer = await client.send(command, requestOptions(settings));
        const keyArn = answeredKey(answer.KeyId, KeyId, await client.config.region());
        const plaintext = answeredDataKey(answer.Plaintext, NumberOfBytes);
        return { keyArn, blob: answeredCiphertext(answer.CiphertextBlob, plaintext), plaintext };
      }),
    encrypt: (KeyId, Plaintext, context) =>
      attempt(`encrypt the data key with ${KeyId}`, async () => {
        const command = new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { ...context } });
        const client = clientFor(KeyId);
        const answer = await client.send(command, requestOptions(settings));
        const keyArn = answeredKey(answer.KeyId, KeyId, await client.config.region());
        return { keyArn, blob: answeredCiphertext(answer.CiphertextBlob, Plaintext) };
      }),
    decrypt: (KeyId, CiphertextBlob, context, bytes) =>
      attempt(`decrypt the data key with ${KeyId}`, async () => {
        const command = new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: { ...context } });
        const client = clientFor(KeyId);
        const answer = await client.send(command, requestOptions(settings));
        answeredKey(answer.KeyId, KeyId, await client.config.region());
        return answeredDataKey(answer.Plaintext, bytes);
      }),
    decryptRsa: (KeyId, CiphertextBlob, EncryptionAlgorithm) =>
      attempt(`decrypt the data key with ${KeyId} and ${EncryptionAlgorithm}`, async () => {
        const command = new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm });
        const client = clientFor(KeyId);
        const answer = await client.send(command, requestOptions(settings));
        answeredKey(answer.KeyId, KeyId, await client.config.region());
        return answeredPlaintext(answer.Plaintext);
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
