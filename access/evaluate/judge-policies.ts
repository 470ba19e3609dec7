/** All policies of one kind against a request. */
import type { NearStatement, StatementRef } from "./decision";
import { all, any, type Ternary } from "./logic";
import type { NamedPolicy, PolicyKind } from "./policy";
import type { Request } from "./request/request";
import { compilePolicy } from "./statements/compile";
import { type JudgedStatement, judgeStatement } from "./statements/judge-statement";
import type { Reach } from "./statements/reach";
import { isUnknown } from "./unknown";

interface Judged extends JudgedStatement {
  readonly ref: StatementRef;
}

/** What the policies of a kind say. */
export interface Verdict {
  readonly kind: PolicyKind;
  /** Whether some statement allows. */
  readonly allows: Ternary;
  /** The same, by how it comes to the principal. */
  allowsBy(reach: Reach): Ternary;
  readonly denies: Ternary;
  readonly allowing: readonly StatementRef[];
  readonly denying: readonly StatementRef[];
  readonly near: readonly NearStatement[];
  /** What an unknown `allows`, or `denies`, depends on. */
  readonly allowsDependsOn: readonly string[];
  readonly deniesDependsOn: readonly string[];
}

export function judgePolicies(kind: PolicyKind, policies: readonly NamedPolicy[], request: Request): Verdict {
  // Whatever an unknown policy says, it says it to somebody.
  const unread = policies.filter(({ document }) => isUnknown(document)).map(unreadText);
  const judged = policies
    .filter(({ document }) => !isUnknown(document))
    .flatMap((policy) => judgedStatements(kind, policy, request));
  const allow = judged.filter(({ statement }) => statement.effect === "Allow");
  const deny = judged.filter(({ statement }) => statement.effect === "Deny");
  const maybe: readonly Ternary[] = unread.length > 0 ? ["unknown"] : [];
  const applying = (list: readonly Judged[]) => list.filter(({ applies }) => applies === true);
  return {
    kind,
    allows: any([...maybe, ...allow.map(({ applies }) => applies)]),
    allowsBy: (reach) => any([...maybe, ...allow.map((each) => all([each.applies, each.reach[reach]]))]),
    denies: any([...maybe, ...deny.map(({ applies }) => applies)]),
    allowing: applying(allow).map(({ ref }) => ref),
    denying: applying(deny).map(({ ref }) => ref),
    near: judged
      .filter(({ applies, conditions }) => applies !== true && conditions.length > 0)
      .map(({ ref, statement, conditions }) => ({
        ...ref,
        effect: statement.effect,
        conditions: conditions.map(({ result }) => result),
      })),
    allowsDependsOn: [...unread, ...allow.flatMap(({ open }) => open)],
    deniesDependsOn: [...unread, ...deny.flatMap(({ open }) => open)],
  };
}

function unreadText({ name, document }: NamedPolicy): string {
  const what = isUnknown(document) ? document.unknown : "";
  return `the policy '${name}'${what === "" ? "" : ` (${what})`}`;
}

function judgedStatements(kind: PolicyKind, policy: NamedPolicy, request: Request): readonly Judged[] {
  const found: Judged[] = [];
  for (const statement of compilePolicy(policy, kind)) {
    const judged = judgeStatement(statement, request);
    if (judged === undefined) continue;
    const { sid, index } = statement;
    const ref = { policy: policy.name, kind, index, ...(sid === undefined ? {} : { sid }) };
    found.push({ ...judged, ref });
  }
  return found;
}
