/** What a step's process said at its end, as far as it is remembered and told. Pure. */
import { EXIT } from "../../errors";

/** How a program ended. */
export interface ProgramEnd {
  /** `undefined` when it could not be started. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a step ended. */
export interface Attempt {
  readonly status: number;
  readonly message?: string;
  readonly hint?: string;
  readonly backup?: string;
  readonly bytes?: number;
}

/** What a process remarked that changed nothing about how it ended. */
export const warningsOf = ({ stderr }: ProgramEnd): readonly string[] =>
  stderr.split("\n").flatMap((line) => textOf(json(line)?.warning) ?? []);

/** Of what could not be started or took too long. */
export const TOOL_STATUS = EXIT.tool.status;

/** Before `--`, behind which another program's arguments stand. */
export const withJson = ([command = "", ...rest]: readonly string[]): readonly string[] => [
  command,
  "--json",
  "--log-format=text", // whatever the environment says: what it says is read here
  ...rest,
];

export function attemptOf({ status, stdout, stderr }: ProgramEnd): Attempt {
  const report = json(stdout);
  const error = stderr
    .split("\n")
    .map((line) => objectOf(json(line)?.error))
    .findLast((found) => found !== undefined);
  const { id, unchanged, ciphertextBytes } = report ?? {};
  const backup = textOf(id) ?? textOf(unchanged);
  return {
    status: status ?? TOOL_STATUS,
    ...(status !== 0 && { message: textOf(error?.message) ?? `ended with ${status ?? "no"} status` }),
    ...(textOf(error?.hint) !== undefined && { hint: textOf(error?.hint) ?? "" }),
    ...(backup !== undefined && { backup }),
    ...(typeof ciphertextBytes === "number" && { bytes: ciphertextBytes }),
  };
}

function json(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
