/**
 * One backup under a new data key, in one pass: old message -> archive -> new message, which is both uploaded and opened again. Only when the new
 * message was opened to its end, with what the old one held, does it become the object. So what is there is the old one or the new one, whole and proven,
 * whenever the run is ended.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OperatorError } from "../../errors";
import { expectedContext } from "../backup/backup-context";
import { assertFormat, readBody } from "../backup/payload";
import { NOWHERE } from "../backup/verify";
import type { MessageCipher, ObjectStore, SealedHeader } from "../ports";
import { newerKeys } from "../records/newer-keys";
import { digesting } from "../streams/digesting";
import { feed } from "../streams/feed";
import { Meter } from "../streams/meter";
import type { SurveyedBackup } from "./survey";

export interface Ciphers {
  /** Opens what is there. */
  readonly opener: MessageCipher;
  /** Seals under the new keys. */
  readonly sealer: MessageCipher;
  /** Opens with the new keys only. */
  readonly prover: MessageCipher;
}

export interface ReencryptSurroundings extends Ciphers {
  readonly store: ObjectStore;
  /** Whether the bucket is known to keep versions. */
  readonly keepsVersions: boolean;
  readonly signal: AbortSignal;
  /** Bytes of the old message read so far. */
  readonly onProgress?: (bytes: number) => void;
}

/** The message that is there now. */
export interface NewMessage {
  readonly header: SealedHeader;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** How the old one came to open, where its own keys did not. */
  readonly keyRemarks: readonly string[];
}

/** @throws OperatorError with nothing changed. `conflict` when the backup was replaced meanwhile. */
export async function reencryptOne(
  backup: SurveyedBackup,
  { store, keepsVersions, signal: outer, opener, sealer, prover, onProgress }: ReencryptSurroundings,
): Promise<NewMessage> {
  if (store.replace === undefined) throw new Error("the store cannot replace objects");
  for (const cipher of [opener, sealer, prover]) assertFormat(cipher, backup);
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const failure = firstFailure(stop);
  const expected = expectedContext(backup.id, {});

  const body = await store.get(backup.id, { signal });
  const { etag, isVersion = false } = body;
  if (!keepsVersions && !isVersion) {
    body.destroy();
    throw new OperatorError(
      "refused",
      "its object has no version of its own: what is replaced would be gone",
      {
        hint: "see to it that the bucket keeps versions, and that you may ask: s3:GetBucketVersioning",
      },
    );
  }
  if (etag === undefined)
    throw new OperatorError("notAuthentic", "the object is empty, or has no ETag: nothing was replaced");
  const rewrapped = newerKeys(store, backup, { only: false, signal });
  const opening = opener.open(expected, { rewrapped });
  let read = 0;
  const seen = ({ length }: Buffer): void => {
    read += length;
    onProgress?.(read);
  };
  const fed = failure.watch(feed(body, opening, { signal, seen }));
  const header = await opening.header.catch(async () => {
    await fed.catch(() => {});
    throw failure.first(); // the stream has failed with the cause
  });

  const sealing = sealer.seal(header.context, { digest: true });
  const before = createHash("sha256");
  const plaintext = Readable.from(digesting(opening.stream, before), { highWaterMark: 1 });
  const sealed = failure.watch(feed(plaintext, sealing, { signal }));
  const ciphertext = new Meter({ digest: sealing.sha256 === undefined });
  const metered = failure.watch(pipeline(sealing.stream, ciphertext, { signal }));

  const copy = new PassThrough({ objectMode: true, highWaterMark: 1 });
  const proving = prover.open(expected);
  const after = createHash("sha256");
  const opened = (chunk: Buffer): void => void after.update(chunk);
  const proven = failure.watch(readBody(backup, copy, proving, NOWHERE, { signal, opened }));
  const beforeCommit = async (): Promise<void> => {
    await Promise.all([fed, sealed, metered, proven]);
    if (before.digest("hex") !== after.digest("hex")) throw new Error("the new message holds something else");
  };
  const upload = Readable.from(both(ciphertext, copy, signal), { highWaterMark: 1 });
  const stored = failure.watch(store.replace(backup.id, upload, { etag, beforeCommit, signal }));

  const ended = await Promise.allSettled([stored, fed, sealed, metered, proven]);
  if (ended.some(({ status }) => status === "rejected")) throw failure.first();
  const sha256 = (await sealing.sha256) ?? ciphertext.sha256();
  return { header: await sealing.header, bytes: ciphertext.size, sha256, keyRemarks: rewrapped.remarks };
}

/** Ends everything when something fails, and remembers what that was. */
function firstFailure(stop: AbortController) {
  const causes: unknown[] = [];
  return {
    watch: <T>(work: Promise<T>): Promise<T> => {
      work.catch((error: unknown) => {
        causes.push(error);
        stop.abort(error);
      });
      return work;
    },
    // What one failure does to the others may be told before it.
    first: (): unknown => causes.find((cause) => cause instanceof OperatorError) ?? causes[0],
  };
}

/** To the bucket, and a copy to whoever proves it: memory of frames is used again as soon as it is stored. */
async function* both(
  ciphertext: AsyncIterable<Buffer>,
  copy: PassThrough,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of ciphertext) {
      if (!copy.write(Buffer.from(chunk))) await once(copy, "drain", { signal });
      yield chunk;
    }
    copy.end();
  } catch (error) {
    copy.destroy(error as Error);
    throw error;
  }
}
