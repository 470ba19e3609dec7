/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every
 * line is evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */
import type { Claim } from "../common/claims/claim";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims } from "../common/claims/role-claims";
import { roleTrustClaims } from "../common/claims/trust-claims";
import { accountClaims, strangerClaims } from "./claims/account";
import { administratorClaims } from "./claims/administrator";
import { boundedClaims, nodeClaims } from "./claims/node";
import { type ClaimSubject, roleArn } from "./claims/subject";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function kubernetesKmsClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, accountId, otherAccountId } = subject;
  const trusts = { node: config.controlPlane.trust, administrator: config.administrator.trust };
  return withPerimeter({ ...subject, keys: [subject.keyArn] }, [
    ...nodeClaims(subject),
    ...boundedClaims(subject),
    ...administratorClaims(subject),
    ...accountClaims(subject),
    ...strangerClaims(subject),
    ...(["node", "administrator"] as const).flatMap((role) =>
      roleTrustClaims({
        role,
        arn: roleArn(subject, role),
        trusts: trusts[role],
        accountId,
        otherAccountId,
      }),
    ),
    ...boundaryClaims(subject, {
      "a node": roleArn(subject, "node"),
      "the administrator": roleArn(subject, "administrator"),
    }),
  ]);
}
