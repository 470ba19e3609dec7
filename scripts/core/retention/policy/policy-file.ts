/** Reads a policy file. Pure. */
import { parseDocument } from "yaml";
import { OperatorError } from "../../../errors";
import { assertName, normalPrefix } from "../../backup/object-key";
import { calendarOf, DEFAULT_TIME_ZONE } from "./calendar";
import {
  COUNTS,
  countProblem,
  isEmptyPolicy,
  noPolicy,
  type Policies,
  type Policy,
  type SeriesPolicy,
  spanOf,
  spanProblem,
} from "./policy";

const WITHIN = "within";
const HINT = "see docs/retention.md for the keys of a policy file";

type Input = Readonly<Record<string, unknown>>;

/**
 * The text of a policy file, in YAML or JSON.
 * @param file what it is called, for messages
 * @throws OperatorError `usage`, with everything that is wrong in it
 */
export function parsePolicies(text: string, file: string): Policies {
  const value = read(text, file);
  const problems: string[] = [];
  const top = mapOf(value, "the file", ["timeZone", "keep", "series"], problems);
  const timeZone = timeZoneOf(top.timeZone, problems);
  const keep = top.keep === undefined ? undefined : policyOf(top.keep, "keep", problems);
  const series = listOf(top.series, problems).map((each, at) => seriesOf(each, `series[${at}]`, problems));
  problems.push(...twice(series));
  if (problems.length > 0)
    throw new OperatorError("usage", `${file} is no policy that can be used`, {
      details: problems,
      hint: HINT,
    });
  if (keep === undefined && series.length === 0) throw noPolicy();
  return { ...(keep === undefined ? {} : { keep }), series, timeZone };
}

function read(text: string, file: string): unknown {
  const document = parseDocument(text);
  try {
    const [broken] = document.errors;
    if (broken !== undefined) throw broken;
    return document.toJS() ?? {};
  } catch (cause) {
    const [line = ""] = String((cause as Error).message).split("\n");
    throw new OperatorError("usage", `${file} cannot be read as YAML or JSON: ${line.replace(/:$/, "")}`, {
      hint: HINT,
      cause,
    });
  }
}

function seriesOf(value: unknown, path: string, problems: string[]): SeriesPolicy {
  const input = mapOf(value, path, ["prefix", "name", "keep"], problems);
  const prefix = checked(input.prefix, `${path}.prefix`, normalPrefix, problems) ?? "";
  const name = input.name === undefined ? undefined : checked(input.name, `${path}.name`, nameOf, problems);
  const keep = policyOf(input.keep, `${path}.keep`, problems);
  return { prefix, keep, ...(name === undefined ? {} : { name }) };
}

function nameOf(text: string): string {
  assertName(text);
  return text;
}

function policyOf(value: unknown, path: string, problems: string[]): Policy {
  const before = problems.length;
  const input = mapOf(value, path, [...COUNTS, WITHIN], problems);
  const policy: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(input)) {
    const problem = key === WITHIN ? spanProblem(given) : countProblem(given);
    if (problem !== undefined) problems.push(`${path}.${key} ${problem}`);
    else policy[key] = key === WITHIN ? spanOf(String(given)) : Number(given);
  }
  if (problems.length === before && isEmptyPolicy(policy))
    problems.push(`${path} would keep nothing; it must have one of ${[...COUNTS, WITHIN].join(", ")}`);
  return policy;
}

/** The keys of a map that may stand there. */
function mapOf(value: unknown, path: string, allowed: readonly string[], problems: string[]): Input {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(`${path} must be a map with ${allowed.join(", ")}`);
    return {};
  }
  const entries = Object.entries(value);
  for (const [key] of entries)
    if (!allowed.includes(key))
      problems.push(`${path} has the unknown key '${key}'; allowed are ${allowed.join(", ")}`);
  return Object.fromEntries(entries.filter(([key]) => allowed.includes(key)));
}

function listOf(value: unknown, problems: string[]): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  problems.push("series must be a list");
  return [];
}

function timeZoneOf(value: unknown, problems: string[]): string {
  if (value === undefined) return DEFAULT_TIME_ZONE;
  return checked(value, "timeZone", (text) => calendarOf(text).timeZone, problems) ?? DEFAULT_TIME_ZONE;
}

function checked(
  value: unknown,
  path: string,
  check: (text: string) => string,
  problems: string[],
): string | undefined {
  if (typeof value !== "string") {
    problems.push(`${path} must be a text`);
    return undefined;
  }
  try {
    return check(value);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problems.push(`${path}: ${error.summary}`);
    return undefined;
  }
}

/** Two policies of one series contradict each other. */
function twice(series: readonly SeriesPolicy[]): string[] {
  const seen = new Set<string>();
  return series.flatMap(({ prefix, name }) => {
    const key = `${prefix}\n${name ?? ""}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const whose = name === undefined ? `the prefix '${prefix}'` : `'${prefix}${name}'`;
    return [`series has two policies for ${whose}, which contradict each other`];
  });
}
