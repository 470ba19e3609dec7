/** Reads a policy file. Pure. */
import { z } from "zod";
import { parseChecked } from "../../../../modules/checked-yaml/parse";
import { ConfigError } from "../../../../modules/config-error";
import { OperatorError } from "../../../errors";
import { accepted } from "../../accepted";
import { namedSo, normalPrefix } from "../../object-key";
import { calendarOf, DEFAULT_TIME_ZONE, PERIODS } from "./calendar";
import { countProblem, noPolicy, type Policies, spanOf, spanProblem } from "./policy";

/** A value that one of our own functions judges; its words are the message. */
const judged = (problemOf: (value: unknown) => string | undefined): z.ZodType<string | number> =>
  z.custom<string | number>().superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

const count = judged(countProblem).transform(Number).optional();

const policySchema = z
  .strictObject({
    last: count,
    ...(Object.fromEntries(PERIODS.map((period) => [period, count])) as Record<
      (typeof PERIODS)[number],
      typeof count
    >),
    within: judged(spanProblem)
      .transform((text) => spanOf(String(text)))
      .optional(),
  })
  .refine((keep) => Object.values(keep).some((value) => value !== undefined), {
    error: "would keep nothing; it must have one of last, hourly, daily, weekly, monthly, yearly, within",
  });

const fileSchema = z.strictObject({
  timeZone: accepted((text) => calendarOf(text).timeZone).default(DEFAULT_TIME_ZONE),
  keep: policySchema.optional(),
  series: z
    .array(
      z.strictObject({
        prefix: accepted(normalPrefix),
        name: accepted(namedSo).optional(),
        keep: policySchema,
      }),
    )
    .default([])
    .superRefine((series, context) => {
      for (const message of twice(series)) context.addIssue({ code: "custom", message });
    }),
});

/**
 * The text of a policy file, in YAML or JSON.
 * @param file what it is called, for messages
 * @throws OperatorError `usage`, with everything that is wrong in it, each with its line
 */
export function parsePolicies(text: string, file: string): Policies {
  const policies = read(text, file);
  if (policies.keep === undefined && policies.series.length === 0) throw noPolicy();
  return policies;
}

function read(text: string, file: string): Policies {
  try {
    return parseChecked(text, file, fileSchema) as Policies;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new OperatorError("usage", `${file} is no policy that can be used`, {
      details: error.problems,
      hint: "see docs/retention.md for the keys of a policy file",
      cause: error,
    });
  }
}

/** Two policies of one series contradict each other. */
function twice(series: readonly { readonly prefix: string; readonly name?: string | undefined }[]): string[] {
  const seen = new Set<string>();
  return series.flatMap(({ prefix, name }) => {
    const key = `${prefix}\n${name ?? ""}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const whose = name === undefined ? `the prefix '${prefix}'` : `'${prefix}${name}'`;
    return [`has two policies for ${whose}, which contradict each other`];
  });
}
