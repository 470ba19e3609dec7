/** The only place that makes S3 clients of the command-line tool. */
import { S3Client } from "@aws-sdk/client-s3";
import { isAwsHost } from "./endpoint";
import { S3_LIMITS } from "./http/limits";
import { sending } from "./http/sending";
import { readableReply } from "./readable-reply";
import { type ClientSettings, SILENT_LOGGER } from "./settings";

/** Tries of one request that has no streamed body; streamed parts are sent again by the store. */
const MAX_ATTEMPTS = 5;

export function s3Client({ region, endpoint }: ClientSettings): S3Client {
  const client = new S3Client({
    ...sending(S3_LIMITS),
    maxAttempts: MAX_ATTEMPTS,
    logger: SILENT_LOGGER,
    // Objects are read in ranges, and a checksum is one of a whole object: some servers send it with a part of it, too.
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: !isAwsHost(endpoint) }),
  });
  client.middlewareStack.use(readableReply);
  return client;
}
