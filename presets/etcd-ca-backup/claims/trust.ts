/** Who may become writer, restorer and administrator. */
import type { Claim } from "../../claim";
import { roleTrustClaims } from "../../trust-claims";
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
