/** The only place that makes KMS clients. */
import { DescribeKeyCommand, KMS } from "@aws-sdk/client-kms";
import { toOperatorError } from "./sdk-errors";
import { CLIENT_DEFAULTS, type ClientSettings } from "./settings";

/**
 * A KMS client for one region. `onError` sees every failure before the Encryption SDK turns it into text.
 */
export function kmsClient(settings: ClientSettings, onError: (error: unknown) => void = () => {}): KMS {
  const client = new KMS({
    ...CLIENT_DEFAULTS,
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
    { step: "initialize", name: "reportError" },
  );
  return client;
}

/**
 * The ARN behind a key id, key ARN, alias name or alias ARN.
 * @throws OperatorError when the key cannot be described.
 */
export async function describeKeyArn(client: KMS, key: string): Promise<string> {
  try {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: key }));
    if (KeyMetadata?.Arn === undefined) throw new Error(`DescribeKey answered without an ARN for ${key}`);
    return KeyMetadata.Arn;
  } catch (error) {
    throw toOperatorError(error, { action: `look up the key ${key}` });
  }
}
