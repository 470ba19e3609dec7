/** Whether a key lets in what an audit stack encrypts with it. */
import type { Key } from "../kms";
import { matchesPattern } from "../kms/patterns";
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
  const { services = [], otherServices = [], extra, source } = policy;
  if (extra !== undefined || source !== undefined || otherServices.length > 0) return [];
  return auditKeyUses(uses).services.flatMap((wanted) => {
    const allowed = services.filter(({ service }) => service === wanted.service);
    const arns = "sourceArns" in wanted ? wanted.sourceArns : [];
    const isIn = (arn: string) =>
      allowed.some(({ sourceArns }) => sourceArns?.some((pattern) => matchesPattern(pattern, arn)) ?? true);
    if (allowed.length > 0 && arns.every(isIn)) return [];
    return [
      `the key policy must let ${[wanted.service, ...arns].join(" for ")} use the key: put what auditKeyUses gives into it`,
    ];
  });
}
