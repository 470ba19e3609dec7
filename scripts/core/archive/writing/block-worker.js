/**
 * One of several threads that make the blocks of a backup: reads the short files of a block, digests them, and compresses the block.
 * Everything here is done at once and waited for: a thread has nothing else to do, and a call that waits costs a fourth of one that is
 * called back (11 against 43 µs to open, look at twice, read and close a file of 8 KiB; Node.js 20).
 *
 * Plain JavaScript, because a thread begins at a file: here in the repository, and beside the bundle in the package.
 */
const { hash } = require("node:crypto");
const { closeSync, constants, fstatSync, openSync, readSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const zlib = require("node:zlib");
const { giveBack, ownOutput } = require("../../streams/give-back-memory.js");

/** @typedef {import("./block").BlockJob} BlockJob */
/** @typedef {import("./block").FileToRead} FileToRead */
/** @type {import("./block").BlockSettings} */
const { compression } = workerData;

const RECORD = 512;
const DIGEST = 32;

/**
 * Level of gzip. Measured on the files of a node_modules (2 cores, blocks of 1 MiB), MB/s of one core and what is left:
 * 1: 111, 19.7 %; 2: 99, 18.8 %; 3: 90, 18.3 %; 4: 66, 16.8 %; 6: 39, 15.8 %. Compression is the slowest step of a backup.
 */
const GZIP_LEVEL = 1;

/** Level of zstd. Measured likewise: 1: 191 MB/s, 16.1 %; 2: 163, 15.6 %; 3: 128, 14.6 %. */
const ZSTD_LEVEL = 1;

/** Bytes that deflate and zstd may need for what they cannot compress: a thousandth more, at most. */
const bound = (length) => length + (length >> 10);

/** Bytes that are judged together: 256 KiB. */
const STRETCH = 256 * 1024;
/** How much of a stretch is looked at: four samples of 1 KiB. */
const SAMPLES = 4;
const SAMPLE = 1024;
/**
 * Bits a byte from which on data is stored as it is. Random bytes measure 7.95 by so many samples; below 7.8, Huffman coding alone would
 * gain 2.5 %. Compressed and encrypted files lie above. Deflate takes 30 times as long for random bytes as storing them does.
 */
const RANDOM_BITS = 7.8;

/** Longest stored block of deflate. Source: RFC 1951, 3.2.4. */
const MAX_STORED = 0xffff;
/** With an extra field in which the length of the member will stand; see gzip-member.ts. */
const GZIP_HEADER = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x47, 0x5a, 4, 0, 0, 0, 0, 0];
const GZIP_TRAILER = 8;

let scratch = Buffer.alloc(0);

/** @param {BlockJob} job */
function make({ small, pieces, bytes }) {
  const digests = Buffer.from(new ArrayBuffer(pieces.filter(isFile).length * DIGEST));
  const only = pieces.length === 1 && pieces[0] instanceof Uint8Array ? pieces[0] : undefined;
  if (compression === "none" && only !== undefined) return { data: only, digests };
  const plain = only ?? gather(small, pieces, bytes, digests);
  if (compression === "none") return { data: new Uint8Array(plain), digests };
  return { data: compression === "zstd" ? zstd(plain) : gzip(plain), digests, spare: only?.buffer };
}

const isFile = (piece) => typeof piece === "object" && !(piece instanceof Uint8Array);

/** All pieces behind one another, and the digests of those that are files. */
function gather(small, pieces, bytes, digests) {
  if (scratch.length < bytes) scratch = Buffer.allocUnsafeSlow(bytes);
  let [at, used, files] = [0, 0, 0];
  for (const piece of pieces) {
    if (typeof piece === "number") {
      scratch.set(small.subarray(used, used + piece), at);
      used += piece;
      at += piece;
    } else if (piece instanceof Uint8Array) {
      scratch.set(piece, at);
      at += piece.length;
    } else {
      const content = scratch.subarray(at, at + piece.size);
      try {
        read(piece, content);
      } catch ({ changed, code, message }) {
        throw { file: files, changed, code, message };
      }
      digests.set(hash("sha256", content, "buffer"), DIGEST * files++);
      const end = at + Math.ceil(piece.size / RECORD) * RECORD;
      scratch.fill(0, at + piece.size, end);
      at = end;
    }
  }
  return scratch.subarray(0, at);
}

