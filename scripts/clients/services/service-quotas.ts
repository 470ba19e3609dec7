/** The only place that makes clients of Service Quotas of the command-line tool. */
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { KMS_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

/** Whoever asks can do without the answer. */
const MAX_ATTEMPTS = 2;

export function serviceQuotasClient(settings: ClientSettings): ServiceQuotasClient {
  const client = new ServiceQuotasClient(clientConfig(settings, KMS_LIMITS, MAX_ATTEMPTS));
  client.middlewareStack.use(readableReply);
  return client;
}
