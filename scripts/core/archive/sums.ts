/** Names that `sha256sum` escapes; the line then starts with a backslash. Source: coreutils `digest.c`, 9.x. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/**
 * The line of `SHA256SUMS` for one file, as `sha256sum -c` reads it.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html
 */
export function sumLine(digest: Buffer, path: string): string {
  const escaped = path.replace(/[\\\n\r]/g, (char) => ESCAPES.get(char) ?? char);
  return `${escaped === path ? "" : "\\"}${digest.toString("hex")}  ${escaped}\n`;
}
