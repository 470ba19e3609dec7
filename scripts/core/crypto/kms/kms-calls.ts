/** The three calls of KMS that messages need, each with a client for the region of its key. */
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { parseArn } from "../../../../modules/arn";
import { kmsClient } from "../../../clients/kms";
import { toOperatorError } from "../../../clients/sdk-errors";
import type { ClientSettings } from "../../../clients/settings";
import type { EncryptionContext } from "../../ports";

export interface WrappedKey {
  /** ARN of the key, as KMS gives it. */
  readonly keyArn: string;
  readonly blob: Buffer;
}

/** Every call fails with an OperatorError that names the SDK's error. Keys are zeroed by whoever gets them. */
export interface KmsCalls {
  generateDataKey(
    key: string,
    context: EncryptionContext,
    bytes: number,
  ): Promise<WrappedKey & { readonly plaintext: Buffer }>;
  encrypt(key: string, plaintext: Buffer, context: EncryptionContext): Promise<WrappedKey>;
  decrypt(
    key: string,
    blob: Buffer,
    context: EncryptionContext,
  ): Promise<{ readonly keyArn: string; readonly plaintext: Buffer }>;
}

export function kmsCalls(settings: ClientSettings): KmsCalls {
  const clients = new Map<string, ReturnType<typeof kmsClient>>();
  const clientFor = (key: string): ReturnType<typeof kmsClient> => {
    const region = parseArn(key)?.region ?? settings.region;
    const client = clients.get(region ?? "") ?? kmsClient({ ...settings, region });
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
        const answer = await clientFor(KeyId).send(command);
        return { ...wrapped(answer), plaintext: bytesOf(answer.Plaintext) };
      }),
    encrypt: (KeyId, Plaintext, context) =>
      attempt(`encrypt the data key with ${KeyId}`, async () => {
        const command = new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { ...context } });
        return wrapped(await clientFor(KeyId).send(command));
      }),
    decrypt: (KeyId, CiphertextBlob, context) =>
      attempt(`decrypt the data key with ${KeyId}`, async () => {
        const command = new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: { ...context } });
        const answer = await clientFor(KeyId).send(command);
        return { keyArn: answer.KeyId ?? "", plaintext: bytesOf(answer.Plaintext) };
      }),
  };
}

async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toOperatorError(error, { action });
  }
}

function wrapped(answer: {
  KeyId?: string | undefined;
  CiphertextBlob?: Uint8Array | undefined;
}): WrappedKey {
  if (parseArn(answer.KeyId ?? "") === undefined) throw new Error("KMS answered without the ARN of its key");
  return { keyArn: answer.KeyId ?? "", blob: bytesOf(answer.CiphertextBlob) };
}

/** The SDK's own bytes, not a copy, so that zeroing them leaves none. */
function bytesOf(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) throw new Error("KMS answered without what was asked for");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
