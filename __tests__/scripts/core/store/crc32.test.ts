import { crc32 } from "node:zlib";
import fc from "fast-check";
import { combineCrc32 } from "../../../../scripts/core/store/crc32";

describe("combineCrc32", () => {
  it("is the CRC-32 of both pieces, whatever they are", () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        const whole = crc32(Buffer.concat([first, second]));
        expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(whole);
      }),
    );
  });

  it("takes lengths beyond 32 bits: 6 GiB of nothing is three times 2 GiB", () => {
    const block = Buffer.alloc(1024 ** 2);
    let twoGiB = 0;
    for (let index = 0; index < 2048; index += 1) twoGiB = crc32(block, twoGiB);
    const fourGiB = combineCrc32(twoGiB, twoGiB, 2 * 1024 ** 3);
    expect(combineCrc32(twoGiB, fourGiB, 4 * 1024 ** 3)).toBe(combineCrc32(fourGiB, twoGiB, 2 * 1024 ** 3));
  });
});
