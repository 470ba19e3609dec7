/** What `audit` says, and what CloudTrail's history cannot tell. */
import { parseArn } from "../../../modules/arn";
import { type EventGroup, type KeyAudit, KINDS, type Kind, type LookedUp } from "../../core/audit/audit-key";
import type { Window } from "../../core/audit/ports";
import type { Report } from "../../output/output";
import { formatTable } from "../format";

/** Sources: CloudTrail User Guide, "Viewing event history"; KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail". */
const NOT_SHOWN: readonly string[] = [
  "what is younger than some 15 minutes may be missing",
  "reading and writing of objects in S3 are data events, which only a trail records; what S3 asked of KMS for them is here",
  "what another account was refused is in that account's history alone",
];

const TITLES: Readonly<Record<Kind, string>> = {
  "failed decrypt": "failed decrypts",
  failed: "other calls that failed",
  change: "changes",
  use: "uses",
};

export function auditReport(
  audits: readonly KeyAudit[],
  { from, to }: Window,
  columns: number | undefined,
): Report {
  const regionOf = (keyArn: string): string => parseArn(keyArn)?.region ?? "";
  const keys = audits.map(({ keyArn, groups, lookups }) => ({
    key: keyArn,
    region: regionOf(keyArn),
    complete: lookups.every(({ complete }) => complete),
    counts: Object.fromEntries(KINDS.map((kind) => [kind, sum(groups, kind)])),
    groups: groups.map(({ first, last, ...group }) => ({
      ...group,
      first: first.toISOString(),
      last: last.toISOString(),
    })),
    lookups: lookups.map(({ oldest, ...lookup }) => ({ ...lookup, oldest: oldest?.toISOString() })),
  }));
  return {
    data: { from: from.toISOString(), to: to.toISOString(), keys, notShown: NOT_SHOWN },
    lines: [
      ...audits.flatMap((audit) => linesOf(audit, from, columns)),
      `from ${from.toISOString()} to ${to.toISOString()}, in ${[...new Set(keys.map(({ region }) => region))].join(", ")} alone; CloudTrail's history of events does not have all:`,
      ...NOT_SHOWN.map((each) => `  - ${each}`),
    ],
  };
}

const sum = (groups: readonly EventGroup[], kind: Kind): number =>
  groups.filter((each) => each.kind === kind).reduce((total, { count }) => total + count, 0);

function linesOf(
  { keyArn, groups, lookups }: KeyAudit,
  from: Date,
  columns: number | undefined,
): readonly string[] {
  const of = (kind: Kind): readonly EventGroup[] => groups.filter((each) => each.kind === kind);
  return [
    keyArn,
    ...KINDS.flatMap((kind) => [
      `  ${TITLES[kind]}: ${sum(groups, kind)}`,
      ...formatTable(of(kind).map(rowOf), columns, { indent: 4, head: false }),
    ]),
    ...lookups.filter(({ complete }) => !complete).map((lookup) => `  ${cutShort(lookup, from)}`),
  ];
}

function rowOf(group: EventGroup): readonly string[] {
  const { count, event, error, principal, through, contextKeys, namesKey, last } = group;
  return [
    `${count}x`,
    event,
    error ?? "",
    through === undefined || through === principal ? principal : `${principal} through ${through}`,
    contextKeys.length === 0 ? "no context" : `context of ${contextKeys.join(", ")}`,
    `last ${last.toISOString()}${namesKey ? "" : ", and the record does not say of which key"}`,
  ];
}

function cutShort({ value, events, oldest }: LookedUp, from: Date): string {
  const until = oldest === undefined ? "" : `, back to ${oldest.toISOString()}`;
  return `not all of ${value} since ${from.toISOString()} was looked at: the newest ${events} events${until}; give --max-pages, or a shorter time with --since and --until`;
}
