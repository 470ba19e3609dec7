/** The only place that makes KMS clients. */
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { toOperatorError } from "./sdk-errors";
import { CLIENT_DEFAULTS, type ClientSettings } from "./settings";

/** A KMS client for one region. */
export function kmsClient(settings: ClientSettings): KMSClient {
  return new KMSClient({
    ...CLIENT_DEFAULTS,
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
  });
}

/**
 * The ARN behind a key id, key ARN, alias name or alias ARN.
 * @throws OperatorError when the key cannot be described.
 */
export async function describeKeyArn(client: KMSClient, key: string): Promise<string> {
  try {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: key }));
    if (KeyMetadata?.Arn === undefined) throw new Error(`DescribeKey answered without an ARN for ${key}`);
    return KeyMetadata.Arn;
  } catch (error) {
    throw toOperatorError(error, { action: `look up the key ${key}` });
  }
}
