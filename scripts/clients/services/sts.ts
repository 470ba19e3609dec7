/** Who AWS takes us for. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Arn, formatArn, parseArn } from "../../../modules/arn";
import { toOperatorError } from "../failures/sdk-errors";
import { KMS_LIMITS } from "../http/limits";
import { BadReplyError } from "../replies/bad-reply";
import { type ClientSettings, requestOptions } from "../settings/settings";
import { clientConfig } from "./client-config";

/** Tries of one request: it is small, and what follows needs it. */
const MAX_ATTEMPTS = 3;

/**
 * Whoever the credentials are for. STS needs no permission for that, but may be out of reach.
 * @param tries of the request
 * @throws OperatorError why it is not known
 */
export async function identity(settings: ClientSettings, tries = MAX_ATTEMPTS): Promise<Arn> {
  try {
    const client = new STSClient(clientConfig(settings, KMS_LIMITS, tries));
    const { Arn } = await client.send(new GetCallerIdentityCommand({}), requestOptions(settings));
    const found = parseArn(String(Arn));
    if (found !== undefined && found.account !== "") return found;
    throw new BadReplyError("STS answered without the ARN of who asks");
  } catch (error) {
    throw toOperatorError(error, { action: "ask STS whose credentials these are" });
  }
}

/** Their ARN, in one try: a record without its author is better than a command that waits for one. @returns `undefined` where it is not known. */
export const callerArn = (settings: ClientSettings): Promise<string | undefined> =>
  identity(settings, 1).then(formatArn, () => {
    settings.signal?.throwIfAborted();
    return undefined;
  });
