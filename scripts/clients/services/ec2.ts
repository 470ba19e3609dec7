/** The only place that makes EC2 clients of the command-line tool. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { LIST_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

const MAX_ATTEMPTS = 5;

/** @param maxAttempts tries of one request; 1 for those that must not be repeated unseen */
export function ec2Client(settings: ClientSettings, maxAttempts = MAX_ATTEMPTS): EC2Client {
  const client = new EC2Client(clientConfig(settings, LIST_LIMITS, maxAttempts));
  client.middlewareStack.use(readableReply);
  return client;
}
