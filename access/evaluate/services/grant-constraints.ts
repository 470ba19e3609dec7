/**
 * The encryption context that a grant is bound to. Its names depend on case, other than condition keys of policies.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
 */
import type { ConditionResult } from "../decision";
import type { Facts, Got } from "../facts";
import type { Ternary } from "../logic";
import type { Grant } from "../question";
import { isUnknown, unknownUntil } from "../unknown";

const CONTEXT = "kms:EncryptionContext:";
const NAMES = "kms:EncryptionContextKeys";

export function constraintResults(
  grant: Grant,
  facts: Facts,
  of: "own" | "child",
): readonly ConditionResult[] {
  return of === "child" ? childResults(grant, facts) : contextResults(grant, facts);
}

function contextResults({ encryptionContextEquals, encryptionContextSubset }: Grant, facts: Facts) {
  const wanted = Object.entries({ ...encryptionContextSubset, ...encryptionContextEquals });
  const pairs = wanted.map(([name, value]): ConditionResult => {
    const got = pairOf(name, facts);
    const holds = isUnknown(got) ? "unknown" : got?.length === 1 && got[0] === value;
    return { operator: "StringEquals", key: CONTEXT + name, wanted: [value], got, holds };
  });
  if (encryptionContextEquals === undefined) return pairs;
  return [...pairs, nothingElse(Object.keys(encryptionContextEquals), facts)];
}

/** By the name as it was given. */
function pairOf(name: string, facts: Facts): Got {
  const exact = facts.given.findLast(([key]) => key.slice(CONTEXT.length) === name && isPair(key));
  if (exact !== undefined) return exact[1];
  return facts.complete ? undefined : unknownUntil(CONTEXT + name);
}

function isPair(key: string): boolean {
  return key.toLowerCase().startsWith(CONTEXT.toLowerCase());
}

/** The context has the names of `encryptionContextEquals` and no others. */
function nothingElse(allowed: readonly string[], facts: Facts): ConditionResult {
  const listed = facts.get(NAMES);
  const pairs = facts.given.filter(([key, got]) => isPair(key) && got !== undefined);
  const names = pairs.map(([key]) => key.slice(CONTEXT.length));
  const extra = names.find((name) => !allowed.includes(name));
  const known = isUnknown(listed) ? (facts.complete ? names : undefined) : (listed ?? names);
  const holds: Ternary =
    extra !== undefined
      ? false
      : known === undefined
        ? "unknown"
        : known.every((name) => allowed.includes(name));
  const got = known ?? unknownUntil(NAMES);
  return { operator: "ForAllValues:StringEquals", key: NAMES, wanted: allowed, got, holds };
}

/** A grant that is made through this one allows no more, and is constrained as strictly. */
function childResults({ operations, encryptionContextEquals, encryptionContextSubset }: Grant, facts: Facts) {
  const asked = facts.get("kms:GrantOperations");
  const results: ConditionResult[] = [
    {
      operator: "ForAllValues:StringEquals",
      key: "kms:GrantOperations",
      wanted: operations,
      got: asked,
      holds: isUnknown(asked)
        ? "unknown"
        : asked?.every((operation) => operations.includes(operation)) === true,
    },
  ];
  const kinds = [
    ...(encryptionContextEquals === undefined ? [] : ["EncryptionContextEquals"]),
    ...(encryptionContextSubset === undefined ? [] : ["EncryptionContextEquals", "EncryptionContextSubset"]),
  ];
  if (kinds.length === 0) return results;
  const kind = facts.get("kms:GrantConstraintType");
  results.push({
    operator: "StringEquals",
    key: "kms:GrantConstraintType",
    wanted: kinds,
    got: kind,
    holds: isUnknown(kind) ? "unknown" : kind?.every((each) => kinds.includes(each)) === true,
  });
  return results;
}
