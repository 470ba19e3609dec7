/** Who may become writer, restorer and administrator. */
import type { Claim } from "../../common/claims/claim";
import { roleTrustClaims } from "../../common/claims/trust-claims";
import { type ClaimSubject, roleArn } from "./subject";

export function trustClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, otherAccountId, config } = subject;
  return (["writer", "restorer", "administrator"] as const).flatMap((role) =>
    roleTrustClaims({
      role,
      arn: roleArn(subject, role),
      trusts: config[role].trust,
      accountId,
      otherAccountId,
    }),
  );
}
