/** What the claims about an audit section are about. */
import type { AuditSubject } from "../../common/claims/audit/alerts";
import { type ClaimSubject, dataPlaces, roleArn, rolesOf } from "./subject";

/** None where there is no audit section. */
export function auditSubject(subject: ClaimSubject): readonly AuditSubject[] {
  const { auditKeyArn, config } = subject;
  if (config.audit === undefined || auditKeyArn === undefined) return [];
  const roles = Object.fromEntries(rolesOf(subject).map((name) => [name, roleArn(subject, name)]));
  return [{ ...subject, auditKeyArn, audit: config.audit, data: dataPlaces(subject), roles }];
}
