import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import { parseContext } from "../../core/crypto/context-pairs";
import { writeAtomically } from "../../core/files/atomic-file";
import { fileToFile } from "../../core/files/file-to-file";
import { spool } from "../../core/files/spool";
import { outputPlace } from "../../core/outputs/output-place";
import { type Placed, pour } from "../../core/outputs/pour";
import type { EncryptionAlgorithm, EncryptionContext, MessageCipher, SealedHeader } from "../../core/ports";
import { openInput, PIPE } from "../../core/streams/byte-source";
import { pump } from "../../core/streams/pump";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { besides, cleanUp } from "../clean-up";
import type { CommandIo } from "../io";
import { release } from "../release";

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
  /** Of an RSA key, whose public half sealed the message. */
  readonly encryptionAlgorithm: EncryptionAlgorithm;
  /** Replace an existing file. */
  readonly force: boolean;
  /** Let plaintext out frame by frame, before the message is known to be complete. */
  readonly allowUnverifiedStream: boolean;
}

/** Opens one message. Plaintext gets its name, or reaches stdout, only after the last byte was authenticated. */
export async function run(options: DecryptOptions, io: CommandIo): Promise<Report> {
  const { in: input, out } = options;
  const expected = parseContext(options.context);
  const place = outputPlace(out);
  if (options.allowUnverifiedStream && place.kind !== "stdout") {
    throw new OperatorError("usage", "--allow-unverified-stream goes with --out - only");
  }
  const cipher = await io.services.cipher(options.settings, "open");
  cleanUp([place.kind === "file" ? besides(out) : tmpdir()], io);
  const {
    format,
    keyArns,
    context,
    withPublicKey = false,
  } = await open(cipher, expected, { ...options, place }, io);
  return {
    data: { format, keyArns, context, out, ...(withPublicKey && { withPublicKey }) },
    lines: [
      `decrypted ${input} to ${out}; every byte was authenticated`,
      ...(withPublicKey ? ["it was sealed with a public key: whoever has that can have made it"] : []),
    ],
    stdoutIsPayload: place.kind === "stdout",
  };
}

async function open(
  cipher: MessageCipher,
  expected: EncryptionContext,
  options: DecryptOptions & Placed,
  io: CommandIo,
): Promise<SealedHeader> {
  const { in: input, out, anyContext: allowUnnamedContext, allowNonCommitting } = options;
  const allowed = { allowUnnamedContext, allowNonCommitting, rsaAlgorithm: options.encryptionAlgorithm };
  if (input !== PIPE && options.place.kind === "file") {
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
  plaintext: Readable,
  { out, place, force: overwrite, allowUnverifiedStream }: DecryptOptions & Placed,
  { stdout, signal }: CommandIo,
): Promise<void> {
  if (place.kind === "file") return writeAtomically(plaintext, out, { overwrite, signal });
  if (allowUnverifiedStream) return pour(plaintext, place, { stdout, signal });
  return release(await spool(plaintext), place, { stdout, signal });
}
