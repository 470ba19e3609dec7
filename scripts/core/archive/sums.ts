/** Names that `sha256sum` escapes; the line then starts with a backslash. Source: coreutils `digest.c`, 9.x. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/** Bytes of text before it is packed: 64 KiB. A line kept as a string takes several times its length. */
const BLOCK_LENGTH = 64 * 1024;

/**
 * The text of `SHA256SUMS`, as `sha256sum -c` reads it: a line for each regular file, in the order of the archive.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html
 */
export class Sums {
  private readonly blocks: Buffer[] = [];
  private open = "";

  add(digest: Buffer, path: string): void {
    const escaped = path.replace(/[\\\n\r]/g, (char) => ESCAPES.get(char) ?? char);
    this.open += `${escaped === path ? "" : "\\"}${digest.toString("hex")}  ${escaped}\n`;
    if (this.open.length > BLOCK_LENGTH) this.pack();
  }

  bytes(): Buffer {
    this.pack();
    return Buffer.concat(this.blocks);
  }

  private pack(): void {
    this.blocks.push(Buffer.from(this.open));
    this.open = "";
  }
}

/** The path in the first line of `own` that `other` does not have in its place. */
export function firstDifference(own: Buffer, other: Buffer): string | undefined {
  const theirs = other.toString("utf8").split("\n");
  const line = own
    .toString("utf8")
    .split("\n")
    .find((each, index) => each !== theirs[index]);
  return line?.replace(/^\\?[0-9a-f]{64} {2}/, "");
}
