/** The only place that makes KMS clients. */
import { DescribeKeyCommand, KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { answeredKey } from "./kms-reply";
import { readableReply } from "./readable-reply";
import { toOperatorError } from "./sdk-errors";
import { CLIENT_DEFAULTS, type ClientSettings, requestOptions } from "./settings";

/**
 * A KMS client for one region.
 * @param overrides what a server, which answers to deadlines of its own, does not take from {@link CLIENT_DEFAULTS}.
 */
export function kmsClient(settings: ClientSettings, overrides: KMSClientConfig = {}): KMSClient {
  const client = new KMSClient({
    ...CLIENT_DEFAULTS,
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...overrides,
  });
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
