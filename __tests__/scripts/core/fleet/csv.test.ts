import fc from "fast-check";
import { csvRow, csvRows } from "../../../../scripts/core/fleet/csv";
import { decodedKey, encodedKey } from "../../../../scripts/core/fleet/object-key-text";

async function read(chunks: Iterable<Uint8Array | string>): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  const source = async function* () {
    yield* chunks;
  };
  for await (const { fields } of csvRows(source(), "m.csv")) rows.push(fields);
  return rows;
}

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("csv", () => {
  it("reads what it wrote, in pieces of any size", async () => {
    const field = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom('"', "\n", '""', ",", "\r\n", ""),
    );
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (all, size) => {
        expect(await read(pieces(Buffer.from(all.map(csvRow).join("")), size))).toEqual(all);
      }),
    );
  });

  it("says where each row ends, in bytes", async () => {
    const text = 'a,b\n"é\n",c\r\nd,e';
    const ends: number[] = [];
    for await (const { end } of csvRows(pieces(Buffer.from(text), 3) as never, "m.csv")) ends.push(end);
    expect(ends).toEqual([4, 4 + Buffer.byteLength('"é\n",c\r\n'), Buffer.byteLength(text)]);
  });

  it.each([
    ["a quote that is not closed", 'a,b\nc,"d\n', "row 2: a quote is not closed"],
    ["a quote inside of a field", 'a,b"c"\n', "row 1: a quote stands where none can be"],
    ["something behind a quote", '"a"b,c\n', "row 1: a quote stands where none can be"],
    ["a row without an end", "x".repeat(70_000), "row 1: it is longer than 65536 characters"],
    ["what is no UTF-8", Buffer.from([0x61, 0x2c, 0xff, 0x0a]), "row 1: it is not UTF-8"],
  ])("refuses %s", async (_, text, message) => {
    await expect(read([typeof text === "string" ? Buffer.from(text) : text])).rejects.toThrow(message);
  });
});

describe("keys in manifests", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (key) => {
        const text = encodedKey(key);
        expect(text).toMatch(/^[A-Za-z0-9%/_.!~*'()-]*$/);
        expect(decodedKey(text)).toBe(key);
      }),
    );
  });

  it("may have a plus sign for a space, as S3 and its inventories write it", () => {
    expect(decodedKey("a+b%2Bc%20d")).toBe("a b+c d");
    expect(decodedKey("100%")).toBeUndefined();
  });
});
