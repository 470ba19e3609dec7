import { Readable } from "node:stream";
import fc from "fast-check";
import { extract, type Header } from "tar-stream";
import type { Member } from "../../../../scripts/core/archive/member";
import { toMember } from "../../../../scripts/core/archive/reading/judge";
import { readTar } from "../../../../scripts/core/archive/reading/tar-reader";
import type { RawHeader } from "../../../../scripts/core/archive/reading/tar-records";
import { tarHeader } from "../../../../scripts/core/archive/tar-header";
import { ByteReader } from "../../../../scripts/core/streams/byte-reader";

/** What is read of it, which must be what tar-stream reads. */
async function parsed(bytes: Buffer): Promise<RawHeader> {
  for await (const { header } of readTar(new ByteReader(Readable.from([bytes])))) {
    const { name, type, size, linkname } = await byTarStream(bytes);
    expect([name, type, size, linkname ?? ""]).toEqual([
      header.name,
      header.type,
      header.size,
      header.linkname,
    ]);
    return header;
  }
  throw new Error("there is no member");
}

function byTarStream(bytes: Buffer): Promise<Header> {
  return new Promise((resolve, reject) => {
    const parser = extract();
    parser.on("entry", (header, stream) => {
      stream.on("error", () => {});
      resolve(header);
      parser.destroy();
    });
    parser.on("error", reject);
    parser.end(bytes);
  });
}

describe("the header of a member", () => {
  const name = fc
    .oneof(
      fc.stringMatching(/^[a-z .-]{1,120}$/),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
    )
    .filter((text) => !/[/\0\ud800-\udfff]|^\.{1,2}$/.test(text));
  const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join("/"));
  const member = fc.record({
    path,
    mode: fc.nat(0o7777),
    uid: fc.nat(2 ** 32 - 2),
    gid: fc.nat(2 ** 32 - 2),
    mtimeSeconds: fc.oneof(fc.integer({ min: -(2 ** 35), max: 2 ** 35 }), fc.nat(2 ** 31)),
  });

  it("says what the member is, whatever its fields hold", async () => {
    const kinds = fc.oneof(
      fc.record({ type: fc.constant("file" as const), size: fc.nat(2 ** 50) }),
      fc.record({ type: fc.constant("directory" as const), size: fc.constant(0) }),
      fc.record({ type: fc.constant("symlink" as const), size: fc.constant(0), linkTarget: path }),
    );
    await fc.assert(
      fc.asyncProperty(member, kinds, async (common, kind) => {
        const given: Member = { ...common, ...kind };
        const bytes = tarHeader(given);
        expect(bytes.length % 512).toBe(0);
        expect(toMember(await parsed(bytes))).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it("needs no pax record for what the fixed fields hold", () => {
    const plain: Member = {
      ...{ type: "file", path: `${"d".repeat(155)}/${"f".repeat(100)}`, mode: 0o644 },
      ...{ uid: 0o7777777, gid: 0, mtimeSeconds: 8 ** 11 - 1, size: 8 ** 11 - 1 },
    };
    expect(tarHeader(plain)).toHaveLength(512);
    expect(tarHeader({ ...plain, size: 8 ** 11 })).toHaveLength(512);
    expect(tarHeader({ ...plain, uid: 0o10000000 })).toHaveLength(3 * 512);
    expect(tarHeader({ ...plain, path: `${plain.path}f` })).toHaveLength(3 * 512);
  });
});
