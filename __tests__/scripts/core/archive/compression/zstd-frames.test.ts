import { Readable } from "node:stream";
import fc from "fast-check";
import { wholeFrames } from "../../../../../scripts/core/archive/compression/zstd-frames";
import { cut } from "../../../../helpers/messages";

/** Made by zlib of Node.js 22: raw, with a checksum, of several blocks (compressed and run-length), and empty. */
const FRAMES = [
  "28b52ffd200529000068656c6c6f",
  "28b52ffd240529000068656c6c6fa36d9f88",
  "28b52ffda4e09304005400001061610100fbff39c00202001061039f04618d5f04a6",
  "28b52ffd2000010000",
].map((hex) => Buffer.from(hex, "hex"));

async function chunksOf(chunks: readonly Buffer[]): Promise<Buffer[]> {
  const out: Buffer[] = [];
  for await (const chunk of wholeFrames(Readable.from(chunks))) out.push(chunk);
  return out;
}

/** How many bytes are there at the end of each frame. */
const ends = (frames: readonly Buffer[]): number[] =>
  frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).length);

describe("wholeFrames", () => {
  it("hands on every byte, and no chunk that reaches into a second frame, however they are cut", async () => {
    const order = fc.array(fc.constantFrom(...FRAMES), { minLength: 1, maxLength: 5 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(order, sizes, async (frames, cuts) => {
        const all = Buffer.concat(frames);
        const out = await chunksOf(cut(all, cuts));
        expect(Buffer.concat(out).equals(all)).toBe(true);
        expect(ends(out)).toEqual(expect.arrayContaining(ends(frames)));
      }),
    );
  });

  it("fails at every cut within a frame, and on whatever is no frame", async () => {
    const all = Buffer.concat(FRAMES);
    for (let length = 1; length < all.length; length += 1) {
      const passing = chunksOf([all.subarray(0, length)]);
      if (ends(FRAMES).includes(length)) await passing;
      else await expect(passing).rejects.toMatchObject({ name: "ZstdFramingError" });
    }
    for (const extra of ["00", "28b52ffc00", "7878787878"])
      await expect(chunksOf([all, Buffer.from(extra, "hex")])).rejects.toMatchObject({
        name: "ZstdFramingError",
      });
    const reserved = Buffer.from("28b52ffd20052f000068656c6c6f", "hex");
    await expect(chunksOf([reserved])).rejects.toThrow("reserved");
  });
});
