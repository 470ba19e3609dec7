/**
 * The CRC-32 of two pieces together from the CRC-32 of each: a part's own and that of the whole object then take one pass over the bytes.
 *
 * A CRC is a remainder of polynomials over two elements, and bytes that follow multiply it by x^8 each.
 * Source: M. Adler, `crc32_combine` of zlib 1.2.12 and later, whose way of squaring this is.
 */

/** The polynomial of CRC-32, its bits reversed. Source: RFC 1952, 8. */
const POLYNOMIAL = 0xedb88320;
/** x^0, in the same order of bits. */
const ONE = 0x80000000;
/** x^8: one byte. */
const BYTE = 0x00800000;

/** @param length bytes of the second piece. */
export function combineCrc32(first: number, second: number, length: number): number {
  let shift = ONE;
  for (let power = BYTE, left = length; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) shift = multiply(shift, power);
    power = multiply(power, power);
  }
  return (multiply(shift, first) ^ second) >>> 0;
}

function multiply(a: number, b: number): number {
  let [product, factor] = [0, b];
  for (let bit = 31; bit >= 0; bit -= 1) {
    if (((a >>> bit) & 1) === 1) product ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}
