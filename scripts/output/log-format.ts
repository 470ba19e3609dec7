/** What goes to stderr with `--log-format json`: one object a line, for what collects logs. Pure. */
import { EXIT, OperatorError } from "../errors";

export const LOG_FORMATS = ["text", "json"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export const LOG_FORMAT_VARIABLE = "SEALSTACK_LOG_FORMAT";

/** What a line says besides its time, level and message. Nothing of it is secret. */
export interface LogFields {
  /** In backup.yaml. */
  readonly target?: string;
  readonly step?: string;
  /** How it ended, of what has ended. */
  readonly exit?: string;
  /** Exit status. */
  readonly status?: number;
  readonly seconds?: number;
  readonly hint?: string | undefined;
  readonly details?: readonly string[];
  /** Where a defect was thrown. */
  readonly stack?: readonly string[];
  /** What the command reports, where stdout carries other bytes. */
  readonly report?: Readonly<Record<string, unknown>>;
}

/**
 * The last flag wins, then the environment. Read before the command line is parsed, because an error in it is told, too.
 * @param words of the command line, up to `--`
 * @returns `undefined` where neither says one that there is
 */
export function logFormatOf(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LogFormat | undefined {
  const flag = "--log-format";
  const said = words.flatMap((word, index) => {
    if (word === flag) return words[index + 1] ?? [];
    return word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : [];
  });
  const asked = said.at(-1) ?? env[LOG_FORMAT_VARIABLE];
  return LOG_FORMATS.find((format) => format === asked);
}

/** @throws OperatorError `usage` */
export function assertLogFormat(env: Readonly<Record<string, string | undefined>>): void {
  const said = env[LOG_FORMAT_VARIABLE] || undefined;
  if (said === undefined || LOG_FORMATS.some((format) => format === said)) return;
  throw new OperatorError("usage", `${LOG_FORMAT_VARIABLE} must be text or json, got '${said}'`, {
    hint: `unset it, or set it to one of them`,
  });
}

const text = (description: string) => ({ type: "string", description });
const texts = (description: string) => ({ type: "array", items: { type: "string" }, description });

/** JSON schema of a line. */
export const LOG_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A line of stderr of `sealstack --log-format json`",
  type: "object",
  required: ["time", "level", "message"],
  additionalProperties: false,
  properties: {
    time: { type: "string", format: "date-time", description: "ISO 8601, in UTC." },
    level: {
      enum: ["info", "warn", "error"],
      description: "`error`: the command, or a step of `run`, did not end well.",
    },
    message: text("What happened, in lower case and without a full stop."),
    command: text("The words after `sealstack`; absent where they name no command."),
    target: text("Target in backup.yaml; of `run`."),
    step: text("What is done for it: backup, prune or drill; of `run`."),
    exit: {
      enum: Object.keys(EXIT),
      description: "How the command or step ended; of its last line. docs/cli.md says what each means.",
    },
    status: { type: "integer", minimum: 0, maximum: 255, description: "Exit status." },
    seconds: { type: "number", minimum: 0, description: "How long it took." },
    hint: text("What to do."),
    details: texts("Several problems, one each."),
    stack: texts("Where a defect of sealstack was thrown."),
    report: { type: "object", description: "What --json prints, where stdout carries other bytes." },
  },
} as const;
