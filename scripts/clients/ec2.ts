/** The only place that makes EC2 clients of the command-line tool. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { clientConfig } from "./client-config";
import { LIST_LIMITS } from "./http/limits";
import { readableReply } from "./readable-reply";
import type { ClientSettings } from "./settings";

const MAX_ATTEMPTS = 5;

export function ec2Client(settings: ClientSettings): EC2Client {
  const client = new EC2Client(clientConfig(settings, LIST_LIMITS, MAX_ATTEMPTS));
  client.middlewareStack.use(readableReply);
  return client;
}
