/** Changes messages at random, and always in the same way for the same seed. */

/** Numbers from 0 up to, but without, `limit`. */
export type Random = (limit: number) => number;

/** Mulberry32 by Tommy Ettinger (public domain): small, fast, and good enough to pick mutations. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

type Mutation = (bytes: Buffer, pick: Random, other: Buffer) => Buffer;

const INTERESTING = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, pick) {
    const at = pick(bytes.length);
    return changed(bytes, at, Buffer.of(bytes.readUInt8(at) ^ (1 << pick(8))));
  },
  function setByte(bytes, pick) {
    return changed(bytes, pick(bytes.length), Buffer.of(pick(256)));
  },
  function setNumber(bytes, pick) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(INTERESTING[pick(INTERESTING.length)] ?? 0);
    return changed(bytes, pick(bytes.length), pick(2) === 0 ? number : number.subarray(2));
  },
  function truncate(bytes, pick) {
    return bytes.subarray(0, pick(bytes.length));
  },
  function append(bytes, pick, other) {
    return Buffer.concat([bytes, other.subarray(0, 1 + pick(other.length - 1))]);
  },
  function insert(bytes, pick, other) {
    const at = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), piece(other, pick), bytes.subarray(at)]);
  },
  function remove(bytes, pick) {
    const at = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + pick(64))]);
  },
  function duplicate(bytes, pick) {
    const at = pick(bytes.length);
    const end = at + 1 + pick(64);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  },
  function swap(bytes, pick) {
    const length = 1 + pick(Math.floor(bytes.length / 2));
    const a = pick(bytes.length - 2 * length + 1);
    const b = a + length + pick(bytes.length - a - 2 * length + 1);
    return Buffer.concat([
      bytes.subarray(0, a),
      bytes.subarray(b, b + length),
      bytes.subarray(a + length, b),
      bytes.subarray(a, a + length),
      bytes.subarray(b + length),
    ]);
  },
  function splice(bytes, pick, other) {
    const at = pick(Math.min(bytes.length, other.length));
    return Buffer.concat([bytes.subarray(0, at), other.subarray(at)]);
  },
];

/** One to three mutations of `bytes`; some take pieces of `other`. */
export function mutate(bytes: Buffer, other: Buffer, pick: Random): Buffer {
  let result = bytes;
  for (let count = 1 + pick(3); count > 0 && result.length > 1; count--) {
    const mutation = MUTATIONS[pick(MUTATIONS.length)];
    if (mutation !== undefined) result = mutation(result, pick, other);
  }
  return result;
}

function piece(bytes: Buffer, pick: Random): Buffer {
  const at = pick(bytes.length);
  return bytes.subarray(at, at + 1 + pick(64));
}

function changed(bytes: Buffer, at: number, by: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  by.copy(copy, at);
  return copy;
}