/** Fills `content` from a file that must be the one that was found, and stay so. @param {FileToRead} file */
function read({ place, seen }, content) {
  // Of a FIFO that took the file's place, opening would wait for a writer.
  const fd = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    same(fd, seen);
    for (let done = 0; done < content.length; ) {
      const count = readSync(fd, content, done, content.length - done, done);
      if (count === 0) throw { changed: true };
      done += count;
    }
    same(fd, seen);
  } finally {
    closeSync(fd);
  }
}

/** As `identity` of ../../file-identity.ts has it. */
function same(fd, seen) {
  const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(fd, { bigint: true });
  if (`${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}` !== seen) throw { changed: true };
}

/** Members of gzip: one for each run of stretches of the same kind. */
function gzip(plain) {
  const members = []; // in pieces
  const spare = [];
  for (let start = 0; start < plain.length || start === 0; ) {
    const random = looksRandom(plain.subarray(start, start + STRETCH));
    let end = start + STRETCH;
    while (end < plain.length && looksRandom(plain.subarray(end, end + STRETCH)) === random) end += STRETCH;
    const run = plain.subarray(start, end);
    if (random) members.push(...stored(run));
    else {
      const body = zlib.deflateRawSync(run, { level: GZIP_LEVEL, chunkSize: ownOutput(bound(run.length)) });
      members.push(...member(run, [body]));
      spare.push(body.buffer);
    }
    start = end;
  }
  return joined(members, spare);
}

/** What a member begins and ends with. @see https://www.rfc-editor.org/rfc/rfc1952 */
function member(run, body) {
  const head = Buffer.from(GZIP_HEADER);
  const length = body.reduce((sum, piece) => sum + piece.length, head.length + GZIP_TRAILER);
  head.writeUInt32LE(length, head.length - 4);
  const trailer = Buffer.alloc(GZIP_TRAILER);
  trailer.writeUInt32LE(zlib.crc32(run), 0);
  trailer.writeUInt32LE(run.length, 4);
  return [head, ...body, trailer];
}

/** A member of stored blocks: the bytes as they are. @see https://www.rfc-editor.org/rfc/rfc1951 3.2.4 */
function stored(run) {
  const pieces = [];
  for (let start = 0; start < run.length; start += MAX_STORED) {
    const piece = run.subarray(start, start + MAX_STORED);
    const head = Buffer.alloc(5);
    head.writeUInt8(start + MAX_STORED >= run.length ? 1 : 0);
    head.writeUInt16LE(piece.length, 1);
    head.writeUInt16LE(piece.length ^ 0xffff, 3);
    pieces.push(head, piece);
  }
  return member(run, pieces);
}

const counts = new Uint32Array(256);

/** Whether the bytes of a sample are spread so evenly that compression would find nothing. */
function looksRandom(stretch) {
  if (stretch.length < SAMPLES * SAMPLE) return false;
  counts.fill(0);
  const step = Math.floor((stretch.length - SAMPLE) / (SAMPLES - 1));
  for (let start = 0; start + SAMPLE <= stretch.length; start += step)
    for (let at = start; at < start + SAMPLE; at += 1) counts[stretch[at]] += 1;
  const total = SAMPLES * SAMPLE;
  let bits = 0;
  for (const count of counts) if (count > 0) bits += (count / total) * Math.log2(total / count);
  return bits >= RANDOM_BITS;
}

/** One frame of zstd, which sees by itself what cannot be compressed. */
function zstd(plain) {
  const { ZSTD_c_checksumFlag, ZSTD_c_compressionLevel } = zlib.constants;
  const params = { [ZSTD_c_compressionLevel]: ZSTD_LEVEL, [ZSTD_c_checksumFlag]: 1 };
  const frame = zlib.zstdCompressSync(plain, { params, chunkSize: ownOutput(bound(plain.length)) });
  return joined([frame], [frame.buffer]);
}

/** A copy that owns its memory, and takes no more than it needs. @param {ArrayBuffer[]} spare is freed. */
function joined(parts, spare) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  giveBack(spare);
  return whole;
}

parentPort.on("message", (job) => {
  if (job === null) return parentPort.close(); // there are no more
  try {
    const made = make(job);
    const given = [made.data.buffer, made.digests.buffer, ...(made.spare === undefined ? [] : [made.spare])];
    parentPort.postMessage(made, given);
  } catch ({ file, changed, code, message }) {
    parentPort.postMessage({ problem: { file, changed, code, message } });
  }
});
