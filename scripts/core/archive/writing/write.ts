import type { Compression } from "../compression/compression";
import { type BackupInfo, formatInfo } from "../info";
import { INFO_PATH, SUMS_PATH } from "../member";
import { DIGEST_BYTES, Sums } from "../sums";
import type { MadeBlock } from "./block";
import { BlockCrew } from "./block-crew";
import { type Content, contentsOf, type Digest, END_OF_ARCHIVE, type MemberToWrite } from "./contents";
import { type Block, cut } from "./cut";
import { ReadBuffers } from "./read-buffers";

export interface ArchiveOptions {
  /** @default "none" */
  readonly compression?: Compression;
  /** What is known of earlier backups, for `backup.json`; asked for when the archive is begun. */
  readonly catalog?: (() => Promise<object>) | undefined;
  /** Called with the bytes of the archive so far, before compression. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * The archive of a backup: `backup.json`, the members in the order given, `SHA256SUMS`, as tar and compressed. The digests are
 * inside what will be encrypted, so that after `tar xzf` anyone can prove the result with `sha256sum -c .sealstack/SHA256SUMS`.
 *
 * Blocks of it are made by threads, several at a time, and come out in order; each is compressed on its own. No more of them are
 * begun than the reader takes. Memory stays constant but for name and digest of each file.
 *
 * @throws OperatorError `source` when a member cannot be read or changed, or whatever `members` fail with.
 */
export async function* writeArchive(
  info: BackupInfo,
  members: AsyncIterable<MemberToWrite> | Iterable<MemberToWrite>,
  { compression = "none", catalog, onProgress = () => {} }: ArchiveOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const buffers = new ReadBuffers();
  const crew = new BlockCrew(compression, buffers);
  const sums = new Sums();
  let total = 0;
  const progress = (bytes: number): void => {
    total += bytes;
    onProgress(total);
  };
  const own = ownMembers(info);
  const first = async function* (): AsyncGenerator<MemberToWrite> {
    const bytes = formatInfo(info, await catalog?.());
    yield own(INFO_PATH, bytes.length, () => [bytes]);
  };
  try {
    yield* made(crew, cut(contentsOf(chain(first(), members), buffers)), sums, progress);
    yield* made(
      crew,
      cut(
        ending(
          own(SUMS_PATH, sums.size, () => sums.text(() => buffers.take())),
          buffers,
        ),
      ),
      new Sums(),
      progress,
    );
  } finally {
    await crew.close();
    await sums.close();
  }
}

async function* ending(member: MemberToWrite, buffers: ReadBuffers): AsyncGenerator<Content> {
  yield* contentsOf([member], buffers);
  yield END_OF_ARCHIVE;
}

type OwnMember = (path: string, size: number, bytes: () => Iterable<Buffer>) => MemberToWrite;

function ownMembers({ createdAt }: BackupInfo): OwnMember {
  const mtimeSeconds = Math.floor(Date.parse(createdAt) / 1000);
  return (path, size, bytes) => ({
    type: "file",
    path,
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtimeSeconds,
    size,
    fresh: true, // memory that threads give back, and not garbage of theirs
    async *open() {
      yield* bytes();
    },
  });
}

/** What becomes of a block. */
interface Ready extends MadeBlock {
  readonly block: Block;
}

/**
 * The blocks in their order. The first failure in that order is the one thrown; one of the source takes its turn behind the blocks
 * that came before it.
 */
async function* made(
  crew: BlockCrew,
  source: AsyncIterable<Block>,
  sums: Sums,
  onProgress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const running: Promise<Ready>[] = [];
  const push = (job: Promise<Ready>): void => {
    job.catch(() => {}); // thrown when its turn comes
    running.push(job);
  };
  const blocks = source[Symbol.asyncIterator]();
  /** @returns whether there may be another one. */
  const begin = async (): Promise<boolean> => {
    try {
      const { done, value: block } = await blocks.next();
      if (done !== true) push(crew.make(block).then((madeBlock) => ({ ...madeBlock, block })));
      return done !== true;
    } catch (error) {
      push(Promise.reject(error));
      return false;
    }
  };
  try {
    for (let more = true; more || running.length > 0; ) {
      while (more && running.length < crew.limit) more = await begin();
      const ready = await running.shift();
      if (ready === undefined) continue;
      for (const { path, digest } of digested(ready)) sums.add(digest, path);
      await sums.spill();
      onProgress(ready.block.bytes);
      yield Buffer.from(ready.data.buffer);
    }
  } finally {
    await blocks.return?.();
  }
}
/** The digests of the files that end in a block, in their order. */
function digested({ block, digests }: Ready): Digest[] {
  let read = 0;
  return block.files.map((file) => {
    if ("digest" in file) return file;
    const at = DIGEST_BYTES * read++;
    return { path: file.path, digest: Buffer.from(digests.subarray(at, at + DIGEST_BYTES)) };
  });
}

async function* chain<T>(first: AsyncIterable<T>, second: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* second;
}
