import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/sdk-errors";
import { OperatorError } from "../../errors";

/** Times in a row that a body may break off without a byte in between. */
const MAX_BREAKS = 5;

/** Where an object is read from. */
export interface Origin {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Opens an object. A body that breaks off is continued where it broke, on the same object (`If-Match`); one that stays shorter
 * than announced fails. While it is read whole, the SDK compares its checksum too.
 *
 * @throws {@link OperatorError} when the object cannot be opened.
 */
export async function openObject(origin: Origin): Promise<AsyncGenerator<Buffer>> {
  return continued(origin, await request(origin));
}

async function* continued(origin: Origin, opened: GetObjectCommandOutput): AsyncGenerator<Buffer> {
  const { ContentLength: total, ETag } = opened;
  if (total === undefined) throw new Error(`S3 announced no length for ${origin.key}`);
  let reply = opened;
  let offset = 0;
  for (let breaks = 0; ; breaks += 1) {
    try {
      for await (const chunk of reply.Body as AsyncIterable<Buffer>) {
        offset += chunk.length;
        breaks = 0;
        yield chunk;
      }
      if (offset === total) return;
      throw new OperatorError("unavailable", `the body ends after ${offset} of ${total} bytes`);
    } catch (cause) {
      origin.signal?.throwIfAborted();
      if (breaks >= MAX_BREAKS || offset >= total) throw brokeOff(origin, offset, total, cause);
    }
    reply = await request(origin, {
      Range: `bytes=${offset}-`,
      ...(ETag === undefined ? {} : { IfMatch: ETag }),
    });
  }
}

async function request(
  { client, bucket: Bucket, key: Key, signal }: Origin,
  more: { readonly Range?: string; readonly IfMatch?: string } = {},
): Promise<GetObjectCommandOutput> {
  const options = signal === undefined ? {} : { abortSignal: signal };
  return client.send(new GetObjectCommand({ Bucket, Key, ...more }), options).catch((error: unknown) => {
    throw toOperatorError(error, { action: `read s3://${Bucket}/${Key}` });
  });
}

function brokeOff({ bucket, key }: Origin, offset: number, total: number, cause: unknown): OperatorError {
  return new OperatorError(
    "unavailable",
    `cannot read s3://${bucket}/${key}: it broke off after ${offset} of ${total} bytes`,
    {
      hint: "try again; check the network",
      cause,
    },
  );
}
