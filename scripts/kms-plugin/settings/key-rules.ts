/** What must hold among the configured keys, however they were given. Pure. */
import { OperatorError } from "../../errors";
import { isKeyArn, parseKeyArn } from "../arn";
import type { KeyConfig } from "./config";

/** @throws OperatorError `usage` with every problem found. */
export function checkKeys(keys: readonly KeyConfig[]): void {
  const sockets = new Map<string, string>();
  const problems = keys.flatMap((key) => {
    const found = problemsOf(key);
    const other = sockets.get(key.listen);
    if (other !== undefined) found.push(`listens on ${key.listen}, as ${other} does`);
    sockets.set(key.listen, key.name);
    return found.map((problem) => `${key.name} ${problem}`);
  });
  if (problems.length > 0) throw new OperatorError("usage", "the keys do not fit:", { details: problems });
}

function problemsOf({ key, previous, replicas, listen }: KeyConfig): string[] {
  const problems: string[] = [];
  if (!listen.startsWith("/")) problems.push(`needs an absolute path in listen, got '${listen}'`);
  for (const arn of previous)
    if (!isKeyArn(arn)) problems.push(`needs key ARNs in previous, got '${arn}': an alias can move`);
  const own = parseKeyArn(key);
  for (const arn of replicas) {
    const replica = parseKeyArn(arn);
    if (replica?.id.startsWith("mrk-") !== true)
      problems.push(`needs ARNs of multi-Region keys (mrk-...) in replicas, got '${arn}'`);
    else if (own !== undefined && (own.id !== replica.id || own.account !== replica.account))
      problems.push(`has a replica of another key: '${arn}'`);
  }
  return problems;
}
