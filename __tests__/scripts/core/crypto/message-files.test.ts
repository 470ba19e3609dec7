import { randomBytes } from "node:crypto";
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { open as openFileHandle } from "node:fs/promises";
import { join } from "node:path";
import { FrameCipher, frameIv } from "../../../../scripts/core/crypto/frames/frame-cipher";
import { FINAL_FRAME_MARKER } from "../../../../scripts/core/crypto/message/message-body";
import { uint32 } from "../../../../scripts/core/crypto/message/message-header";
import { openFile, sealFile } from "../../../../scripts/core/crypto/message-files";
import { startMessage } from "../../../../scripts/core/crypto/seal-stream";
import type { FilePair } from "../../../../scripts/core/ports";
import { rawKeys } from "../../../helpers/kms/raw-keys";
import { open, seal } from "../../../helpers/messages";
import { officialDecrypt } from "../../../helpers/processes/official";
import { useTempDir } from "../../../helpers/temp-dir";

const FRAME = 1024 * 1024;
/** Long enough for threads. */
const LONG = 20 * FRAME;
const keys = rawKeys();

/** A message as other implementations may write it: every frame full, the last one too. */
async function withFullLastFrame(frames: number): Promise<Buffer> {
  const { header, headerBytes, key } = await startMessage(keys, { context: {} });
  const cipher = FrameCipher.create(header, key);
  const pieces: Buffer[] = [headerBytes];
  for (let sequence = 1; sequence <= frames; sequence++) {
    const [iv, kind] = [frameIv(sequence), sequence < frames ? ("frame" as const) : ("final" as const)];
    const number = uint32(sequence);
    const head = kind === "frame" ? [number, iv] : [uint32(FINAL_FRAME_MARKER), number, iv, uint32(FRAME)];
    pieces.push(
      ...head,
      await cipher.seal({ kind, sequence, iv, length: FRAME }, Buffer.alloc(FRAME, sequence)),
    );
  }
  return Buffer.concat(pieces);
}

describe("message files", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  async function withPair<T>(from: string, to: string, use: (pair: FilePair) => Promise<T>): Promise<T> {
    const input = await openFileHandle(path(from), "r");
    const output = await openFileHandle(path(to), "w");
    try {
      return await use({ input, output, signal: new AbortController().signal });
    } finally {
      await input.close();
      await output.close();
    }
  }
  const sealed = (settings = {}) =>
    withPair("plain", "sealed", (pair) => sealFile(keys, { context: { a: "b" }, ...settings }, pair));
  const opened = () => withPair("sealed", "opened", (pair) => openFile(keys, {}, pair));

  it.each([LONG - 1, LONG, LONG + 1, LONG + FRAME / 2])(
    "seals %d bytes that the stream and the official library open, and opens them",
    async (size) => {
      const plaintext = randomBytes(size);
      writeFileSync(path("plain"), plaintext);
      expect(await sealed()).toMatchObject({ context: { a: "b" } });
      const message = readFileSync(path("sealed"));
      expect((await officialDecrypt(message)).plaintext.equals(plaintext)).toBe(true);
      expect((await open([message])).bytes.equals(plaintext)).toBe(true);
      expect(await opened()).toMatchObject({ context: { a: "b" } });
      expect(readFileSync(path("opened")).equals(plaintext)).toBe(true);
    },
  );

  it("opens what the stream sealed, in frames of 256 KiB", async () => {
    const plaintext = randomBytes(LONG + 5);
    writeFileSync(path("sealed"), await seal(plaintext, { frameLength: 256 * 1024 }));
    expect(await opened()).toBeDefined();
    expect(readFileSync(path("opened")).equals(plaintext)).toBe(true);
  });

  it.each([1, 31, 32])(
    "fails on %d bytes after a full last frame, which the specification allows",
    async (extra) => {
      const message = await withFullLastFrame(17);
      writeFileSync(path("sealed"), message);
      expect(await opened()).toBeDefined();
      appendFileSync(path("sealed"), randomBytes(extra));
      await expect(opened()).rejects.toMatchObject({ message: expect.stringMatching(/other bytes follow/) });
    },
  );

  it("leaves short files, signed messages and odd frame lengths to the stream", async () => {
    writeFileSync(path("plain"), "short");
    expect(await sealed()).toBeUndefined();
    writeFileSync(path("plain"), randomBytes(LONG));
    expect(await sealed({ signed: true })).toBeUndefined();
    for (const settings of [{ signed: true }, { frameLength: 4096 }, { frameLength: 8 * FRAME }]) {
      writeFileSync(path("sealed"), await seal(randomBytes(LONG), settings));
      expect(await opened()).toBeUndefined();
      expect(readFileSync(path("opened"))).toHaveLength(0);
    }
  });

  it.each([
    [
      "cut in its last frame",
      /truncated/,
      () => truncateSync(path("sealed"), readFileSync(path("sealed")).length - 1),
    ],
    [
      "cut by a frame",
      /truncated/,
      () => truncateSync(path("sealed"), readFileSync(path("sealed")).length - FRAME - 32),
    ],
    ["with a byte more", /other bytes follow/, () => appendFileSync(path("sealed"), "x")],
    [
      "with a message after it",
      /other bytes follow/,
      () => appendFileSync(path("sealed"), readFileSync(path("sealed"))),
    ],
    ["with one bit changed", /frame \d+ was damaged/, () => flip(path("sealed"), 10 * FRAME)],
    ["with a changed tag at its end", /frame 21 was damaged/, () => flip(path("sealed"), -1)],
  ])("fails on a message %s", async (_what, message, spoil) => {
    writeFileSync(path("sealed"), await seal(randomBytes(LONG)));
    spoil();
    await expect(opened()).rejects.toMatchObject({
      exit: "notAuthentic",
      message: expect.stringMatching(message),
    });
  });

  it("fails on two frames that changed places", async () => {
    const message = await seal(randomBytes(LONG));
    const bytes = FRAME + 32;
    const first = message.length - 40 - 20 * bytes;
    const swapped = Buffer.concat([
      message.subarray(0, first),
      message.subarray(first + bytes, first + 2 * bytes),
      message.subarray(first, first + bytes),
      message.subarray(first + 2 * bytes),
    ]);
    writeFileSync(path("sealed"), swapped);
    await expect(opened()).rejects.toMatchObject({ exit: "notAuthentic" });
  });

  it("fails when it is interrupted, and when the disk cannot be written", async () => {
    writeFileSync(path("plain"), randomBytes(LONG));
    const interrupted = withPair("plain", "sealed", (pair) =>
      sealFile(keys, { context: {} }, { ...pair, signal: AbortSignal.abort(new Error("stop")) }),
    );
    await expect(interrupted).rejects.toThrow("stop");
    const full = withPair("plain", "sealed", async (pair) => {
      const output = await openFileHandle("/dev/full", "r+");
      return sealFile(keys, { context: {} }, { ...pair, output }).finally(() => output.close());
    });
    await expect(full).rejects.toMatchObject({ code: "ENOSPC", syscall: "write" });
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  const index = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  writeFileSync(file, bytes);
}
