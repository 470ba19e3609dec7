import { printableJson } from "../../modules/printable";

/** Structured logs: one JSON object a line. Plaintext, ciphertext and values of an encryption context are never fields. */

export type Level = "debug" | "info" | "warn" | "error";
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (level: Level, message: string, fields?: Fields) => void;

/** Characters of a field: a stack has some 2,000. */
const FIELD_CHARACTERS = 4_000;

/** Lines of one message that may come at once, and that come back each second. What is asked for with --debug is not held back. */
const BURST = 50;
const PER_SECOND = 10;

export interface LogOptions {
  readonly debug: boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
}

/** @param write takes a line without its newline. */
export function jsonLog(
  write: (line: string) => void,
  { debug, now = () => performance.now() }: LogOptions,
): Log {
  const limits = new Map<string, LineLimit>();
  return (level, message, fields = {}) => {
    if (level === "debug" && !debug) return;
    const limit = limits.get(message) ?? new LineLimit(now);
    limits.set(message, limit); // messages are ours, and few
    const left = level === "debug" ? 0 : limit.take();
    if (left === undefined) return;
    const told = left === 0 ? {} : { left_out: left };
    write(printableJson({ time: new Date().toISOString(), level, message, ...cut(fields), ...told }));
  };
}

class LineLimit {
  private tokens = BURST;
  private at: number;
  private leftOut = 0;

  constructor(private readonly now: () => number) {
    this.at = now();
  }

  /** How many lines were left out before this one; `undefined` where it is left out itself. */
  take(): number | undefined {
    const at = this.now();
    this.tokens = Math.min(BURST, this.tokens + ((at - this.at) / 1_000) * PER_SECOND);
    this.at = at;
    if (this.tokens < 1) {
      this.leftOut += 1;
      return undefined;
    }
    this.tokens -= 1;
    const { leftOut } = this;
    this.leftOut = 0;
    return leftOut;
  }
}

const cut = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, FIELD_CHARACTERS) : value,
    ]),
  );
