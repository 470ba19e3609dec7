import { setTimeout as wait } from "node:timers/promises";
import { OperatorError } from "../../errors";
import type { EncryptionContext, MessageCipher, ObjectStore, SealedHeader } from "../ports";

/** Pause between tries: 5 seconds. IAM changes arrive after seconds to minutes. */
const PAUSE_MILLISECONDS = 5_000;

export interface Patience {
  /** How long to go on trying; 0 is one try. */
  readonly seconds: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Told before each pause. */
  readonly onWait: (error: OperatorError) => void;
  /**
   * Between tries.
   * @default 5000
   */
  readonly pauseMilliseconds?: number;
}

/**
 * Tries again while AWS denies access, and for no other reason: IAM is eventually consistent, and permissions that were just
 * given take minutes to be seen everywhere.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html
 */
export async function waitForPolicy<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { seconds, now, signal, onWait, pauseMilliseconds = PAUSE_MILLISECONDS } = patience;
  const deadline = now().getTime() + seconds * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OperatorError) || error.exit !== "accessDenied") throw error;
      if (now().getTime() + pauseMilliseconds > deadline) throw error;
      onWait(error);
      await wait(pauseMilliseconds, undefined, { signal });
    }
  }
}

/**
 * Asks for what a backup needs first, a data key and a listing, before a source is touched: a pipe cannot be read twice, and a
 * snapshot costs time.
 */
export async function probe(
  store: ObjectStore,
  cipher: MessageCipher,
  {
    prefix,
    context,
    signal,
  }: { readonly prefix: string; readonly context: EncryptionContext; readonly signal: AbortSignal },
): Promise<void> {
  await askForDataKey(cipher, context);
  for await (const _ of store.list(prefix, { signal })) break;
}

/** Seals nothing, to see whether that can be done. @returns what the message would say, its keys among it. */
export async function askForDataKey(
  cipher: MessageCipher,
  context: EncryptionContext,
): Promise<SealedHeader> {
  const { stream, header } = cipher.seal(context);
  stream.end();
  for await (const _ of stream);
  return header;
}
