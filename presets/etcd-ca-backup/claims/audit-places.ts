/** What the claims about an audit section have in common. */
import type { ClaimPrincipal } from "../../common/claims/claim";
import type { ClaimSubject } from "./subject";

/** Where everything of the section is. */
export interface AuditPlaces {
  readonly key: string;
  readonly trail: string;
  readonly topic: string;
  readonly bucket: string;
  readonly logGroup: string;
  readonly logsRole: string;
  readonly eventsRole: string;
}

/** Of the log files. */
export function trailBucketArn({ config, stack, accountId, region }: ClaimSubject): string {
  return `arn:aws:s3:::${config.audit?.trail?.bucket ?? `${stack}-ct-${accountId}-${region}`}`;
}

/** An AWS service in its own name. */
export const service = (name: string): ClaimPrincipal => ({ kind: "service", name });

/** What services do with the key. */
export const USES = ["kms:GenerateDataKey", "kms:Decrypt"] as const;
