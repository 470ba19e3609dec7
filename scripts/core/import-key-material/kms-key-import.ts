/** The port over KMS itself, with a client for the region of each key. */
import {
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { parseArn } from "../../../modules/arn";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import {
  answeredImportToken,
  answeredKey,
  answeredMaterialId,
  answeredPublicKey,
  answeredWord,
} from "../../clients/replies/kms-reply";
import { kmsClient } from "../../clients/services/kms";
import type { ClientSettings } from "../../clients/settings/settings";
import type { KeyImport } from "./ports";
import { WRAPPING_KEY_BITS } from "./wrap";

export function kmsKeyImport(settings: ClientSettings): KeyImport {
  const client = (key: string): KMSClient =>
    kmsClient({ ...settings, region: parseArn(key)?.region ?? settings.region });
  return {
    describe: (KeyId) =>
      attempt(`look up the key ${KeyId}`, async () => {
        const kms = client(KeyId);
        const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId }));
        return {
          arn: answeredKey(key?.Arn, KeyId, await kms.config.region()),
          origin: answeredWord(key?.Origin, "the origin of the key"),
          state: answeredWord(key?.KeyState, "the state of the key"),
          spec: answeredWord(key?.KeySpec, "the spec of the key"),
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
        const answer = await client(KeyId).send(command);
        answeredKey(answer.KeyId, KeyId, undefined);
        return {
          publicKey: answeredPublicKey(answer.PublicKey),
          token: answeredImportToken(answer.ImportToken),
        };
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
        const answer = await client(KeyId).send(command);
        // Older endpoints answer nothing at all.
        if (answer.KeyId !== undefined) answeredKey(answer.KeyId, KeyId, undefined);
        return answeredMaterialId(answer.KeyMaterialId, materialId);
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
