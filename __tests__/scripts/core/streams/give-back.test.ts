import { Readable, Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { ByteReader } from "../../../../scripts/core/streams/byte-reader";
import { feed } from "../../../../scripts/core/streams/feed";
import { giveBack } from "../../../../scripts/core/streams/give-back";

const own = (text: string): Buffer => Buffer.from(new TextEncoder().encode(text).buffer);
const { signal } = new AbortController();

describe("giveBack", () => {
  it("empties what has memory of its own, and frees it at once", () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let index = 0; index < 100; index += 1) {
      const bytes = Buffer.from(new ArrayBuffer(1024 ** 2));
      giveBack(bytes);
      expect(bytes).toHaveLength(0);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 ** 2);
  });

  it("leaves alone what shares its memory, and what is empty", () => {
    const whole = own("whole");
    giveBack(whole.subarray(1));
    giveBack(Buffer.alloc(0));
    expect(whole.toString()).toBe("whole");
    giveBack(whole);
    giveBack(whole);
  });
});

describe("feed", () => {
  const through = (): Transform =>
    new Transform({ transform: (chunk, _, done) => done(null, Buffer.concat([chunk, Buffer.from(".")])) });

  it("writes everything, and empties the chunks where they change hands", async () => {
    for (const handsOver of [true, false]) {
      const chunks = ["one", "two", "three"].map(own);
      const seen: string[] = [];
      const stream = through();
      const [text] = await Promise.all([
        buffer(stream),
        feed(
          Readable.from(chunks),
          { stream, handsOver },
          { signal, seen: (chunk) => seen.push(String(chunk)) },
        ),
      ]);
      expect([text.toString(), seen]).toEqual(["one.two.three.", ["one", "two", "three"]]);
      expect(chunks.map(({ length }) => length)).toEqual(handsOver ? [0, 0, 0] : [3, 3, 5]);
    }
  });

  it("ends either side when the other fails, or when it is aborted, with what happened first", async () => {
    const broken = Readable.from(
      (async function* () {
        yield own("one");
        throw new Error("source broke");
      })(),
    );
    const stream = through();
    await expect(feed(broken, { stream, handsOver: true }, { signal })).rejects.toThrow("source broke");
    expect(stream.destroyed).toBe(true);

    const endless = (): Readable =>
      Readable.from(
        (async function* () {
          for (;;) yield own("more");
        })(),
      );
    const source = endless();
    const refusing = new Transform({ transform: (_chunk, _, done) => done(new Error("stream broke")) });
    await expect(feed(source, { stream: refusing, handsOver: true }, { signal })).rejects.toThrow(
      "stream broke",
    );
    expect(source.destroyed).toBe(true);

    const abort = new AbortController();
    const stalled = new Readable({ read: () => {} });
    const feeding = feed(stalled, { stream: through(), handsOver: true }, { signal: abort.signal });
    abort.abort();
    await expect(feeding).rejects.toMatchObject({ name: "AbortError" });
    expect(stalled.destroyed).toBe(true);
    // Nor does a chunk that is never written keep anybody waiting.
    const again = new AbortController();
    const stuck = new Transform({ transform: () => {} });
    const other = feed(endless(), { stream: stuck, handsOver: true }, { signal: again.signal });
    setImmediate(() => again.abort());
    await expect(other).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("ByteReader", () => {
  it("peeks, hands out and copies, and empties only what nobody else has a part of", async () => {
    const chunks = ["abc", "", "defg", "hijkl", "mn"].map(own);
    const reader = new ByteReader(Readable.from(chunks), true);
    const copied = async (length: number): Promise<string> => {
      const target = Buffer.alloc(length);
      return target.subarray(0, await reader.copyTo(target)).toString();
    };
    expect((await reader.peek(2)).toString()).toBe("abc");
    expect(await copied(2)).toBe("ab");
    expect(await copied(3)).toBe("cde");
    const taken = await buffer(Readable.from(reader.take(3)));
    expect(taken.toString()).toBe("fgh");
    expect(await copied(99)).toBe("ijklmn");
    expect([await reader.atEnd(), await copied(1), (await reader.peek(1)).length]).toEqual([true, "", 0]);
    expect(chunks.map(({ length }) => length)).toEqual([0, 0, 4, 5, 0]);
  });
});
