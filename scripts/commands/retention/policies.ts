import { calendarOf, DEFAULT_TIME_ZONE } from "../../core/retention/policy/calendar";
import {
  COUNTS,
  type Count,
  countProblem,
  isEmptyPolicy,
  noPolicy,
  type Policies,
  spanOf,
  spanProblem,
} from "../../core/retention/policy/policy";
import { parsePolicies } from "../../core/retention/policy/policy-file";
import { OperatorError } from "../../errors";
import { readSmallFile } from "../signatures/read-small-file";

/** Longer than any policy: 256 KiB. */
const MAX_POLICY_BYTES = 256 * 1024;

/** What the flags of a policy say, as they were typed. */
export interface PolicyFlags {
  readonly keep: Readonly<Partial<Record<Count | "within", string>>>;
  /** File with policies. */
  readonly policy: string | undefined;
  readonly timeZone: string | undefined;
}

/** @throws OperatorError `usage` for a policy that cannot be used, or two of them; `source` for a file that cannot be read. */
export async function policiesOf({ keep, policy: file, timeZone }: PolicyFlags): Promise<Policies> {
  const given = Object.entries(keep).filter(([, value]) => value !== undefined);
  const flags = [
    ...given.map(([name]) => `--keep-${name}`),
    ...(timeZone === undefined ? [] : ["--time-zone"]),
  ];
  if (file !== undefined) {
    if (flags.length > 0)
      throw new OperatorError(
        "usage",
        `two policies contradict each other: --policy and ${flags.join(", ")}`,
        {
          hint: "say all of it in the file, or all of it with flags",
        },
      );
    return parsePolicies((await readSmallFile(file, MAX_POLICY_BYTES, "a policy")).toString("utf8"), file);
  }
  const policy: Record<string, unknown> = {};
  for (const [name, value] of given) {
    const problem = name === "within" ? spanProblem(value) : countProblem(value);
    if (problem !== undefined)
      throw new OperatorError("usage", `--keep-${name} ${problem}`, {
        hint: "see `sealstack help prune`",
      });
    policy[name] = name === "within" ? spanOf(String(value)) : Number(value);
  }
  if (isEmptyPolicy(policy)) throw noPolicy();
  return { keep: policy, series: [], timeZone: calendarOf(timeZone ?? DEFAULT_TIME_ZONE).timeZone };
}

/** Whether any of them is given. */
export const hasPolicy = ({ keep, policy, timeZone }: PolicyFlags): boolean =>
  [...Object.values(keep), policy, timeZone].some((value) => value !== undefined);

/** Flags of commander to those of a policy. */
export function policyFlags(flags: Readonly<Record<string, string | undefined>>): PolicyFlags {
  const names = [...COUNTS, "within"] as const;
  const keep = Object.fromEntries(
    names.map((name) => [name, flags[`keep${name.charAt(0).toUpperCase()}${name.slice(1)}`]]),
  );
  return { keep, policy: flags.policy, timeZone: flags.timeZone };
}
