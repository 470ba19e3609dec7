/** Policies that were written elsewhere, as parts of a key policy. */
import { parsePolicy } from "../../iam/policies/parse-policy";
import { formProblems } from "../../iam/policies/statement-shape";
import { shown } from "../../show-value";
import type { PolicySource } from "./key-policy-props";
import type { Part } from "./service-statements";

/** @param what for messages: the property that it was given as */
export function sourcePart(what: string, source: PolicySource | undefined): Part {
  if (source === undefined) return { statements: [], problems: [] };
  if (typeof source !== "string" && !("Statement" in source)) return { statements: source, problems: [] };
  const { statements, problems } = parsePolicy(source);
  const all = [...problems, ...formProblems(statements)];
  return {
    statements: all.length === 0 ? statements : [],
    problems: all.map((problem) => `${what}: ${problem}`),
  };
}

/** Statements in place of those with the same sid. Sids that stand twice are left in, and reported by the check of the whole policy. */
export function overridden({ statements, problems }: Part, override: Part): Part {
  const known = statements.map(({ sid }) => sid);
  const missing = override.statements.filter(({ sid }) => !known.includes(sid));
  return {
    statements: statements.map(
      (statement) => override.statements.find(({ sid }) => sid === statement.sid) ?? statement,
    ),
    problems: [
      ...problems,
      ...override.problems,
      ...missing.map(({ sid }) => `override: there is no statement ${shown(sid)}, only ${known.join(", ")}`),
    ],
  };
}
