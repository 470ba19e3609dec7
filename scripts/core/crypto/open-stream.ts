/** One message in, plaintext out. */
import { Transform, type TransformCallback } from "node:stream";
import { isPromise } from "node:util/types";
import { empty, tooLong, trailingBytes, truncated } from "./damage";
import { FrameCipher } from "./frames/frame-cipher";
import { OrderedJobs } from "./frames/ordered-jobs";
import { framesInFlight, MAX_FRAME_LENGTH_BYTES } from "./limits";
import type { OpeningKeys } from "./message/data-keys";
import { authenticateHeader } from "./message/derive-key";
import { MessageBody, type ReadFrame } from "./message/message-body";
import { type MessageHeader, type ParsedHeader, parseHeader } from "./message/message-header";
import { type Verifier, verifierFor } from "./message/signature";
import { checkFirstBytes } from "./not-a-message";

export interface OpenSettings {
  /** Open messages whose header commits to no key (format version 1). */
  readonly allowNonCommitting?: boolean | undefined;
}

/**
 * @returns `undefined` while the header is incomplete.
 * @throws OperatorError `notAuthentic`, or what `keys` refuse the message with.
 */
export function admitHeader(
  start: Buffer,
  keys: Pick<OpeningKeys, "admit">,
  settings: OpenSettings,
): ParsedHeader | undefined {
  checkFirstBytes(start, settings);
  const header = parseHeader(start);
  if (header === undefined) return undefined;
  if (header.frameLength > MAX_FRAME_LENGTH_BYTES) throw tooLong(header.frameLength);
  keys.admit(header);
  return header;
}

/** Asks for the data key and checks the header with it. @returns the key of the frames. */
export async function unlockHeader(header: ParsedHeader, keys: OpeningKeys): Promise<Buffer> {
  const dataKey = await keys.decrypt(header);
  try {
    return authenticateHeader(header, dataKey);
  } finally {
    dataKey.fill(0);
  }
}

/**
 * Every byte that leaves is authenticated by its frame; what holds of the whole message (that it is complete, that
 * nothing follows, its signature) is known at the end, and the last frame waits for it.
 */
export class OpenStream extends Transform {
  private start: Buffer[] = [];
  private startBytes = 0;
  /** The header is looked for again when so many bytes are there: doubling keeps byte-wise input linear. */
  private nextLook = 1;
  private body: MessageBody | undefined;
  private longFrames = false;
  private cipher: FrameCipher | undefined;
  private verifier: Verifier | undefined;
  private signature: Buffer | undefined;
  private jobs = new OrderedJobs<Buffer>(1, () => {});
  /** Plaintext that may leave. */
  private ready: Buffer[] = [];
  private last: Buffer | Promise<Buffer> | undefined;

  /** @param opened hears of the header once it is authenticated. */
  constructor(
    private readonly keys: OpeningKeys,
    private readonly settings: OpenSettings,
    private readonly opened: (header: MessageHeader) => void,
  ) {
    super({
      writableHighWaterMark: 1024 * 1024,
      readableObjectMode: true,
      readableHighWaterMark: CHUNKS_AHEAD,
    });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.accept(chunk).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    this.finish().then(() => done(), done);
  }

  private async accept(chunk: Buffer): Promise<void> {
    if (this.body !== undefined) return this.acceptBody(this.body, chunk);
    this.start.push(chunk);
    this.startBytes += chunk.length;
    if (this.startBytes >= this.nextLook) await this.lookForHeader();
  }

  private async lookForHeader(): Promise<void> {
    const start = Buffer.concat(this.start);
    this.start = [start];
    this.nextLook = 2 * start.length;
    const header = admitHeader(start, this.keys, this.settings);
    if (header === undefined) return;
    this.start = [];
    this.body = await this.begin(header);
    await this.acceptBody(this.body, start.subarray(header.length));
  }

  private async begin(header: ParsedHeader): Promise<MessageBody> {
    const { suite, frameLength, authenticated, iv, tag, encryptionContext } = header;
    this.verifier = verifierFor(suite, encryptionContext);
    const key = await unlockHeader(header, this.keys);
    this.cipher = FrameCipher.create(header, key);
    this.verifier?.update(Buffer.concat([authenticated, ...(suite.committing ? [] : [iv]), tag]));
    this.jobs = new OrderedJobs(framesInFlight(frameLength), (plaintext) => void this.ready.push(plaintext));
    const shape = { frameLength, signed: suite.signature !== undefined, collect: true };
    this.longFrames = frameLength >= SLICE_BYTES;
    this.opened(header);
    return new MessageBody(shape, {
      frame: (head, content) => this.openFrame(head, content),
      signature: (bytes) => {
        this.signature = bytes;
      },
    });
  }

  /**
   * In slices, so that even a long chunk cannot bring more frames on their way than there should be. A long frame is a slice of its own:
   * where all of it is in the chunk, it is opened where it stands.
   */
  private async acceptBody(body: MessageBody, chunk: Buffer): Promise<void> {
    for (let rest = chunk; rest.length > 0; ) {
      const slice = rest.subarray(0, this.longFrames ? Math.max(body.wanted, 1) : SLICE_BYTES);
      // The official JavaScript library accepts whatever follows an unsigned message; nobody should.
      if (body.push(slice) !== slice.length) throw trailingBytes();
      rest = rest.subarray(slice.length);
      await this.jobs.settle();
      this.release();
    }
  }

  private openFrame(head: ReadFrame, content: Buffer): void {
    if (this.cipher === undefined) throw new Error("a frame came before the header");
    this.verifier?.update(head.bytes);
    this.verifier?.update(content);
    const plaintext = this.cipher.open(head, content);
    if (head.kind === "frame") {
      this.jobs.begin(plaintext);
      return;
    }
    if (isPromise(plaintext)) plaintext.catch(() => {}); // it shows when its turn comes
    this.last = plaintext;
  }

  private async finish(): Promise<void> {
    if (this.body === undefined && this.startBytes > 0) await this.lookForHeader();
    if (this.startBytes === 0) throw empty();
    await this.jobs.settle(0);
    const last = await this.last;
    if (this.body?.ended !== true || last === undefined) throw truncated();
    if (this.signature !== undefined) this.verifier?.check(this.signature);
    this.ready.push(last);
    this.release();
  }

  private release(): void {
    const [first, ...more] = this.ready;
    if (first === undefined) return;
    this.ready = [];
    const plaintext = more.length === 0 ? first : Buffer.concat([first, ...more]);
    if (plaintext.length > 0) this.push(plaintext);
  }
}

/**
 * Pieces of plaintext that may wait for the reader. Pieces and not bytes, because whoever iterates over a stream of bytes gets
 * all that waits joined, which costs a copy of everything.
 */
const CHUNKS_AHEAD = 2;

/** Bytes looked at before the frames on their way are waited for. */
const SLICE_BYTES = 256 * 1024;
