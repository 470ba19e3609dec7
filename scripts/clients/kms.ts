/** The only place that makes KMS clients. */
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { clientConfig } from "./client-config";
import { KMS_LIMITS, type ReplyLimits } from "./http/limits";
import { answeredKey } from "./kms-reply";
import { readableReply } from "./readable-reply";
import { toOperatorError } from "./sdk-errors";
import { type ClientSettings, requestOptions } from "./settings";

export interface KmsClientOptions {
  /** @default {@link KMS_LIMITS} */
  readonly limits?: ReplyLimits;
  /** Tries of one request, with the SDK's exponential back-off. @default 3 */
  readonly maxAttempts?: number;
}

/** A KMS client for one region. */
export function kmsClient(
  settings: ClientSettings,
  { limits = KMS_LIMITS, maxAttempts = 3 }: KmsClientOptions = {},
): KMSClient {
  const client = new KMSClient(clientConfig(settings, limits, maxAttempts));
  client.middlewareStack.use(readableReply);
  return client;
}

/**
 * The ARN behind a key id, key ARN, alias name or alias ARN.
 * @throws OperatorError when the key cannot be described.
 */
export async function describeKeyArn(key: string, settings: ClientSettings): Promise<string> {
  const client = kmsClient(settings);
  try {
    const command = new DescribeKeyCommand({ KeyId: key });
    const { KeyMetadata } = await client.send(command, requestOptions(settings));
    return answeredKey(KeyMetadata?.Arn, key, await client.config.region());
  } catch (error) {
    throw toOperatorError(error, { action: `look up the key ${key}` });
  }
}
