/** The only place that makes RDS clients of the command-line tool. */
import { RDSClient } from "@aws-sdk/client-rds";
import { LIST_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

const MAX_ATTEMPTS = 5;

export function rdsClient(settings: ClientSettings): RDSClient {
  const client = new RDSClient(clientConfig(settings, LIST_LIMITS, MAX_ATTEMPTS));
  client.middlewareStack.use(readableReply);
  return client;
}
