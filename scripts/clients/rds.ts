/** The only place that makes RDS clients of the command-line tool. */
import { RDSClient } from "@aws-sdk/client-rds";
import { LIST_LIMITS } from "./http/limits";
import { sending } from "./http/sending";
import { readableReply } from "./readable-reply";
import { type ClientSettings, SILENT_LOGGER } from "./settings";

const MAX_ATTEMPTS = 5;

export function rdsClient({ region, endpoint }: ClientSettings): RDSClient {
  const client = new RDSClient({
    ...sending(LIST_LIMITS),
    maxAttempts: MAX_ATTEMPTS,
    logger: SILENT_LOGGER,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  client.middlewareStack.use(readableReply);
  return client;
}
