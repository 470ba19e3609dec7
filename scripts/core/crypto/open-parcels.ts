/** Opens a message whose bytes are fetched to where they belong: threads fetch groups of frames and open each where it stands. */
import { setMaxListeners } from "node:events";
import type { BadFrame, OpeningMessage, Place } from "../crew/protocol";
import type { ThreadDigest, WorkCrew } from "../crew/work-crew";
import type { OpenedParcels, ParcelSettings, Parcels } from "../ports";
import type { Lent } from "../streams/lent";
import { unlessAborted } from "../streams/unless-aborted";
import { anotherFrame, lastIsTooLong, notAuthentic, trailingBytes, truncated } from "./damage";
import { frameJob } from "./frames/frame-cipher";
import { MAX_FRAME_OF_THREADS } from "./limits";
import type { OpeningKeys } from "./message/data-keys";
import { coversAll, frameBytes, frameOffset, layout } from "./message/frame-layout";
import type { ParsedHeader } from "./message/message-header";
import { verifierFor } from "./message/signature";
import { summary } from "./messages";
import { admitHeader, type OpenSettings, unlockHeader } from "./open-stream";

/** Bytes of a group of frames that is fetched by one request, about: 4 MiB, and at least one frame. */
const GROUP_BYTES = 4 * 1024 * 1024 + 1024; // four frames of ours, with what is around them

/** Groups on their way or waiting for their turn. With those that are read, some 32 MiB are taken. */
const GROUPS_AHEAD = 6;

/**
 * @returns `undefined` where a stream is the better way: signed and unframed messages, very long frames, and what is not as long as its frames
 *   say, which a stream has the words for. Of `parcels`, only the first bytes were asked for then.
 * @throws OperatorError as a stream does.
 */
export async function openParcels(
  keys: OpeningKeys,
  settings: OpenSettings,
  parcels: Parcels,
  crew: WorkCrew,
  options: ParcelSettings,
): Promise<OpenedParcels | undefined> {
  parcels.prepare?.(crew, Math.min(GROUPS_AHEAD, Math.ceil(parcels.size / GROUP_BYTES) - 1));
  const start = await parcels.first(options.signal);
  const header = admitHeader(start, keys, settings);
  if (header === undefined || header.suite.signature !== undefined) return undefined;
  if (header.frameLength === 0 || header.frameLength > MAX_FRAME_OF_THREADS) return undefined;
  if (!coversAll(header, layout(header, parcels.size), parcels.size)) return undefined;
  verifierFor(header.suite, header.encryptionContext);
  const message = new ParcelMessage(parcels, header, start, crew, options, unlockHeader(header, keys));
  await message.unlocked();
  return { header: summary(header), plaintext: message.plaintext(), sha256: () => message.sha256() };
}

/** Frames that are fetched together. */
interface Group {
  /** Index of the first one. */
  readonly first: number;
  /** Where they stand in the message. */
  readonly from: number;
  readonly to: number;
}

class ParcelMessage {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly groups: Iterator<Group>;
  private readonly begun: Promise<Lent>[] = [];
  private readonly hash: ThreadDigest | undefined;
  private readonly message: Promise<OpeningMessage>;
  /** Settles when all groups before were digested. */
  private digested: Promise<unknown>;

  constructor(
    private readonly parcels: Parcels,
    header: ParsedHeader,
    private readonly start: Buffer,
    private readonly crew: WorkCrew,
    private readonly options: ParcelSettings,
    key: Promise<Buffer>,
  ) {
    this.signal = AbortSignal.any([options.signal, this.stop.signal]);
    setMaxListeners(0, this.signal); // each request on its way listens
    this.groups = groupsOf(header, start.length, parcels.size);
    this.hash = options.digest ? crew.digest() : undefined;
    const head = crew.memory.take(header.length);
    head.set(start.subarray(0, header.length));
    this.digested = Promise.resolve(this.hash?.update([head]));
    this.digested.catch(() => {});
    this.message = key.then((bytes) => ({ ...frameJob(header, bytes), ...layout(header, parcels.size) }));
    this.message.catch(() => {});
    options.arrived(header.length);
    this.more(); // while KMS is asked
  }

  /** Settles when the key is there. @throws what KMS or the header says against it. */
  async unlocked(): Promise<void> {
    await unlessAborted(this.message, this.signal).catch(async (error: unknown) => {
      await this.end();
      throw error;
    });
  }

  async *plaintext(): AsyncGenerator<Lent, void, undefined> {
    try {
      for (let next = this.begun.shift(); next !== undefined; next = this.begun.shift()) {
        this.more();
        yield await next;
      }
    } finally {
      await this.end();
    }
  }

  async sha256(): Promise<string | undefined> {
    return (await this.hash?.digest())?.toString("hex");
  }

  private async end(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.begun);
  }

  private more(): void {
    while (this.begun.length < GROUPS_AHEAD) {
      const { done, value } = this.groups.next();
      if (done === true) return;
      const opened = this.opened(value);
      opened.catch(() => {}); // it shows when its turn comes
      this.begun.push(opened);
    }
  }

  private async opened({ first, from, to }: Group): Promise<Lent> {
    const { memory } = this.crew;
    const sealed = memory.take(to - from);
    const before = this.digested;
    const fetched = this.fetch(from, sealed);
    fetched.catch(() => {}); // what fails first is told
    this.digested = before.then(() => fetched).then(() => this.hash?.update([sealed]));
    this.digested.catch(() => {});
    await (this.hash === undefined ? fetched : this.digested);
    this.options.arrived(to - from);
    const opened = await this.crew.open(await this.message, sealed, first);
    if (typeof opened !== "number") throw wordsFor(opened);
    return { bytes: Buffer.from(sealed.buffer, 0, opened), giveBack: () => memory.give(sealed) };
  }

  /** What came with the first bytes is there already. */
  private async fetch(from: number, into: Place): Promise<void> {
    if (from + into.length <= this.start.length) into.set(this.start.subarray(from, from + into.length));
    else await this.parcels.fill(from, into, this.crew, this.signal);
  }
}

/** First those that came with the first bytes. */
function* groupsOf(header: ParsedHeader, there: number, size: number): Generator<Group> {
  const { frames } = layout(header, size);
  const each = frameBytes(header.frameLength);
  const atOnce = Math.max(1, Math.floor(GROUP_BYTES / each));
  const whole = Math.min(Math.floor((there - header.length) / each), frames - 1);
  for (let first = 0; first < frames; ) {
    const count = first < whole ? Math.min(atOnce, whole - first) : atOnce;
    const next = Math.min(first + count, frames);
    yield {
      first,
      from: frameOffset(header, first),
      to: next === frames ? size : frameOffset(header, next),
    };
    first = next;
  }
}

function wordsFor({ frame, stands, is }: BadFrame): Error {
  if (stands !== undefined) return anotherFrame(stands, frame);
  if (is === "too long") return lastIsTooLong();
  if (is === "followed") return trailingBytes();
  return is === "cut" ? truncated() : notAuthentic(`frame ${frame}`);
}
