/** Who AWS takes us for. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { clientConfig } from "./client-config";
import { KMS_LIMITS } from "./http/limits";
import { type ClientSettings, requestOptions } from "./settings";

/**
 * The ARN of whoever the credentials are for. STS needs no permission for that, but may be out of reach.
 * @returns `undefined` where it does not say.
 */
export async function callerArn(settings: ClientSettings): Promise<string | undefined> {
  try {
    // One try: a record without its author is better than a command that waits for one.
    const client = new STSClient(clientConfig(settings, KMS_LIMITS, 1));
    const { Arn } = await client.send(new GetCallerIdentityCommand({}), requestOptions(settings));
    return typeof Arn === "string" && Arn.startsWith("arn:") ? Arn : undefined;
  } catch {
    settings.signal?.throwIfAborted();
    return undefined;
  }
}
