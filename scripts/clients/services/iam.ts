/** The only place that makes IAM clients of the command-line tool. */
import { IAMClient } from "@aws-sdk/client-iam";
import { LIST_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

/** IAM throttles a whole account. */
const MAX_ATTEMPTS = 5;

export function iamClient(settings: ClientSettings): IAMClient {
  const client = new IAMClient(clientConfig(settings, LIST_LIMITS, MAX_ATTEMPTS));
  client.middlewareStack.use(readableReply);
  return client;
}
