/** Who may become each role of the stack. */
import type { Claim } from "../../common/claims/claim";
import { roleTrustClaims } from "../../common/claims/trust-claims";
import { type ClaimSubject, roleArn, rolesOf } from "./subject";

export function trustClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, otherAccountId, config } = subject;
  return rolesOf(subject).flatMap((role) =>
    roleTrustClaims({
      role,
      arn: roleArn(subject, role),
      trusts: config[role]?.trust ?? [],
      accountId,
      otherAccountId,
    }),
  );
}
