/**
 * `SHA256SUMS`, as `sha256sum -c` reads it: a line for each regular file, in the order of the archive.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html
 */
import { PackedList, type Packing } from "./packing/packed-list";

/** Names that `sha256sum` escapes; the line then starts with a backslash. Source: coreutils `digest.c`, 9.x. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

export function sumsLine(digest: Buffer, path: string): string {
  const escaped = path.replace(/[\\\n\r]/g, (char) => ESCAPES.get(char) ?? char);
  return `${escaped === path ? "" : "\\"}${digest.toString("hex")}  ${escaped}\n`;
}

/** Bytes of a SHA-256. */
export const DIGEST_BYTES = 32;

interface Sum {
  readonly path: string;
  readonly digest: Buffer;
}

const SUM: Packing<Sum> = {
  write: (bytes, { digest }) => bytes.raw(digest),
  read: (path, bytes) => ({ path, digest: bytes.raw(DIGEST_BYTES) }),
};

/** The text, of which only paths and digests are kept. */
export class Sums {
  /** Bytes of the text. */
  size = 0;
  private readonly sums = new PackedList(SUM);

  add(digest: Buffer, path: string): void {
    this.sums.add({ path, digest });
    this.size += Buffer.byteLength(sumsLine(digest, path));
  }

  /** See {@link PackedList.spill}. */
  spill(): Promise<void> {
    return this.sums.spill();
  }

  close(): Promise<void> {
    return this.sums.close();
  }

  /** @param take gives memory of any length for the next piece; all pieces but the last fill theirs. */
  *text(take: () => Buffer<ArrayBuffer>): Generator<Buffer, void, undefined> {
    let [piece, filled] = [take(), 0];
    for (const { digest, path } of this.sums)
      for (let rest = Buffer.from(sumsLine(digest, path)); rest.length > 0; ) {
        const copied = rest.copy(piece, filled);
        rest = rest.subarray(copied);
        filled += copied;
        if (filled < piece.length) continue;
        yield piece;
        [piece, filled] = [take(), 0];
      }
    yield piece.subarray(0, filled);
  }
}
