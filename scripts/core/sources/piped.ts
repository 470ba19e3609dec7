import { addAbortSignal, type Readable } from "node:stream";
import type { MemberToWrite } from "../archive/writing/contents";
import { type Spool, spool } from "../files/spool";
import { notEmpty } from "../streams/not-empty";
import type { PreparedSource } from "./source";

export interface PipeOptions {
  /** Of the file. */
  readonly name: string;
  readonly now: Date;
  /**
   * Whether nothing at all is something to back up.
   * @default false
   */
  readonly allowEmpty?: boolean;
  /** Ends the waiting for more. */
  readonly signal: AbortSignal;
}

/**
 * Bytes from a pipe, as a backup of one file. An archive names the length of a file before its bytes, so they are read to the
 * end first; an upload that has to be repeated reads them again.
 *
 * @throws OperatorError `source` when the pipe is empty, unless that is allowed.
 */
export async function pipedSource(input: Readable, options: PipeOptions): Promise<PreparedSource> {
  addAbortSignal(options.signal, input);
  const bytes: AsyncIterable<Buffer> = input;
  return keptSource(
    await spool(options.allowEmpty === true ? bytes : await notEmpty(bytes)),
    "stdin",
    options,
  );
}

/** One file of bytes that were read already. */
export function keptSource(
  kept: Spool,
  description: string,
  { name, now }: Pick<PipeOptions, "name" | "now">,
): PreparedSource {
  const member: MemberToWrite = {
    type: "file",
    path: name,
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtimeSeconds: Math.floor(now.getTime() / 1000),
    size: kept.size,
    open: () => kept.stream(),
  };
  return {
    source: "files",
    description,
    members: [member],
    checks: [],
    skipped: [],
    assertUnchanged: async () => {},
    dispose: () => kept.dispose(),
  };
}
