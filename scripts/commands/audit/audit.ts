/** `sealstack audit`: what CloudTrail knows of the recent life of a key. */
import { auditKey, type KeyAudit } from "../../core/audit/audit-key";
import type { Window } from "../../core/audit/ports";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { notGiven, type Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { auditReport } from "./audit-report";

export interface AuditOptions {
  readonly settings: Settings;
  /** A time, or milliseconds before now. */
  readonly since: Date | number;
  /** @default - now */
  readonly until: Date | number | undefined;
  readonly maxPages: number;
}

/** Source: CloudTrail User Guide, "Viewing event history". */
const KEPT_DAYS = 90;
const DAY_MS = 24 * 3_600_000;

export async function run(options: AuditOptions, io: CommandIo): Promise<Report> {
  const { settings, maxPages } = options;
  const { services, signal, output } = io;
  const window = windowOf(options, io.now());
  const named = [...new Set([...settings.openKeys, ...settings.sealKeys])];
  if (named.length === 0) throw notGiven("key", settings, "give --key ARN (or an alias), or --outputs FILE");
  const arns = new Set<string>();
  for (const key of named)
    arns.add(isKeyArn(key) ? key : await (await services.keyLife(settings, signal)).arnOf(key));
  const audits: KeyAudit[] = [];
  for (const keyArn of arns) {
    output.progress(`looking up the events of ${keyArn}: CloudTrail answers twice a second`);
    const events = await services.keyEvents(settings, keyArn);
    audits.push(await auditKey(events, { keyArn, window, maxPages, signal }));
  }
  return auditReport(audits, window, io.stdout.columns);
}

const isKeyArn = (key: string): boolean => /^arn:[^:]+:kms:[^:]+:[^:]+:key\//.test(key);

function windowOf({ since, until }: AuditOptions, now: Date): Window {
  const at = (moment: Date | number): Date =>
    moment instanceof Date ? moment : new Date(now.getTime() - moment);
  const window = { from: at(since), to: until === undefined ? now : at(until) };
  if (window.from >= window.to)
    throw new OperatorError("usage", "--since must be before --until, and before now", {
      hint: "give something like --since 24h",
    });
  if (now.getTime() - window.from.getTime() > KEPT_DAYS * DAY_MS)
    throw new OperatorError("usage", `CloudTrail's history of events has the last ${KEPT_DAYS} days`, {
      hint: "give --since 90d at most, and search the log files of a trail for what is older",
    });
  return window;
}
