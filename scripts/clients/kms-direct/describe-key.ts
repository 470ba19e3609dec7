import { toOperatorError } from "../failures/sdk-errors";
import { answeredKey } from "../replies/kms-reply";
import type { ClientSettings } from "../settings/settings";
import { directKms } from ".";

/**
 * The ARN behind a key id, key ARN, alias name or alias ARN.
 * @throws OperatorError when the key cannot be described.
 */
export async function describeKeyArn(key: string, settings: ClientSettings): Promise<string> {
  const kms = directKms(settings);
  try {
    const { KeyMetadata } = await kms.send("DescribeKey", { KeyId: key }, settings.signal);
    const metadata = KeyMetadata as { readonly Arn?: unknown } | undefined | null;
    return answeredKey(metadata?.Arn, key, await kms.region());
  } catch (error) {
    throw toOperatorError(error, { action: `look up the key ${key}` });
  }
}
