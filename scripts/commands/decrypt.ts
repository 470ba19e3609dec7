import { tmpdir } from "node:os";
import { pipeline } from "node:stream/promises";
import type { Settings } from "../config";
import { parseContext } from "../core/crypto/context-pairs";
import { writeAtomically } from "../core/files/atomic-file";
import { fileToFile } from "../core/files/file-to-file";
import { spool } from "../core/files/spool";
import type { EncryptionContext, MessageCipher, SealedHeader } from "../core/ports";
import { openInput, PIPE } from "../core/streams/byte-source";
import { pump } from "../core/streams/pump";
import { OperatorError } from "../errors";
import type { Report } from "../output";
import { besides, cleanUp } from "./clean-up";
import type { CommandIo } from "./io";
import { release } from "./release";

export interface DecryptOptions {
  readonly settings: Settings;
  /** File to read, or `-` for stdin. */
  readonly in: string;
  /** File to write, or `-` for stdout. */
  readonly out: string;
  /** `name=value` pairs that the message must carry. */
  readonly context: readonly string[];
  /** Open a message whatever its context is, without being told one. */
  readonly anyContext: boolean;
  /** Open messages whose header commits to no key. */
  readonly allowNonCommitting: boolean;
  /** Replace an existing file. */
  readonly force: boolean;
  /** Let plaintext out frame by frame, before the message is known to be complete. */
  readonly allowUnverifiedStream: boolean;
}

/** Opens one message. Plaintext gets its name, or reaches stdout, only after the last byte was authenticated. */
export async function run(options: DecryptOptions, io: CommandIo): Promise<Report> {
  const { in: input, out } = options;
  const expected = parseContext(options.context);
  if (options.allowUnverifiedStream && out !== PIPE) {
    throw new OperatorError("usage", "--allow-unverified-stream goes with --out - only");
  }
  const cipher = await io.services.cipher(options.settings, "open");
  cleanUp([out === PIPE ? tmpdir() : besides(out)], io);
  const { format, keyArns, context } = await open(cipher, expected, options, io);
  return {
    data: { format, keyArns, context, out },
    lines: [`decrypted ${input} to ${out}; every byte was authenticated`],
    stdoutIsPayload: out === PIPE,
  };
}

async function open(
  cipher: MessageCipher,
  expected: EncryptionContext,
  options: DecryptOptions,
  io: CommandIo,
): Promise<SealedHeader> {
  const { in: input, out, anyContext: allowUnnamedContext, allowNonCommitting } = options;
  const allowed = { allowUnnamedContext, allowNonCommitting };
  if (input !== PIPE && out !== PIPE) {
    return fileToFile({
      from: input,
      to: out,
      overwrite: options.force,
      signal: io.signal,
      files: (pair) => cipher.openFile?.(pair, expected, allowed),
      stream: () => cipher.open(expected, allowed),
    });
  }
  const { stream: source } = await openInput(input, io.stdin);
  try {
    const { stream, header } = cipher.open(expected, allowed);
    await pump(source, stream, (plaintext) => write(plaintext, options, io), io.signal);
    return await header;
  } finally {
    source.destroy();
  }
}

async function write(
  plaintext: AsyncIterable<Buffer>,
  options: DecryptOptions,
  io: CommandIo,
): Promise<void> {
  const { stdout, signal } = io;
  if (options.out !== PIPE)
    return writeAtomically(plaintext, options.out, { overwrite: options.force, signal });
  if (options.allowUnverifiedStream) return pipeline(plaintext, stdout, { end: false, signal });
  return release(await spool(plaintext), io);
}
