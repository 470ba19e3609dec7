import { shown } from "../../show-value";
import { POLICY_SIZE, type PolicyKind } from "../limits";
import type { Statement } from "./policy-document";
import { policySize } from "./policy-size";
import { rememberSound } from "./sound-policies";
import { formProblems } from "./statement-shape";

/** IAM allows nothing else in a Sid; KMS would, but one rule is easier to keep. Source: IAM User Guide, "Sid" element. */
const SID = /^[A-Za-z0-9]+$/;

/** Policies of a resource name their principals; policies of an identity must not. */
const NEEDS_PRINCIPALS: Readonly<Record<PolicyKind, boolean>> = {
  trust: true,
  roleInline: false,
  userInline: false,
  groupInline: false,
  managed: false,
  key: true,
  bucket: true,
  topic: true,
  queue: true,
};

const judge = rememberSound(ruleProblems);

/** Everything that makes a policy of this kind invalid, one sentence each. */
export function policyProblems(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  return judge(kind, statements);
}

/** {@link policyProblems} of statements whose form was looked at. */
export function ruleProblems(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  return [...wholeProblems(kind, statements), ...sizeProblems(kind, statements)];
}

/** {@link policyProblems} without the size, for what is still to be split. */
export function shapeProblems(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  const form = formProblems(statements);
  return form.length > 0 ? form : wholeProblems(kind, statements);
}

function wholeProblems(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  if (statements.length === 0) return [`a ${kind} policy must hold at least one statement, got none`];
  const sids = statements.map(({ sid }) => sid);
  const repeated = new Set(sids.filter((sid, index) => sids.indexOf(sid) !== index));
  return [
    ...[...repeated].map((sid) => `sid must be unique in a policy, got ${shown(sid)} more than once`),
    ...statements.flatMap((statement) => statementProblems(kind, statement)),
  ];
}

function statementProblems(kind: PolicyKind, statement: Statement): string[] {
  const { sid, principals, actions, notActions, resources, conditions } = statement;
  const problems: string[] = [];
  const report = (problem: string) => problems.push(`statement ${shown(sid)}: ${problem}`);
  if (!SID.test(sid)) report("sid must be letters and digits");
  if ((actions === undefined) === (notActions === undefined))
    report("exactly one of actions and notActions must be given");
  const lists: Record<string, readonly string[] | undefined> = { actions, notActions, resources };
  for (const [name, list] of Object.entries(lists))
    if (list?.length === 0) report(`${name} must not be empty`);
  if (NEEDS_PRINCIPALS[kind] && principals === undefined) report(`a ${kind} policy must name its principals`);
  if (!NEEDS_PRINCIPALS[kind] && principals !== undefined)
    report(`a ${kind} policy must not name principals`);
  if (principals !== undefined && principals !== "*" && principalCount(principals) === 0)
    report("principals must not be empty");
  if (statement.reason?.trim() === "") report("reason must not be empty");
  if (kind === "trust" && resources !== undefined) report("a trust policy must not name resources");
  if (kind !== "trust" && resources === undefined) report("resources must be given");
  for (const [operator, values] of Object.entries(conditions ?? {})) {
    if (Object.keys(values).length === 0) report(`condition ${operator} must not be empty`);
    for (const [key, value] of Object.entries(values))
      if (Array.isArray(value) && value.length === 0)
        report(`condition ${operator} on ${key} must list a value`);
  }
  return problems;
}

function principalCount(principals: Exclude<Statement["principals"], "*" | undefined>): number {
  return Object.values(principals).reduce((count, list) => count + (list?.length ?? 0), 0);
}

function sizeProblems(kind: PolicyKind, statements: readonly Statement[]): string[] {
  const size = policySize(statements);
  if (size <= POLICY_SIZE[kind]) return [];
  return [`a ${kind} policy must not exceed ${POLICY_SIZE[kind]} characters, got ${size}`];
}
