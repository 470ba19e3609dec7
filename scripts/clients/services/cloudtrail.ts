/** The only place that makes CloudTrail clients of the command-line tool. */
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { LIST_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

/** Others of the account look up, too, and the limit is the account's. */
const MAX_ATTEMPTS = 6;

export function cloudtrailClient(settings: ClientSettings): CloudTrailClient {
  const client = new CloudTrailClient(clientConfig(settings, LIST_LIMITS, MAX_ATTEMPTS));
  client.middlewareStack.use(readableReply);
  return client;
}
