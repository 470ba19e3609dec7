/** Numbers and texts as bytes, one behind the other, in as few as each needs. */

/** Longest form of a whole number: 53 bits, seven in a byte. */
const MAX_UINT_BYTES = 8;
const BIG_BYTES = 8;

export class PackWriter {
  private buffer = Buffer.allocUnsafe(4096);
  private at = 0;

  get length(): number {
    return this.at;
  }

  /** @param value whole and not negative; at most `Number.MAX_SAFE_INTEGER`. */
  uint(value: number): void {
    this.reserve(MAX_UINT_BYTES);
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.buffer[this.at++] = (left % 0x80) | 0x80;
    this.buffer[this.at++] = left;
  }

  /** Any whole number that is exact, or fraction. */
  double(value: number): void {
    this.reserve(BIG_BYTES);
    this.at = this.buffer.writeDoubleLE(value, this.at);
  }

  /** Any of 64 bits, with a sign. */
  big(value: bigint): void {
    this.reserve(BIG_BYTES);
    this.at = this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.at);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.uint(length);
    this.reserve(length);
    this.at += this.buffer.write(value, this.at, length);
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.at = 0;
  }

  /** All of it, until something is added. */
  view(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  private reserve(length: number): void {
    if (this.at + length <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.at + length));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

/** Reads what a {@link PackWriter} wrote, in the same order. */
export class PackReader {
  private at = 0;
  constructor(private readonly bytes: Buffer) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  uint(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 0x80) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  }

  double(): number {
    this.at += BIG_BYTES;
    return this.bytes.readDoubleLE(this.at - BIG_BYTES);
  }

  big(): bigint {
    this.at += BIG_BYTES;
    return this.bytes.readBigInt64LE(this.at - BIG_BYTES);
  }

  /** A part of the bytes themselves. */
  raw(length: number): Buffer {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(): string {
    return this.raw(this.uint()).toString();
  }
}
