/** What `drill` and `status` take besides what others take, and how it is read. */
import { randomBytes } from "node:crypto";
import { InvalidArgumentError, Option } from "commander";
import { OperatorError } from "../../errors";
import { spanMilliseconds } from "../../span";

/** As AWS Backup's `SelectionWindowDays`. */
const MAX_WINDOW_DAYS = 365;
const DEFAULT_WINDOW_DAYS = 30;
const MAX_TIMEOUT_SECONDS = 86_400;

function whole(unit: string, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,6}$/.test(text) && value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number of ${unit}, 1 to ${max}.`);
  };
}

/** `90m`, `26h`, `7d`: in milliseconds. */
function span(text: string): number {
  const value = spanMilliseconds(text, ["m", "h", "d"], 6);
  if (value !== undefined && value > 0) return value;
  throw new InvalidArgumentError("It must be a number of minutes, hours or days: 90m, 26h or 7d.");
}

export const CHOICE_OPTIONS: readonly Option[] = [
  new Option("--latest", "the newest complete backup of each series (default)"),
  new Option(
    "--random",
    "one of each series within --window: of those that were drilled least recently, so that each has its turn",
  ),
  new Option(
    "--window <days>",
    `with --random: how old it may be, 1 to ${MAX_WINDOW_DAYS} (default: ${DEFAULT_WINDOW_DAYS})`,
  ).argParser(whole("days", MAX_WINDOW_DAYS)),
  new Option(
    "--seed <text>",
    "with --random: the same seed chooses the same backups of the same listing (default: a new one, which the evidence names)",
  ),
];

export const CHECK_OPTIONS: readonly Option[] = [
  new Option(
    "--check-command <command>",
    "program, with arguments, that looks at what was restored: it runs there without a shell, and has to end with status 0",
  ),
  new Option("--check-timeout <seconds>", "time for each program that a check runs")
    .argParser(whole("seconds", MAX_TIMEOUT_SECONDS))
    .default(300),
  new Option("--step-ca-password-file <file>", "password of the intermediate key, to check it"),
  new Option("--strict", "fail when a check is skipped, because a program is missing, say"),
];

export const EVIDENCE_OPTIONS: readonly Option[] = [
  new Option("--mac-key <arn|alias>", "HMAC key of KMS, for a message authentication code of the evidence"),
  new Option("--signing-key <arn|alias>", "asymmetric key of KMS, for a signature of the evidence"),
  new Option("--no-store", "keep no evidence beside the backup"),
  new Option("--evidence <file>", "file for a copy of the evidence, in JSON; of one drill"),
  new Option("--junit <file>", "file for a report of all drills, in JUnit XML"),
  new Option("--force", "replace such files"),
];

export const STATUS_OPTIONS: readonly Option[] = [
  new Option(
    "--max-age <span>",
    "how old the newest backup may be: 90m, 26h, 7d (default: any age)",
  ).argParser(span),
  new Option(
    "--max-drill-age <span>",
    "how long ago the last good drill may be (default: any time, or never)",
  ).argParser(span),
];

/** @throws OperatorError `usage` when they do not go together. */
export function choiceOf(
  flags: {
    readonly latest?: boolean;
    readonly random?: boolean;
    readonly window?: number;
    readonly seed?: string;
  },
  backup: string | undefined,
) {
  const { latest = false, random = false, window, seed } = flags;
  const id = backup === "latest" ? undefined : backup;
  const given = [
    ...(latest || backup === "latest" ? ["--latest"] : []),
    ...(random ? ["--random"] : []),
    ...(id === undefined ? [] : ["an id"]),
  ];
  if (given.length > 1)
    throw new OperatorError("usage", `${given.join(" and ")} exclude each other`, {
      hint: "give one of them",
    });
  const only = window === undefined ? (seed === undefined ? undefined : "--seed") : "--window";
  if (!random && only !== undefined)
    throw new OperatorError("usage", `${only} goes with --random only`, { hint: "give both, or neither" });
  if (id !== undefined) return { by: "id" } as const;
  if (!random) return { by: "latest" } as const;
  return {
    by: "random",
    windowDays: window ?? DEFAULT_WINDOW_DAYS,
    seed: seed ?? randomBytes(8).toString("hex"),
  } as const;
}
