/** What is told, and in which words: names, exit statuses and times, and nothing that a program said. Pure. */
import { EXIT, exitNameOf } from "../../errors";

/** A step that failed, or succeeded after it had failed. */
export interface NotifyEvent {
  readonly event: "failed" | "recovered";
  readonly host: string;
  readonly target: string;
  readonly step: string;
  /** Exit status. */
  readonly status: number;
  /** In a row. */
  readonly failedAttempts: number;
  /** ISO 8601; absent where there never was one. */
  readonly lastSuccess?: string;
  readonly time: string;
}

/** How a step ended. */
export interface StepEnd {
  readonly step: string;
  /** Exit status. */
  readonly status: number;
  /** Attempts in a row that had failed before this one. */
  readonly failedBefore: number;
  /** In a row, now; 0 where what failed is a hook after a backup that is good. */
  readonly failedAttempts: number;
  readonly lastSuccess?: string;
}

export type Where = Pick<NotifyEvent, "host" | "target" | "time">;

/** What of it is worth telling. */
export function eventsOf(ends: readonly StepEnd[], where: Where): readonly NotifyEvent[] {
  return ends.flatMap(({ failedBefore, ...end }): readonly NotifyEvent[] => {
    if (end.status !== 0)
      return isWorthTelling(end.failedAttempts) ? [{ event: "failed", ...where, ...end }] : [];
    return failedBefore > 0 ? [{ event: "recovered", ...where, ...end, failedAttempts: failedBefore }] : [];
  });
}

/** The first failure, second, fourth, eighth in a row and so on, because a step that fails is tried whenever the timer wakes. */
const isWorthTelling = (failedAttempts: number): boolean =>
  Number.isInteger(Math.log2(Math.max(1, failedAttempts)));

function meaningOf(status: number): string {
  const name = exitNameOf(status);
  return name === undefined ? "ended by a program" : EXIT[name].meaning;
}

export function subjectOf({ event, target, step, status }: NotifyEvent): string {
  return `sealstack: ${target}: ${step} ${event === "failed" ? `failed (${status})` : "recovered"}`;
}

export function textOf(one: NotifyEvent): string {
  const { event, host, target, step, status, failedAttempts, lastSuccess, time } = one;
  const times = failedAttempts === 1 ? "1 attempt" : `${failedAttempts} attempts in a row`;
  const lines =
    event === "failed"
      ? [
          `${step} of ${target} on ${host} failed with exit status ${status}: ${meaningOf(status)}`,
          ...(failedAttempts === 0 ? [] : [`${times} failed`]),
          `last success: ${lastSuccess ?? "never"}`,
          "see `sealstack doctor` on the host",
        ]
      : [`${step} of ${target} on ${host} succeeded, after ${times} failed`];
  return [...lines, `at ${time}`].join("\n");
}

/** For a webhook: `text` is what chats show. */
export const webhookBody = (event: NotifyEvent): string =>
  JSON.stringify({ schemaVersion: 1, text: textOf(event), ...event, meaning: meaningOf(event.status) });
