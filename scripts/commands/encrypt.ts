import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Settings } from "../config";
import { writeAtomically } from "../core/atomic-file";
import { openSource, PIPE } from "../core/byte-source";
import { parseNewContext } from "../core/context-pairs";
import { pump } from "../core/pump";
import { OperatorError } from "../errors";
import type { Report } from "../output";
import type { CommandIo } from "./io";

export interface EncryptOptions {
  readonly settings: Settings;
  /** File to read, or `-` for stdin. */
  readonly in: string;
  /** File to write, or `-` for stdout. */
  readonly out: string;
  /** `name=value` pairs. */
  readonly context: readonly string[];
  /** Replace an existing file. */
  readonly force: boolean;
}

/** One message from a file or pipe. The file appears only when it is complete. */
export async function run(options: EncryptOptions, io: CommandIo): Promise<Report> {
  const { in: input, out, force: overwrite } = options;
  const { stdout, signal } = io;
  const context = parseNewContext(options.context);
  const cipher = await io.services.cipher(options.settings, "seal");
  if (out === PIPE && stdout.isTTY === true) {
    const hint = "give --out FILE, or a pipe";
    throw new OperatorError("usage", "a message is binary and stdout is a terminal", { hint });
  }
  const source = await openSource(input, io.stdin);
  try {
    const { stream, header } = cipher.seal(context);
    const sealed = await header;
    const sink = (bytes: Readable): Promise<void> =>
      out === PIPE
        ? pipeline(bytes, stdout, { signal, end: false })
        : writeAtomically(bytes, out, { overwrite, signal });
    await pump(source, stream, sink, signal);
    return {
      data: { format: sealed.format, keyArns: sealed.keyArns, contextKeys: Object.keys(context), out },
      text: `encrypted ${input} to ${out} under ${sealed.keyArns.join(", ") || "the passphrase"}`,
      stdoutIsPayload: out === PIPE,
    };
  } finally {
    source.destroy();
  }
}
