/** The only place that makes S3 clients of the command-line tool. */
import { S3Client } from "@aws-sdk/client-s3";
import { S3_LIMITS } from "../http/limits";
import { readableReply } from "../replies/readable-reply";
import { isAwsHost } from "../settings/endpoint";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

/** Tries of one request that has no streamed body; streamed parts are sent again by the store. */
const MAX_ATTEMPTS = 5;

export function s3Client(settings: ClientSettings): S3Client {
  const { endpoint } = settings;
  const client = new S3Client({
    ...clientConfig(settings, S3_LIMITS, MAX_ATTEMPTS),
    // Objects are read in ranges, and a checksum is one of a whole object: some servers send it with a part of it, too.
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(endpoint === undefined ? {} : { forcePathStyle: !isAwsHost(endpoint) }),
  });
  client.middlewareStack.use(readableReply);
  return client;
}
