/** The port over KMS itself, in one region. */
import { setTimeout as wait } from "node:timers/promises";
import {
  AlreadyExistsException,
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { isThrottlingError } from "@smithy/core/retry";
import type { SdkError } from "@smithy/types";
import { parseArn } from "../../../modules/arn";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { answeredKey } from "../../clients/replies/kms-reply";
import { kmsClient } from "../../clients/services/kms";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { OperatorError } from "../../errors";
import type { KeySetup } from "./ports";

/** The one that a key has. Source: KMS API Reference, `PutKeyPolicy`, `PolicyName`. LocalStack has none without its name. */
const POLICY = "default";

/** What was asked for a new key did not name one: whichever of the region it is, it is right. */
const ANY_ALIAS = "alias/";

export function kmsKeySetup(settings: ClientSettings): KeySetup {
  const kms = kmsClient(settings);
  const once = kmsClient(settings, { maxAttempts: 1 });
  const options = requestOptions(settings);
  return {
    create: async (Policy, Description) => {
      for (let tries = 1; ; tries += 1)
        try {
          const { KeyMetadata } = await once.send(new CreateKeyCommand({ Policy, Description }), options);
          return answeredKey(KeyMetadata?.Arn, ANY_ALIAS, await kms.config.region());
        } catch (error) {
          const isThrottled = isThrottlingError(error as SdkError); // KMS has done nothing then
          if (!isThrottled || tries === CREATE_TRIES) throw notMade(error, isThrottled, Description);
          await wait(BETWEEN_TRIES_MS * tries, undefined, {
            ...(settings.signal && { signal: settings.signal }),
          });
        }
    },
    addAlias: (AliasName, keyArn) =>
      attempt(`give ${keyArn} the alias ${AliasName}`, async () => {
        // By its id, as Terraform does it: LocalStack keeps an ARN, and finds no key by it.
        const TargetKeyId = parseArn(keyArn)?.resource.replace(/^key\//, "") ?? keyArn;
        try {
          await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }), options);
        } catch (error) {
          if (!(error instanceof AlreadyExistsException) || (error.$metadata.attempts ?? 1) < 2) throw error;
          // The reply of an earlier try may have been lost.
          const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: AliasName }), options);
          if (KeyMetadata?.Arn !== keyArn) throw error;
        }
      }),
    policy: (KeyId) =>
      attempt(`read the policy of ${KeyId}`, async () => {
        const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: POLICY }), options);
        if (typeof Policy !== "string") throw new BadReplyError("KMS answered without the policy of the key");
        return Policy;
      }),
    replacePolicy: (KeyId, Policy) =>
      attempt(`replace the policy of ${KeyId}`, async () => {
        await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: POLICY, Policy }), options);
      }),
    rotates: (KeyId) =>
      attempt(`look at the rotation of ${KeyId}`, async () => {
        const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }), options);
        return KeyRotationEnabled === true;
      }),
    rotate: (KeyId) =>
      attempt(`let ${KeyId} rotate`, async () => {
        await kms.send(new EnableKeyRotationCommand({ KeyId }), options);
      }),
  };
}

/** KMS takes no token with CreateKey, so that a repetition makes another key where only the reply of the first was lost. */
const CREATE_TRIES = 3;
const BETWEEN_TRIES_MS = 1_000;

function notMade(error: unknown, isThrottled: boolean, description: string): unknown {
  const failure = toOperatorError(error, { action: "create a key" });
  if (isThrottled || !(failure instanceof OperatorError) || failure.exit !== "unavailable") return failure;
  return new OperatorError("unavailable", `${failure.summary}; the key may have been made all the same`, {
    hint: `look for a key whose description is "${description}" (aws kms list-keys, aws kms describe-key), and give it with --key`,
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
