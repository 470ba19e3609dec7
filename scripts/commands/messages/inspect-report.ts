/** What `inspect` found, as data and as rows of text. */

import type { AnyInspection } from "../../core/crypto/inspect-any";
import type { Inspection } from "../../core/crypto/message/message-inspector";
import { isWithPublicKey } from "../../core/crypto/message/providers";
import type { AgeInspection } from "../../core/crypto/passphrase/age-inspector";
import type { ByteRanges } from "../../core/ports";
import type { Report } from "../../output/output";
import { formatBytes } from "../format";

/** Where it was found. */
export type Inspected =
  | { readonly file: string }
  /** Far away, so that only a few places of it were read. */
  | { readonly object: string; readonly ranges: ByteRanges };

type Rows = readonly (readonly [label: string, text: string])[];

export function inspectionReport(where: Inspected, inspection: AnyInspection): Report {
  const message = inspection.kind === "message";
  const data = message ? messageData(inspection.found) : ageData(inspection);
  const rows = message ? messageRows(messageData(inspection.found)) : ageRows(ageData(inspection));
  const all = [...rows, ...("object" in where && message ? [["read", howFar(where.ranges)] as const] : [])];
  return {
    data: { ...place(where), ...data },
    lines: all.map(([label, text]) => `${label.padEnd(12)}${text}`),
  };
}

function place(where: Inspected): Readonly<Record<string, unknown>> {
  if ("file" in where) return { file: where.file };
  return { object: where.object, objectBytes: where.ranges.size, fetchedBytes: where.ranges.fetchedBytes };
}

const howFar = ({ fetchedBytes, size }: ByteRanges): string =>
  `${formatBytes(fetchedBytes)} of ${formatBytes(size)}: header and end; the frames in between were only counted`;

function messageData({ header, status, problem, ...sizes }: Inspection) {
  const { suite, messageId, encryptionContext, encryptedDataKeys, frameLength } = header;
  return {
    status,
    ...(problem === undefined ? {} : { problem }),
    authenticated: false,
    format: "aws-encryption-sdk",
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
    withPublicKey: isWithPublicKey(encryptedDataKeys),
    context: encryptionContext,
    frameLength,
    frames: sizes.frames,
    headerBytes: header.length,
    messageBytes: sizes.messageBytes,
    plaintextBytes: sizes.plaintextBytes,
    trailingBytes: sizes.trailingBytes,
  };
}

function messageRows(data: ReturnType<typeof messageData>): Rows {
  const { status, suite, suiteName, keys, context, frameLength, frames, trailingBytes } = data;
  const framing = frameLength === 0 ? "one unframed body" : `${frames} of up to ${frameLength} bytes`;
  return [
    ["status", `${status}; not authenticated, because no key was used`],
    ...(data.problem === undefined ? [] : [["problem", data.problem] as const]),
    ["format", `AWS Encryption SDK message, version ${data.formatVersion}`],
    ["suite", `${suite} ${suiteName}${data.committing ? "" : " (does not commit to its key)"}`],
    ["message id", data.messageId],
    ...keys.map(({ provider, id }) => ["key", `${provider} ${id}`] as const),
    ...(data.withPublicKey
      ? [["sealed with", "a public key: whoever has that can have made the message"] as const]
      : []),
    ...Object.entries(context).map(([name, value]) => ["context", `${name}=${value}`] as const),
    ["frames", framing],
    ["plaintext", `${data.plaintextBytes} bytes`],
    ["message", `${data.messageBytes} bytes, ${data.headerBytes} of them header`],
    ...(trailingBytes === 0
      ? []
      : [["after it", `${trailingBytes} bytes that do not belong to it`] as const]),
  ];
}

function ageData({ found, armored }: Extract<AnyInspection, { readonly kind: "age" }>) {
  const { recipients, ...rest } = found;
  return { ...rest, authenticated: false, format: "age-v1", armored, recipients };
}

function ageRows(data: ReturnType<typeof ageData>): Rows {
  const opener = data.recipients.every(({ type }) => type === "scrypt")
    ? "the passphrase"
    : "a key of a recipient";
  const status =
    data.status === "truncated"
      ? "truncated: no age file has this length"
      : `of a possible length; only ${opener} tells whether chunks are missing at its end`;
  return [
    ["status", `${status}; not authenticated, because no key was used`],
    ["format", `age file, version 1${data.armored ? ", in ASCII armour" : ""}`],
    ...data.recipients.map((recipient) => ["recipient", describeRecipient(recipient)] as const),
    ["plaintext", `${data.plaintextBytes} bytes`],
    ["file", `${data.fileBytes} bytes, ${data.headerBytes} of them header`],
  ];
}

function describeRecipient({ type, arguments: words }: AgeInspection["recipients"][number]): string {
  if (type !== "scrypt") return type;
  return `a passphrase (scrypt, work factor 2^${words[1] ?? "?"})`;
}
