/** What a table of docs/game-day.md says that somebody tries, as a question to the policies of the page's stack. */
import type { ClaimContext } from "../../../presets/common/claims/claim";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  envelope,
  NEW_OBJECT,
  type RoleName,
  records,
  roleArn,
} from "../../../presets/etcd-ca-backup/claims/subject";
import { evaluate, type PolicySet } from "../../../tools/policy-check";
import type { Attempt } from "./game-day";

/** @returns `allowed`, `denied`, or `unknown` */
export function tryOnPolicies(
  { policies, subject }: { readonly policies: PolicySet; readonly subject: ClaimSubject },
  role: RoleName,
  { action, how }: Attempt,
): string {
  const principal = { kind: "role", arn: roleArn(subject, role) } as const;
  const resource = resourceOf(subject, action, how);
  return evaluate(policies, { principal, action, resource, context: contextOf(subject, action, how) }).effect;
}

function resourceOf(subject: ClaimSubject, action: string, how: string): string {
  const bucket = bucketArn(subject);
  if (action.startsWith("kms:")) return subject.keyArn;
  if (/^s3:(ListBucket|PutLifecycle|PutBucket)/.test(action)) return bucket;
  const [, kind] = /`(drills|quarantine|keys)\/`/.exec(how) ?? [];
  const [object] = kind === undefined ? backups(subject) : records(subject, kind as "drills");
  return `${bucket}/${object}`;
}

function contextOf(subject: ClaimSubject, action: string, how: string): ClaimContext {
  const [backup] = backups(subject);
  if (["kms:Decrypt", "kms:GenerateDataKey"].includes(action)) return envelope(backup);
  if (action === "s3:ListBucket") return { "s3:prefix": backup };
  if (action === "s3:PutObject") return how === "over it" ? {} : NEW_OBJECT;
  const [, days] = /for (\d+) days/.exec(how) ?? [];
  return days === undefined
    ? {}
    : {
        "s3:object-lock-remaining-retention-days": days,
        "s3:object-lock-mode": subject.config.bucket.objectLock?.mode ?? "",
      };
}
