/** The port over KMS itself, with a client for the region of each key. */
import {
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { parseArn } from "../../../modules/arn";
import { kmsClient } from "../../clients/kms";
import { toOperatorError } from "../../clients/sdk-errors";
import type { ClientSettings } from "../../clients/settings";
import type { KeyImport } from "./ports";
import { WRAPPING_KEY_BITS } from "./wrap";

export function kmsKeyImport(settings: ClientSettings): KeyImport {
  const client = (key: string): KMSClient =>
    kmsClient({ ...settings, region: parseArn(key)?.region ?? settings.region });
  return {
    describe: (KeyId) =>
      attempt(`look up the key ${KeyId}`, async () => {
        const { KeyMetadata: key } = await client(KeyId).send(new DescribeKeyCommand({ KeyId }));
        return {
          arn: present(key?.Arn),
          origin: present(key?.Origin),
          state: present(key?.KeyState),
          spec: present(key?.KeySpec),
          multiRegion: key?.MultiRegionConfiguration?.MultiRegionKeyType,
        };
      }),
    parameters: (KeyId, WrappingAlgorithm) =>
      attempt(`get the wrapping key for ${KeyId}`, async () => {
        const command = new GetParametersForImportCommand({
          KeyId,
          WrappingAlgorithm,
          WrappingKeySpec: `RSA_${WRAPPING_KEY_BITS}`,
        });
        const { PublicKey, ImportToken } = await client(KeyId).send(command);
        return { publicKey: present(PublicKey), token: present(ImportToken) };
      }),
    importMaterial: (KeyId, { token, wrapped, validTo, importType, description, materialId }) =>
      attempt(`import key material into ${KeyId}`, async () => {
        const command = new ImportKeyMaterialCommand({
          KeyId,
          ImportToken: token,
          EncryptedKeyMaterial: wrapped,
          // Always said: AWS's own default is that material expires.
          ExpirationModel: validTo === undefined ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES",
          ...(validTo === undefined ? {} : { ValidTo: validTo }),
          ...(importType === undefined ? {} : { ImportType: importType }),
          ...(description === undefined ? {} : { KeyMaterialDescription: description }),
          ...(materialId === undefined ? {} : { KeyMaterialId: materialId }),
        });
        return (await client(KeyId).send(command)).KeyMaterialId;
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

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("KMS answered without what was asked for");
  return value;
}
