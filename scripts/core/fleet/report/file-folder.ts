/** Files by their path below one place: a directory, or a prefix of a bucket. */
export interface FileFolder {
  /** For people. */
  readonly name: string;
  /** @throws OperatorError when the file is not there or cannot be read. */
  open(path: string): Promise<AsyncIterable<Buffer>>;
}
