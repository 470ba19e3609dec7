import { isPromise } from "node:util/types";
import { FrameCipher, frameIv } from "../../../../../scripts/core/crypto/frames/frame-cipher";
import type { FrameHead } from "../../../../../scripts/core/crypto/message/message-body";
import { startMessage } from "../../../../../scripts/core/crypto/seal-stream";
import { rawKeys } from "../../../../helpers/kms/raw-keys";

const LONG = 64 * 1024;

const head = (sequence: number): FrameHead => ({
  ...{ kind: "frame", sequence, iv: frameIv(sequence), length: LONG },
});

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

describe("frames of one message", () => {
  it("are sealed and opened where they are until the thread pool has the key, and are the same there", async () => {
    const { header, key } = await startMessage(rawKeys(), { context: {} });
    const again = Buffer.from(key);
    const [one, other] = [FrameCipher.create(header, key), FrameCipher.create(header, again)];
    expect([...key, ...again].every((byte) => byte === 0)).toBe(true);
    const plain = Buffer.alloc(LONG, 7);

    const first = one.seal(head(1), plain);
    expect(isPromise(first)).toBe(false);
    await nextTurn();
    const pooled = one.seal(head(1), plain);
    expect(isPromise(pooled)).toBe(true);
    expect((await pooled).equals(await first)).toBe(true);

    const opened = other.open(head(1), await first);
    expect(isPromise(opened)).toBe(false);
    await nextTurn();
    const openedInPool = other.open(head(1), await first);
    expect(isPromise(openedInPool)).toBe(true);
    for (const each of [await opened, await openedInPool]) expect(each.equals(plain)).toBe(true);
  });

  it("are not authentic with a bit changed, in the first as in the pool", async () => {
    const { header, key } = await startMessage(rawKeys(), { context: {} });
    const cipher = FrameCipher.create(header, key);
    const sealed = Buffer.from(await cipher.seal(head(1), Buffer.alloc(LONG)));
    sealed[9] = (sealed[9] ?? 0) ^ 1;
    const opener = FrameCipher.create(header, Buffer.alloc(32));
    expect(() => opener.open(head(1), sealed)).toThrow("frame 1");
    await nextTurn();
    await expect(opener.open(head(1), sealed)).rejects.toThrow("frame 1");
    await expect(cipher.open(head(1), sealed)).rejects.toThrow("frame 1");
  });
});
