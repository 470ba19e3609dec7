/** What a policy says that is almost never meant, as far as nobody acknowledged it. */

import { anyEncryptionKeyFindings } from "./catalogue/any-encryption-key";
import { catalogueFindings } from "./catalogue/findings";
import { type PolicyKind, policyKindProblems } from "./limits";
import { anybodyFindings } from "./policies/anybody";
import { denyPrincipalFindings } from "./policies/deny-principals";
import { type Finding, findingProblems } from "./policies/finding";
import type { Statement } from "./policies/policy-document";
import { formProblems } from "./policies/statement-shape";
import { trustFindings } from "./trust/findings";
import { trustProblems } from "./trust/problems";

/** One sentence each; none where the policy is sound. */
export function policyFindings(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  const form = [...policyKindProblems(kind), ...formProblems(statements)];
  return form.length > 0 ? form : openFindings(kind, statements);
}

/** {@link policyFindings} of statements whose form was looked at. */
export function openFindings(kind: PolicyKind, statements: readonly Statement[]): readonly string[] {
  return [
    ...(kind === "trust" ? trustProblems(statements) : []),
    ...findingProblems(statements, findingsOf(kind, statements)),
  ];
}

/** Every finding, acknowledged or not. */
export function findingsOf(kind: PolicyKind, statements: readonly Statement[]): readonly Finding[] {
  return [
    ...(kind === "trust" ? trustFindings(statements) : []),
    ...(kind === "key" ? anybodyFindings(statements) : []),
    ...denyPrincipalFindings(statements),
    ...anyEncryptionKeyFindings(statements),
    ...catalogueFindings(kind, statements),
  ];
}
