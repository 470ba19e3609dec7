import { openFile, PIPE } from "../core/byte-source";
import { inspectFile, inspectStream } from "../core/crypto/inspect-file";
import type { Inspection } from "../core/crypto/message-inspector";
import type { Report } from "../output";
import type { CommandIo } from "./io";

export interface InspectOptions {
  /** File to read, or `-` for stdin. */
  readonly file: string;
}

/** Shows the header and framing of a message. No key is used, so all of it is what the message claims. */
export async function run({ file }: InspectOptions, { stdin }: CommandIo): Promise<Report> {
  const inspection = file === PIPE ? await inspectStream(stdin) : await ofFile(file);
  const data = describe(inspection);
  return { data: { file, ...data }, text: print(data) };
}

async function ofFile(name: string): Promise<Inspection> {
  const file = await openFile(name);
  try {
    const stats = await file.stat();
    return stats.isFile()
      ? await inspectFile(file, stats.size)
      : await inspectStream(file.createReadStream());
  } finally {
    await file.close();
  }
}

function describe({ header, status, problem, ...sizes }: Inspection) {
  const { suite, messageId, encryptionContext, encryptedDataKeys, frameLength } = header;
  return {
    status,
    ...(problem === undefined ? {} : { problem }),
    authenticated: false,
    formatVersion: suite.committing ? 2 : 1,
    suite: `0x${suite.id.toString(16).padStart(4, "0")}`,
    suiteName: suite.name,
    committing: suite.committing,
    signed: suite.signature !== undefined,
    messageId: messageId.toString("hex"),
    keys: encryptedDataKeys.map(({ providerId, providerInfo }) => ({
      provider: providerId,
      id: providerInfo,
    })),
    context: encryptionContext,
    frameLength,
    frames: sizes.frames,
    headerBytes: header.length,
    messageBytes: sizes.messageBytes,
    plaintextBytes: sizes.plaintextBytes,
    trailingBytes: sizes.trailingBytes,
  };
}

function print(data: ReturnType<typeof describe>): string {
  const { status, suite, suiteName, keys, context, frameLength, frames, trailingBytes } = data;
  const framing = frameLength === 0 ? "one unframed body" : `${frames} of up to ${frameLength} bytes`;
  const rows = [
    ["status", `${status}; not authenticated, because no key was used`],
    ...(data.problem === undefined ? [] : [["problem", data.problem]]),
    ["format", `AWS Encryption SDK message, version ${data.formatVersion}`],
    ["suite", `${suite} ${suiteName}${data.committing ? "" : " (does not commit to its key)"}`],
    ["message id", data.messageId],
    ...keys.map(({ provider, id }) => ["key", `${printable(provider)} ${printable(id)}`]),
    ...Object.entries(context).map(([name, value]) => ["context", `${printable(name)}=${printable(value)}`]),
    ["frames", framing],
    ["plaintext", `${data.plaintextBytes} bytes`],
    ["message", `${data.messageBytes} bytes, ${data.headerBytes} of them header`],
    ...(trailingBytes === 0 ? [] : [["after it", `${trailingBytes} bytes that do not belong to it`]]),
  ];
  return rows.map(([label = "", text = ""]) => `${label.padEnd(12)}${text}`).join("\n");
}

/** What strangers wrote must not reach a terminal as anything but text. */
function printable(text: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(text)) return text;
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, escaped);
}
