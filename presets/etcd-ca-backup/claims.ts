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
import { keeperClaims } from "./claims/keeper";
import { perimeterSubject } from "./claims/perimeter";
import { recordClaims } from "./claims/records";
import { rekeyerClaims } from "./claims/rekeyer";
import { restorerClaims } from "./claims/restorer";
import { secondRegionClaims } from "./claims/second-region";
import { type ClaimSubject, roleArn, rolesOf } from "./claims/subject";
import { testerClaims } from "./claims/tester";
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
    ...keeperClaims(subject),
    ...testerClaims(subject),
    ...rekeyerClaims(subject),
    ...recordClaims(subject),
    ...boundedClaims(subject),
    ...accountClaims(subject),
    ...strangerClaims(subject),
    ...trustClaims(subject),
    ...secondRegionClaims(subject),
    ...auditSubject(subject).flatMap(auditClaims),
    ...boundaryClaims(subject, {
      ...Object.fromEntries(rolesOf(subject).map((name) => [`the ${name}`, roleArn(subject, name)])),
      ...(config.writer.user === undefined ? {} : { "the writer's user": user.arn }),
    }),
  ]);
}
