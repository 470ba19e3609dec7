/** The port over KMS itself, in one region. */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { parseArn } from "../../../modules/arn";
import { BadReplyError } from "../../clients/bad-reply";
import { kmsClient } from "../../clients/kms";
import { answeredKey } from "../../clients/kms-reply";
import { toOperatorError } from "../../clients/sdk-errors";
import { type ClientSettings, requestOptions } from "../../clients/settings";
import type { KeySetup } from "./ports";

/** The one that a key has. Source: KMS API Reference, `PutKeyPolicy`, `PolicyName`. LocalStack has none without its name. */
const POLICY = "default";

/** What was asked for a new key did not name one: whichever of the region it is, it is right. */
const ANY_ALIAS = "alias/";

export function kmsKeySetup(settings: ClientSettings): KeySetup {
  const kms = kmsClient(settings);
  const options = requestOptions(settings);
  return {
    create: (Policy, Description) =>
      attempt("create a key", async () => {
        const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy, Description }), options);
        return answeredKey(KeyMetadata?.Arn, ANY_ALIAS, await kms.config.region());
      }),
    addAlias: (AliasName, keyArn) =>
      attempt(`give ${keyArn} the alias ${AliasName}`, async () => {
        // By its id, as Terraform does it: LocalStack keeps an ARN, and finds no key by it.
        const TargetKeyId = parseArn(keyArn)?.resource.replace(/^key\//, "") ?? keyArn;
        await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }), options);
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

async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toOperatorError(error, { action });
  }
}
