/** How long, and how large, a reply may be. The SDK knows limits of neither: it waits for ever, and reads whatever comes. */

import type { HttpHandlerOptions } from "@smithy/types";

/**
 * - `whole`: request and reply are small, and done within {@link ReplyLimits.wholeMs}.
 * - `upload`: the request is sent for as long as bytes flow; its reply is small.
 * - `download`: the headers are there within {@link ReplyLimits.wholeMs}; the body is read for as long as bytes flow.
 * - `slow`: a server puts an object together, for minutes. S3 keeps the connection with spaces meanwhile, others are silent: it is waited for
 *   as long as the connection lives, within {@link ReplyLimits.slowMs}.
 */
export type ReplyKind = "whole" | "upload" | "download" | "slow";

/** Of one `send`, which the SDK hands on to the handler as they are. */
export interface SendOptions extends HttpHandlerOptions {
  /** @default "whole" */
  readonly reply?: ReplyKind;
}

export const sendOptions = (reply: ReplyKind, signal: AbortSignal | undefined): SendOptions =>
  signal === undefined ? { reply } : { reply, abortSignal: signal };

export interface ReplyLimits {
  /** Milliseconds for a connection, that through a proxy included. */
  readonly connectMs: number;
  /** Milliseconds from the request to the last byte of its reply; of an upload, from the last byte that was sent. */
  readonly wholeMs: number;
  /** Milliseconds from the request to the last byte of a reply that is slow by nature. */
  readonly slowMs: number;
  /** Milliseconds without a byte; not of a reply that is slow by nature. */
  readonly idleMs: number;
  /** Bytes of a reply that is no download. */
  readonly maxBytes: number;
}

/** The longest replies of KMS are pages of aliases and policies, of some 40 KiB. */
const KMS_REPLY_BYTES = 1024 ** 2;

/** A page of a listing names 1,000 objects: at most 3 MiB of names, escaped, and half a MiB around them. */
const S3_REPLY_BYTES = 8 * 1024 ** 2;

/** A page of snapshots or images is 1,000 at most, of some 2 KiB each with their tags. */
const LIST_REPLY_BYTES = 16 * 1024 ** 2;

/** Of EC2 and RDS, whose lists take seconds. */
export const LIST_LIMITS: ReplyLimits = {
  connectMs: 5_000,
  wholeMs: 60_000,
  slowMs: 60_000,
  idleMs: 30_000,
  maxBytes: LIST_REPLY_BYTES,
};

/** Tried three times: a KMS that is silent fails after less than a minute. */
export const KMS_LIMITS: ReplyLimits = {
  connectMs: 5_000,
  wholeMs: 15_000,
  slowMs: 15_000,
  idleMs: 15_000,
  maxBytes: KMS_REPLY_BYTES,
};

/**
 * Of a server that answers to a deadline of its own: a silent connection is given up in time for a second try.
 * @param deadlineMs of the server's answer
 */
export function withinDeadline(deadlineMs: number): ReplyLimits {
  const ms = Math.floor(deadlineMs * 0.48); // 1,200 of the plugin's 2,500, which ends before kube-apiserver's three seconds
  return {
    connectMs: Math.floor(deadlineMs * 0.4),
    wholeMs: ms,
    slowMs: ms,
    idleMs: ms,
    maxBytes: KMS_REPLY_BYTES,
  };
}

/** Source for `slowMs`: S3 API Reference, CompleteMultipartUpload: "processing could take several minutes"; of others, a disk may. An hour. */
export const S3_LIMITS: ReplyLimits = {
  connectMs: 5_000,
  wholeMs: 20_000,
  slowMs: 3_600_000,
  idleMs: 30_000,
  maxBytes: S3_REPLY_BYTES,
};
