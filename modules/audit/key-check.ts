/** Whether a key lets in what an audit stack encrypts with it. */
import type { Statement } from "../iam/policies/policy-document";
import type { Key, PolicySource } from "../kms";
import { matchesPattern } from "../kms/patterns";
import { isListMarker } from "../tokens";
import { EVENTS_SID } from "./events-role";
import { type AuditKeyUses, auditKeyUses } from "./key-uses";

/**
 * What the policy of a key lacks for what it is to encrypt, one sentence each: without it, trails cannot be made, and alerts are lost without a sign. Nothing is
 * said of a key that this app does not make, or whose policy has statements of its own.
 */
export function keyUseProblems(
  key: { readonly keyArn: string; readonly props?: Key["props"] },
  uses: AuditKeyUses,
): readonly string[] {
  const policy = key.props?.policy;
  if (policy === undefined || !("env" in policy)) return [];
  const { services = [], otherServices = [], extra = [], source } = policy;
  const known = ownStatements(extra);
  if (known === undefined || source !== undefined || otherServices.length > 0) return [];
  const wantedUses = auditKeyUses(uses);
  const missing = wantedUses.services.flatMap((wanted) => {
    const allowed = services.filter(({ service }) => service === wanted.service);
    const arns = wanted.sourceArns ?? [];
    const isIn = (arn: string) =>
      allowed.some(
        ({ sourceArns }) =>
          sourceArns?.some((pattern) => isListMarker(pattern) || matchesPattern(pattern, arn)) ?? true,
      );
    return allowed.length > 0 && arns.every(isIn) ? [] : [[wanted.service, ...arns].join(" for ")];
  });
  const roles = wantedUses.extra
    .filter((wanted) => !known.some((statement) => isSame(statement, wanted)))
    .map(() => `the role of EventBridge for ${uses.topicName}`);
  return [...missing, ...roles].map(
    (who) => `the key policy must let ${who} use the key: put what auditKeyUses gives into it`,
  );
}

/** The statements of `extra`, if all are such as `auditKeyUses` makes; of others, nobody knows here what they let in. */
function ownStatements(extra: PolicySource): readonly Statement[] | undefined {
  if (!Array.isArray(extra)) return undefined;
  const statements = extra as readonly Statement[];
  return statements.every(({ sid }) => sid === EVENTS_SID) ? statements : undefined;
}

function isSame(one: Statement, other: Statement): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
