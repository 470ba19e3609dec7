/** The runbook's own example, and what it forgot. */

import type { Item } from "../../scripts/core/cost/billing";
import type { Estimate } from "../../scripts/core/cost/estimate";
import type { ProfileInput } from "../../scripts/core/cost/profile/parse";
import { formatUsd } from "../../scripts/core/cost/words";
import { estimateOf, synthesized } from "./synthesized";

/** 16 backups a day of about 2 MiB, kept for 30 days: one GiB. */
export const RUNBOOK_USAGE: ProfileInput = { backupSize: "2.13MiB", backupsPerDay: 16, restoresPerMonth: 1 };

const PREFIX = "prefixes: [{ prefix: backups/, expirationInDays: 30 }]";
const stack = (more: string, bucket = "") =>
  synthesized(
    `stacks:\n  backups:\n    preset: etcd-ca-backup\n    region: us-east-1\n    bucket: { ${PREFIX}${bucket} }\n${more}`,
  );
const REPLICA = "    key: { multiRegion: true, replicaRegions: [eu-west-1] }\n";
const AUDIT = "    audit: { emails: [security@example.com], trail: {} }\n";

/** What the runbook has: a key, what is stored, and requests. */
const IN_RUNBOOK = /^(key|backups, current versions|requests that|data keys of|requests of S3)/;

export interface RunbookFigures {
  /** What the runbook counts, line by line. */
  readonly counted: readonly Item[];
  readonly countedUsd: number;
  /** The same stack, with all that it costs. */
  readonly all: Estimate;
  readonly twiceRotatedUsd: number;
  readonly replicaUsd: number;
  readonly auditUsd: number;
  readonly secondTrailUsd: number;
}

export function runbookFigures(): RunbookFigures {
  const plain = stack("");
  const cost = (text: string, usage: ProfileInput = {}): number =>
    estimateOf(text, "backups", { ...RUNBOOK_USAGE, ...usage }).totalUsd;
  const all = estimateOf(plain, "backups", RUNBOOK_USAGE);
  const counted = all.items.filter(({ what }) => IN_RUNBOOK.test(what));
  const audited = stack(AUDIT);
  return {
    counted,
    countedUsd: counted.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
    all,
    twiceRotatedUsd: cost(plain, { keyRotations: 2 }) - all.totalUsd,
    replicaUsd: cost(stack(REPLICA, ", replica: { region: eu-west-1 }")) - all.totalUsd,
    auditUsd: cost(audited) - all.totalUsd,
    secondTrailUsd: cost(audited, { firstTrail: false }) - cost(audited),
  };
}

export function runbookBlock(): readonly string[] {
  const figures = runbookFigures();
  const { counted, countedUsd, all, twiceRotatedUsd, replicaUsd, auditUsd, secondTrailUsd } = figures;
  const sum = (pattern: RegExp, items: readonly Item[] = counted): string =>
    formatUsd(
      items.filter(({ what }) => pattern.test(what)).reduce((total, { monthlyUsd }) => total + monthlyUsd, 0),
    );
  const [key] = all.bucketKeys;
  const extra = (usd: number): string => `+${formatUsd(usd)}`;
  return [
    "| what | USD a month |",
    "| --- | --- |",
    `| one key | ${sum(/^key$/)} |`,
    `| 1 GiB of backups: 16 a day, kept for 30 days | ${sum(/current versions/)} |`,
    `| requests to S3 and KMS | ${sum(/^(requests|data keys)/)} |`,
    `| **what the runbook counts** | **${formatUsd(countedUsd)}** |`,
    `| rotated versions of the key, from the second rotation on | ${extra(twiceRotatedUsd)} |`,
    `| noncurrent versions, 30 days more | ${extra(all.totalUsd - countedUsd)} |`,
    `| requests of S3 to KMS without a bucket key: ${Math.round(key?.requestsWithout ?? 0)} in place of ${Math.round(key?.requestsWith ?? 0)} | ${extra((key?.usdWithout ?? 0) - (key?.usdWith ?? 0))} |`,
    `| a second region: replica of the key, copies, traffic, requests | ${extra(replicaUsd)} |`,
    `| alerts and a trail: a second key, alarms, log files and a log group | ${extra(auditUsd)} |`,
    `| a trail where the account has one already: 50,000 management events | ${extra(secondTrailUsd)} |`,
  ];
}
