import { addAbortSignal, Readable } from "node:stream";
import { parseNewContext } from "../../core/crypto/context-pairs";
import { writeAtomically } from "../../core/files/atomic-file";
import { fileToFile } from "../../core/files/file-to-file";
import { outputPlace } from "../../core/outputs/output-place";
import { isShown, type Placed, pour } from "../../core/outputs/pour";
import type { EncryptionAlgorithm, EncryptionContext, MessageSealer, SealedHeader } from "../../core/ports";
import { isPipe, openInput, PIPE } from "../../core/streams/byte-source";
import { notEmpty } from "../../core/streams/not-empty";
import { pump } from "../../core/streams/pump";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { besides, cleanUp } from "../clean-up";
import type { CommandIo } from "../io";

export interface EncryptOptions {
  readonly settings: Settings;
  /** File to read, or `-` for stdin. */
  readonly in: string;
  /** File to write, or `-` for stdout. */
  readonly out: string;
  /** `name=value` pairs. */
  readonly context: readonly string[];
  /** Take an empty pipe for something to encrypt. */
  readonly allowEmpty: boolean;
  /** Replace an existing file. */
  readonly force: boolean;
  /** Sign the message. */
  readonly sign: boolean;
  /** File with the public half of an RSA key of KMS: then neither credentials nor network are needed. @default - KMS is asked */
  readonly publicKey?: string | undefined;
  /** Of the public key. @default - RSAES_OAEP_SHA_256 */
  readonly encryptionAlgorithm?: EncryptionAlgorithm | undefined;
}

/** One message from a file or pipe. The file appears only when it is complete. */
export async function run(options: EncryptOptions, io: CommandIo): Promise<Report> {
  const { in: input, out, sign: signed } = options;
  const context = parseNewContext(options.context);
  const cipher = await sealerFor(options, io);
  if (signed && cipher.format !== "aws-encryption-sdk-v2") {
    throw new OperatorError("usage", "--sign goes with KMS keys only", { hint: "leave it out" });
  }
  const place = outputPlace(out);
  if (isShown(place, io.stdout)) {
    const hint = "give --out FILE, or a pipe";
    throw new OperatorError(
      "usage",
      `a message is binary and ${out === PIPE ? "stdout" : out} is a terminal`,
      { hint },
    );
  }
  if (place.kind === "file") cleanUp([besides(out)], io);
  const { format, keyArns } = await seal(cipher, context, { ...options, place }, io);
  return {
    data: {
      format,
      keyArns,
      contextKeys: Object.keys(context),
      out,
      ...(options.publicKey !== undefined && { withPublicKey: true }),
    },
    lines: [
      `encrypted ${input} to ${out} under ${keyArns.join(", ") || "the passphrase"}`,
      ...(options.publicKey === undefined
        ? []
        : [`the public key in ${options.publicKey} was taken for that key's; only KMS can tell that it is`]),
    ],
    stdoutIsPayload: place.kind === "stdout",
  };
}

async function sealerFor(
  { settings, publicKey, encryptionAlgorithm: algorithm, sign }: EncryptOptions,
  io: CommandIo,
): Promise<MessageSealer> {
  if (publicKey === undefined && algorithm !== undefined)
    throw new OperatorError("usage", "--encryption-algorithm goes with --public-key only", {
      hint: "leave it out",
    });
  if (publicKey === undefined) return io.services.cipher(settings, "seal");
  if (sign)
    throw new OperatorError(
      "usage",
      "--sign and --public-key exclude each other: everybody can seal with a public key, so that a signature would tell nothing",
      { hint: "sign the message with `sealstack sign`, and a key of its own" },
    );
  const { sealerOf } = await import("./public-key-sealer");
  return sealerOf({ settings, publicKey, algorithm });
}

async function seal(
  cipher: MessageSealer,
  context: EncryptionContext,
  { in: input, out, place, force: overwrite, sign: signed, allowEmpty }: EncryptOptions & Placed,
  { stdin, stdout, signal }: CommandIo,
): Promise<SealedHeader> {
  const fromPipe = await isPipe(input);
  if (!fromPipe && place.kind === "file") {
    return fileToFile({
      from: input,
      to: out,
      overwrite,
      signal,
      files: (pair) => cipher.sealFile?.(pair, context, { signed }),
      stream: () => cipher.seal(context, { signed }),
    });
  }
  const { stream: opened, assertUnchanged } = await openInput(input, stdin);
  addAbortSignal(signal, opened);
  try {
    const source = !fromPipe || allowEmpty ? opened : Readable.from(await notEmpty(opened));
    const { stream, header } = cipher.seal(context, { signed });
    const sealed = await header;
    const sink = (bytes: Readable): Promise<void> =>
      place.kind === "file"
        ? writeAtomically(bytes, out, { overwrite, signal })
        : pour(bytes, place, { stdout, signal });
    await pump(source, stream, sink, signal);
    await assertUnchanged();
    return sealed;
  } finally {
    opened.destroy();
  }
}
