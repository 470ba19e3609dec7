/** What the claims about alerts and a trail have in common. */
import type { AuditConfig } from "../../config/audit-schema";
import type { RolesConfig } from "../../config/roles-schema";
import type { ClaimPrincipal } from "../claim";
import type { DataPlaces } from "../effects";
import { stackRoleArn } from "../role-claims";

/** A stack with alerts, and with a trail where `audit` has one. */
export interface AuditSubject {
  readonly config: { readonly roles: RolesConfig };
  /** Name of the stack; everything is named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
  /** A key of the same account and region whose policy leaves everything to policies of identities. */
  readonly otherKeyArn: string;
  readonly audit: Pick<AuditConfig, "trail">;
  /** The key of alerts and log files. */
  readonly auditKeyArn: string;
  /** Where the stack has data that the audit watches: nobody of the audit reaches it. @default - the stack has none */
  readonly data?: DataPlaces;
  /** ARNs of the stack's roles for people and hosts, by name: they have no part in the audit. */
  readonly roles: Readonly<Record<string, string>>;
}

/** Where everything of the audit is. */
export interface AuditPlaces {
  readonly key: string;
  readonly trail: string;
  readonly topic: string;
  readonly bucket: string;
  readonly logGroup: string;
  readonly logsRole: string;
  readonly eventsRole: string;
}

export function auditPlaces(subject: AuditSubject): AuditPlaces {
  const { accountId, region, stack, auditKeyArn } = subject;
  return {
    key: auditKeyArn,
    trail: `arn:aws:cloudtrail:${region}:${accountId}:trail/${stack}-audit`,
    topic: `arn:aws:sns:${region}:${accountId}:${stack}-alerts`,
    bucket: trailBucketArn(subject, subject.audit),
    logGroup: `arn:aws:logs:${region}:${accountId}:log-group:/sealstack/${stack}/audit`,
    logsRole: stackRoleArn(subject, "audit-logs"),
    eventsRole: stackRoleArn(subject, "alerts-events"),
  };
}

/** Of the log files. */
export function trailBucketArn(
  { stack, accountId, region }: Pick<AuditSubject, "stack" | "accountId" | "region">,
  { trail }: Pick<AuditConfig, "trail">,
): string {
  return `arn:aws:s3:::${trail?.bucket ?? `${stack}-ct-${accountId}-${region}`}`;
}

/** An AWS service in its own name. */
export const service = (name: string): ClaimPrincipal => ({ kind: "service", name });

/** What services do with the key. */
export const USES = ["kms:GenerateDataKey", "kms:Decrypt"] as const;
