/** Uploads that a killed run left unfinished: they cost money and no listing of objects shows them. */
import { tmpdir } from "node:os";
import { AbortMultipartUploadCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { OperatorError } from "../../errors";
import { abandonedNotes, type FoundNote, type Note, takeNote } from "../places/notes";
import { CLEAN_UP_MS } from "./limits";

const noted = z.object({
  upload: z.object({ Bucket: z.string(), Key: z.string(), UploadId: z.string() }),
  /** Where S3 is, in the words of its client. */
  service: z.string(),
});

export type Upload = z.infer<typeof noted>["upload"];

/**
 * Remembers an upload on this host: the role that writes may not list uploads, and a list would not tell
 * those of a killed run from those of a running one.
 */
export async function noteUpload(client: S3Client, upload: Upload, place: string): Promise<Note> {
  return takeNote(place, JSON.stringify({ upload, service: await serviceOf(client) }));
}

/**
 * Removes the uploads to one bucket that killed runs of this user began on this host.
 * @returns a sentence for each, for people.
 */
export async function removeLeftUploads(client: S3Client, bucket: string, place: string): Promise<string[]> {
  const remarks: string[] = [];
  const service = await serviceOf(client);
  for (const note of found(new Set([place, tmpdir()]))) {
    const parsed = noted.safeParse(parse(note.text));
    if (!parsed.success) note.forget();
    else if (parsed.data.upload.Bucket === bucket && parsed.data.service === service) {
      const { remark, done } = await remove(client, parsed.data.upload);
      if (done) note.forget();
      if (remark !== undefined) remarks.push(remark);
    }
  }
  return remarks;
}

/** A run that was told of no other place left its note among temporary files. */
function* found(places: Iterable<string>): Generator<FoundNote> {
  for (const each of places) yield* abandonedNotes(each);
}

async function remove(
  client: S3Client,
  upload: Upload,
): Promise<{ readonly remark?: string; readonly done: boolean }> {
  const what = `the unfinished upload of ${upload.Key} that an interrupted run left`;
  try {
    await client.send(
      new AbortMultipartUploadCommand(upload),
      sendOptions("whole", AbortSignal.timeout(CLEAN_UP_MS)),
    );
    return { remark: `removed ${what}`, done: true };
  } catch (error) {
    if ((error as Error).name === "NoSuchUpload") return { done: true };
    const failure = toOperatorError(error, { action: `remove ${what}` });
    const [message, later] =
      failure instanceof OperatorError
        ? [failure.message, failure.exit === "unavailable" || failure.exit === "credentials"]
        : [`cannot remove ${what}`, true];
    return {
      remark: `${message}; ${later ? "the next backup tries again" : "the bucket's lifecycle rule will"}`,
      done: !later,
    };
  }
}

/** An emulator and AWS can have buckets of the same name. */
export async function serviceOf({ config }: S3Client): Promise<string> {
  const endpoint = await config.endpoint?.();
  const region = (): Promise<string> =>
    config.region().catch((error: unknown) => {
      throw toOperatorError(error, { action: "tell which S3 it is" });
    });
  return endpoint === undefined
    ? `AWS ${await region()}`
    : `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port ?? ""}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
