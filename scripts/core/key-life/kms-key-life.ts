/** The ports over KMS itself, with a client for the region of each key. */
import { DescribeKeyCommand, type KeyMetadata, type KMSClient, ReEncryptCommand } from "@aws-sdk/client-kms";
import { parseArn } from "../../../modules/arn";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import {
  answeredKey,
  answeredOptionalDate,
  answeredReEncrypted,
  answeredWord,
} from "../../clients/replies/kms-reply";
import { kmsClient } from "../../clients/services/kms";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { OperatorError } from "../../errors";
import { keyArn } from "../crypto/kms/key-arn";
import { kmsCalls } from "../crypto/kms/kms-calls";
import type { Condition, DataKeyMover, KeyState, KeyStates } from "./ports";

/** Source: KMS Developer Guide, "Key states of AWS KMS keys": which of them decrypt. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  Enabled: "usable",
  Updating: "usable",
  Disabled: "disabled",
  PendingDeletion: "pending deletion",
  PendingReplicaDeletion: "pending deletion",
  PendingImport: "pending import",
  Creating: "unavailable",
  Unavailable: "unavailable",
};

export function kmsKeyLife(settings: ClientSettings): KeyStates & DataKeyMover {
  const clients = new Map<string, KMSClient>();
  const clientFor = (key: string): KMSClient => {
    const region = parseArn(key)?.region ?? settings.region;
    const client = clients.get(region ?? "") ?? kmsClient({ ...settings, region });
    clients.set(region ?? "", client);
    return client;
  };
  const options = requestOptions(settings);
  const calls = kmsCalls(settings);
  return {
    arnOf: (key) => keyArn(key, settings),
    state: async (KeyId) => {
      try {
        const kms = clientFor(KeyId);
        const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId }), options);
        return stateOf(key, answeredKey(key?.Arn, KeyId, await kms.config.region()));
      } catch (error) {
        return failedState(KeyId, error);
      }
    },
    reEncrypt: async (from, to, context) => {
      try {
        const kms = clientFor(to);
        const command = new ReEncryptCommand({
          CiphertextBlob: from.blob,
          SourceKeyId: from.keyArn,
          SourceEncryptionContext: { ...context },
          DestinationKeyId: to,
          DestinationEncryptionContext: { ...context },
        });
        const answer = await kms.send(command, options);
        answeredKey(answer.SourceKeyId, from.keyArn, undefined);
        answeredKey(answer.KeyId, to, undefined);
        return answeredReEncrypted(answer.CiphertextBlob, from.blob);
      } catch (error) {
        throw toOperatorError(error, { action: `encrypt the data key of ${from.keyArn} again with ${to}` });
      }
    },
    decrypt: ({ keyArn: key, blob }, context, bytes) => calls.decrypt(key, blob, context, bytes),
    encrypt: async (to, dataKey, context) => (await calls.encrypt(to, dataKey, context)).blob,
  };
}

function stateOf(key: KeyMetadata | undefined, arn: string): KeyState {
  const kmsState = answeredWord(key?.KeyState, "the state of the key");
  const { PrimaryKey: primary, ReplicaKeys: replicas = [] } = key?.MultiRegionConfiguration ?? {};
  const related = [primary, ...replicas].flatMap((each) => (each?.Arn === undefined ? [] : [each.Arn]));
  const deletion = answeredOptionalDate(key?.DeletionDate, "the date of the key's deletion");
  const validTo = answeredOptionalDate(key?.ValidTo, "the end of the key's material");
  return {
    arn,
    condition: CONDITIONS[kmsState] ?? "unknown",
    kmsState,
    ...(CONDITIONS[kmsState] === undefined && { problem: `KMS calls its state ${kmsState}` }),
    ...(deletion === undefined ? {} : { deletionDate: deletion }),
    ...(validTo === undefined ? {} : { validTo }),
    replicas: related.filter((each) => each !== arn),
    ...(key?.KeySpec !== undefined && { spec: key.KeySpec }),
    inKeyStore: key?.CustomKeyStoreId !== undefined,
    encrypts: key?.KeySpec === "SYMMETRIC_DEFAULT" && key.KeyUsage === "ENCRYPT_DECRYPT",
  };
}

function failedState(arn: string, error: unknown): KeyState {
  const failure = toOperatorError(error, { action: `look up the key ${arn}` });
  if (!(failure instanceof OperatorError)) throw failure;
  const { name } = (failure.cause ?? {}) as Partial<Error>;
  if (name === "NotFoundException") return { arn, condition: "not found", replicas: [] };
  if (failure.exit === "credentials" || failure.exit === "interrupted") throw failure;
  return { arn, condition: "unknown", replicas: [], problem: failure.summary, failure };
}
