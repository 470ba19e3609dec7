/** The only place that makes the SDK's KMS clients; calls that are made all the time are of ../kms-direct. */
import { KMSClient } from "@aws-sdk/client-kms";
import { KMS_LIMITS, type ReplyLimits } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

export interface KmsClientOptions {
  /** @default {@link KMS_LIMITS} */
  readonly limits?: ReplyLimits;
  /** Tries of one request, with the SDK's exponential back-off. @default 3 */
  readonly maxAttempts?: number;
}

/** A KMS client for one region. */
export function kmsClient(
  settings: ClientSettings,
  { limits = KMS_LIMITS, maxAttempts = 3 }: KmsClientOptions = {},
): KMSClient {
  const client = new KMSClient(clientConfig(settings, limits, maxAttempts));
  client.middlewareStack.use(readableReply);
  return client;
}
