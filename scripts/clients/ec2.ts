/** The only place that makes EC2 clients of the command-line tool. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { LIST_LIMITS } from "./http/limits";
import { sending } from "./http/sending";
import { readableReply } from "./readable-reply";
import { type ClientSettings, SILENT_LOGGER } from "./settings";

const MAX_ATTEMPTS = 5;

export function ec2Client({ region, endpoint }: ClientSettings): EC2Client {
  const client = new EC2Client({
    ...sending(LIST_LIMITS),
    maxAttempts: MAX_ATTEMPTS,
    logger: SILENT_LOGGER,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  client.middlewareStack.use(readableReply);
  return client;
}
