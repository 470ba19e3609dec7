/** The only place that makes CloudWatch clients of the command-line tool. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { KMS_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

/** Whoever asks can do without the answer. */
const MAX_ATTEMPTS = 2;

export function cloudwatchClient(settings: ClientSettings): CloudWatchClient {
  const client = new CloudWatchClient(clientConfig(settings, KMS_LIMITS, MAX_ATTEMPTS));
  client.middlewareStack.use(readableReply);
  return client;
}
