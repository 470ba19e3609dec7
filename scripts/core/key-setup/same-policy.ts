/** Whether two policies say the same: the order of statements and lists, and a list of one, mean nothing to AWS. Pure. */
import type { PolicyDocument } from "../../../modules/iam/policies/policy-document";
import { OperatorError } from "../../errors";

/**
 * Names of statements that stand in one of them only, or say something else there.
 * @param present as KMS gives it
 */
export function differingStatements(present: string, wanted: PolicyDocument): readonly string[] {
  const [there, here] = [statementsOf(parsed(present)), statementsOf(wanted)];
  const names = [...new Set([...there.keys(), ...here.keys()])];
  return names.filter((name) => there.get(name) !== here.get(name));
}

function parsed(policy: string): { readonly Statement?: unknown } {
  try {
    const read: unknown = JSON.parse(policy);
    if (typeof read === "object" && read !== null) return read;
  } catch {
    // Nothing of it is told.
  }
  throw new OperatorError("badReply", "KMS answered with a key policy that is no JSON object", {
    hint: "check the endpoint",
  });
}

/** Statements without a name, or with one that two have, are told by what they say. */
function statementsOf(policy: { readonly Statement?: unknown }): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of [policy.Statement ?? []].flat()) {
    const text = JSON.stringify(normal(statement));
    const { Sid = "a statement without a name" } = statement as { readonly Sid?: string };
    found.set(found.has(Sid) ? `${Sid}, once more: ${text}` : Sid, text);
  }
  return found;
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normal).sort((one, other) => (String(one) < String(other) ? -1 : 1));
    return items.length === 1 ? items[0] : items;
  }
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, normal(each)]));
}
