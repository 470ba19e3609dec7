/** The only place that makes S3 clients of the command-line tool. */
import { S3Client } from "@aws-sdk/client-s3";
import { readableReply } from "./readable-reply";
import { type ClientSettings, SILENT_LOGGER } from "./settings";

/** Tries of one request that has no streamed body; streamed parts are sent again by the store. */
const MAX_ATTEMPTS = 5;

/**
 * Time-outs of a silent connection, not of a request: a part on a slow line may take its time as long as bytes flow.
 */
const TIMEOUTS = { connectionTimeout: 5_000, socketTimeout: 60_000 } as const;

export function s3Client({ region, endpoint }: ClientSettings): S3Client {
  const client = new S3Client({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: TIMEOUTS,
    logger: SILENT_LOGGER,
    // Objects are read in ranges, and a checksum is one of a whole object: some servers send it with a part of it, too.
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(region === undefined ? {} : { region }),
    // Bucket names in the host name resolve at AWS only.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
  client.middlewareStack.use(readableReply);
  return client;
}
