/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import { type AuditSubject, auditPlaces } from "../../common/claims/audit/places";
import type { PerimeterSubject } from "../../common/claims/perimeter-claims";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { KeyAuditConfig } from "../config";

export interface ClaimSubject {
  readonly config: KeyAuditConfig;
  /** Name of the stack; everything is named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** The key of alerts and log files. */
  readonly keyArn: string;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as those of the watched keys here do. */
  readonly otherKeyArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

export function auditSubject(subject: ClaimSubject): AuditSubject {
  const { config, keyArn } = subject;
  const { enabled, ...trail } = config.trail;
  return { ...subject, auditKeyArn: keyArn, audit: enabled ? { trail } : {}, roles: {} };
}

export function perimeterSubject(subject: ClaimSubject): PerimeterSubject {
  const { bucket, eventsRole } = auditPlaces(auditSubject(subject));
  return {
    ...subject,
    keys: [subject.keyArn],
    buckets: subject.config.trail.enabled ? [bucket] : [],
    serviceRoles: [eventsRole],
  };
}

/** The roles of the stack, all of them for services, by what the sentences call them. */
export function serviceRoles(subject: ClaimSubject): Readonly<Record<string, string>> {
  return {
    "the role of the rules": stackRoleArn(subject, "alerts-events"),
    ...(subject.config.trail.enabled
      ? { "the role of the log group": stackRoleArn(subject, "audit-logs") }
      : {}),
  };
}
