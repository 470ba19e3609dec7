import type { ReplyLimits } from "../http/limits";
import { sending } from "../http/sending";
import { type ClientSettings, SILENT_LOGGER } from "../settings/settings";

/** What the client of every service is made with. @param maxAttempts tries of one request, with the SDK's exponential back-off. */
export const clientConfig = (
  { region, endpoint, roleArn }: ClientSettings,
  limits: ReplyLimits,
  maxAttempts: number,
) => ({
  ...sending(limits, roleArn),
  maxAttempts,
  logger: SILENT_LOGGER,
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
});
