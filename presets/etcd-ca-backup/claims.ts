/**
 * What this preset promises about its permissions, as a table: principal × action × resource × context -> allowed or denied. Every
 * line is evaluated by the tests on the synthesized policies, for each of {@link CLAIM_VARIANTS}.
 */

import { auditClaims } from "../common/claims/audit/alerts";
import type { Claim } from "../common/claims/claim";
import { withPerimeter } from "../common/claims/perimeter-claims";
import { boundaryClaims } from "../common/claims/role-claims";
import { accountClaims, strangerClaims } from "./claims/account";
import { administratorClaims } from "./claims/administrator";
import { auditSubject } from "./claims/audit-subject";
import { boundedClaims } from "./claims/bounded";
import { perimeterSubject } from "./claims/perimeter";
import { restorerClaims } from "./claims/restorer";
import { secondRegionClaims } from "./claims/second-region";
import { type ClaimSubject, roleArn } from "./claims/subject";
import { trustClaims } from "./claims/trust";
import { writerClaims } from "./claims/writer";

export type { ClaimSubject } from "./claims/subject";
export { CLAIM_VARIANTS, type ClaimVariant } from "./claims/variants";

/** The claims about one stack. */
export function etcdCaBackupClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId, stack, config } = subject;
  const user = { kind: "user", arn: `arn:aws:iam::${accountId}:user/${stack}-writer` } as const;
  return withPerimeter(perimeterSubject(subject), [
    ...writerClaims(subject, "the writer", { kind: "role", arn: roleArn(subject, "writer") }),
    ...(config.writer.user === undefined ? [] : writerClaims(subject, "the writer's user", user)),
    ...restorerClaims(subject),
    ...administratorClaims(subject),
    ...boundedClaims(subject),
    ...accountClaims(subject),
    ...strangerClaims(subject),
    ...trustClaims(subject),
    ...secondRegionClaims(subject),
    ...auditSubject(subject).flatMap(auditClaims),
    ...boundaryClaims(subject, {
      "the writer": roleArn(subject, "writer"),
      ...(config.writer.user === undefined ? {} : { "the writer's user": user.arn }),
      "the restorer": roleArn(subject, "restorer"),
      "the administrator": roleArn(subject, "administrator"),
    }),
  ]);
}
