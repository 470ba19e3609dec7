/** The port over KMS itself, with a client for the region of each key. */
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  type KMSServiceException,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { parseArn } from "../../../modules/arn";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import {
  answeredDate,
  answeredKey,
  answeredOptionalDate,
  answeredWord,
} from "../../clients/replies/kms-reply";
import { pages } from "../../clients/replies/pages";
import { kmsClient } from "../../clients/services/kms";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import type { KeyMaterial, KeyRotation } from "./ports";

export function kmsRotation(settings: ClientSettings): KeyRotation {
  const client = (key: string): KMSClient =>
    kmsClient({ ...settings, region: parseArn(key)?.region ?? settings.region });
  const options = requestOptions(settings);
  return {
    describe: (KeyId) =>
      attempt(`look up the key ${KeyId}`, async () => {
        const kms = client(KeyId);
        const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId }), options);
        return {
          arn: answeredKey(key?.Arn, KeyId, await kms.config.region()),
          spec: answeredWord(key?.KeySpec, "the spec of the key"),
          usage: answeredWord(key?.KeyUsage, "the usage of the key"),
          origin: answeredWord(key?.Origin, "the origin of the key"),
          state: answeredWord(key?.KeyState, "the state of the key"),
          manager: answeredWord(key?.KeyManager, "the manager of the key"),
          multiRegion: key?.MultiRegionConfiguration?.MultiRegionKeyType,
          created: answeredDate(key?.CreationDate, "the date of the key"),
          validTo: answeredOptionalDate(key?.ValidTo, "the end of the key's material"),
        };
      }),
    moveAlias: (AliasName, keyArn) =>
      attempt(`move ${AliasName} to ${keyArn}`, async () => {
        // By its id, as Terraform does it: LocalStack keeps an ARN, and finds no key by it.
        const TargetKeyId = parseArn(keyArn)?.resource.replace(/^key\//, "") ?? keyArn;
        await client(keyArn).send(new UpdateAliasCommand({ AliasName, TargetKeyId }), options);
      }),
    materials: (KeyId) =>
      attempt(`list the materials of ${KeyId}`, async () => {
        const kms = client(KeyId);
        const found: KeyMaterial[] = [];
        const all = pages(
          (Marker) =>
            kms.send(
              new ListKeyRotationsCommand({
                KeyId,
                IncludeKeyMaterial: "ALL_KEY_MATERIAL",
                ...(Marker === undefined ? {} : { Marker }),
              }),
              options,
            ),
          ({ Truncated: more, NextMarker: token, Rotations = [] }) => ({
            more,
            token,
            count: Rotations.length,
          }),
        );
        for await (const { Rotations = [] } of all)
          for (const each of Rotations)
            found.push({
              state: answeredWord(each.KeyMaterialState, "the state of a material"),
              pendingImport: each.ImportState === "PENDING_IMPORT",
              validTo: answeredOptionalDate(each.ValidTo, "the end of a material"),
              rotated: answeredOptionalDate(each.RotationDate, "the date of a rotation"),
              onDemand: each.RotationType === "ON_DEMAND",
            });
        return found;
      }),
    rotatingSince: (KeyId) =>
      attempt(`look at the rotation of ${KeyId}`, async () => {
        const answer = await client(KeyId).send(new GetKeyRotationStatusCommand({ KeyId }), options);
        return answeredOptionalDate(answer.OnDemandRotationStartDate, "the date of a rotation");
      }),
    automatic: async (KeyId) => {
      try {
        const answer = await client(KeyId).send(new GetKeyRotationStatusCommand({ KeyId }), options);
        return {
          on: answer.KeyRotationEnabled === true,
          everyDays: answer.RotationPeriodInDays,
          next: answeredOptionalDate(answer.NextRotationDate, "the date of the next rotation"),
        };
      } catch (error) {
        if ((error as Error).name === "UnsupportedOperationException") return undefined;
        throw toOperatorError(error, { action: `look at the rotation of ${KeyId}` });
      }
    },
    rotateOnDemand: (KeyId) =>
      attempt(`rotate ${KeyId}`, async () => {
        const kms = client(KeyId);
        try {
          await kms.send(new RotateKeyOnDemandCommand({ KeyId }), options);
        } catch (error) {
          if (((error as Partial<KMSServiceException>).$metadata?.attempts ?? 1) < 2) throw error;
          // The reply of an earlier try may have been lost; whoever asked saw no rotation under way before.
          const { OnDemandRotationStartDate: since } = await kms.send(
            new GetKeyRotationStatusCommand({ KeyId }),
            options,
          );
          if (since === undefined) throw error;
        }
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
