/** Versions and what becomes of them, in lines and as data. */

import { PRICES_AS_OF } from "../../core/cost/prices";
import { formatUsd } from "../../core/cost/words";
import type { ExplainedVersion } from "../../core/retention/actions/explain";
import type { Gone } from "../../core/retention/bucket/lifecycle";
import { UNKNOWN } from "../../core/retention/ports";
import { formatBytes, formatTable } from "../format";

const HEAD = ["FATE", "OBJECT", "VERSION", "SIZE", "LOCKED", "HIDDEN", "GONE", "USD/MONTH", "WHY"];

/** Characters of a version id that tell versions of one object apart. */
const SHORT_ID = 8;

export function versionTable(
  versions: readonly ExplainedVersion[],
  now: Date,
  columns: number | undefined,
): string[] {
  const rows = [
    HEAD,
    ...versions.map(
      ({ fate, key, versionId, bytes, hidden, gone, usdPerMonth, reasons, lock, storageClass }) => [
        fate,
        key,
        versionId.slice(0, SHORT_ID),
        `${formatBytes(bytes)}${storageClass === undefined || storageClass === "STANDARD" ? "" : ` ${storageClass}`}`,
        lockText(lock, now),
        goneText(hidden),
        goneText(gone),
        usdPerMonth === undefined ? "not counted" : formatUsd(usdPerMonth),
        reasons.join(", "),
      ],
    ),
  ];
  return formatTable(rows, columns, { indent: 2 });
}

/** What holds: a lock whose time is over stays, and locks nothing. */
function lockText(lock: ExplainedVersion["lock"], now: Date): string {
  if (lock === undefined) return "-";
  if (lock === UNKNOWN) return UNKNOWN;
  const { retention, legalHold } = lock;
  const parts = [
    ...(legalHold ? ["legal hold"] : []),
    ...(retention === undefined || retention.until <= now
      ? []
      : [`${retention.mode} ${dayOf(retention.until)}`]),
  ];
  return parts.length === 0 ? "-" : parts.join(", ");
}

const goneText = (gone: Gone): string => (gone instanceof Date ? dayOf(gone) : gone);
const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

export function costLine(versions: readonly ExplainedVersion[]): string {
  const counted = versions.flatMap(({ usdPerMonth }) => usdPerMonth ?? []);
  const usd = formatUsd(counted.reduce((sum, each) => sum + each, 0));
  const left = versions.length - counted.length;
  const without =
    left === 0 ? "" : `; ${left} not counted: the table has no price of their storage class and region`;
  return `storage of ${counted.length} versions: ${usd} USD a month, by prices of ${PRICES_AS_OF}${without}`;
}

export function versionData({ lock, hidden, gone, usdPerMonth, storageClass, ...version }: ExplainedVersion) {
  const retention = lock === undefined || lock === UNKNOWN ? undefined : lock.retention;
  return {
    ...version,
    storageClass: storageClass ?? null,
    lock:
      lock === undefined
        ? null
        : lock === UNKNOWN
          ? UNKNOWN
          : {
              legalHold: lock.legalHold,
              mode: retention?.mode ?? null,
              until: retention?.until.toISOString() ?? null,
            },
    hidden: goneData(hidden),
    gone: goneData(gone),
    usdPerMonth: usdPerMonth ?? null,
  };
}

const goneData = (gone: Gone): string => (gone instanceof Date ? gone.toISOString() : gone);
