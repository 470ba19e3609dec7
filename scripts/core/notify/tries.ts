/** Tries to deliver something, a few times and not for ever. */
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../errors";

export interface TryLimits {
  readonly tries: number;
  /** Milliseconds before the second try, twice as many before each further one; less by chance, by a half at most. */
  readonly pauseMs: number;
  /** Milliseconds for all of it. */
  readonly totalMs: number;
}

const TRY_LIMITS: TryLimits = { tries: 4, pauseMs: 1_000, totalMs: 30_000 };

/** Why something was not delivered. */
export interface Undelivered {
  /** A clause, without anything of what the other side said. */
  readonly problem: string;
  /** Whether another try may help. */
  readonly again: boolean;
}

/**
 * @param send tries once, and ends with the signal.
 * @returns why it was not delivered, as a clause; `undefined` when it was. Throws only what ended the run.
 */
export async function delivered(
  send: (signal: AbortSignal) => Promise<Undelivered | undefined>,
  outer: AbortSignal,
  { tries, pauseMs, totalMs }: TryLimits = TRY_LIMITS,
): Promise<string | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), totalMs);
  const signal = AbortSignal.any([outer, late.signal]);
  let problem = "no answer";
  try {
    for (let tried = 1; ; tried++) {
      const end = await send(signal).catch(problemOf);
      outer.throwIfAborted();
      if (end === undefined) return undefined;
      if (!late.signal.aborted) problem = end.problem;
      if (late.signal.aborted) return `${problem}, until ${totalMs / 1000} s were over`;
      if (!end.again) return problem;
      if (tried === tries) return `${problem}, ${tries} times`;
      await sleep(pauseMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2), undefined, { signal }).catch(
        () => {},
      );
    }
  } finally {
    clearTimeout(timer);
  }
}

export function ofStatus(status: number): Undelivered | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return { problem: `HTTP ${status}, a redirect, which is not followed`, again: false };
  return { problem: `HTTP ${status}`, again: status >= 500 || status === 429 || status === 408 };
}

/** What failed on the way; messages are not told, because they quote addresses. */
function problemOf(error: unknown): Undelivered {
  if (error instanceof OperatorError) return { problem: error.summary, again: false };
  const { name, code, $metadata } = (error ?? {}) as Readonly<Record<string, unknown>> & {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if (name === "CredentialsProviderError") return { problem: "there are no AWS credentials", again: false };
  const status = $metadata?.httpStatusCode;
  const again = status === undefined || (ofStatus(status)?.again ?? true);
  if (name === "BadReplyError") return { problem: "an answer that is too long", again: false };
  if (isWord(code)) return { problem: code, again };
  if (name === "TimeoutError") return { problem: "no answer in time", again };
  return { problem: isWord(name) ? name : "it failed", again };
}

/** A code or a name, which no secret is in. */
const isWord = (value: unknown): value is string => typeof value === "string" && /^[\w ]{2,60}$/.test(value);
