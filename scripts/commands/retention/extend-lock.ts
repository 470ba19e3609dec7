import { assertName } from "../../core/object-key";
import {
  type LockPlan,
  type LockRequest,
  MAX_LOCK_DAYS,
  performLock,
  planLock,
  planLockOfKept,
} from "../../core/retention/actions/extend-lock";
import { planPrune } from "../../core/retention/actions/prune";
import type { LockMode, VersionedStore } from "../../core/retention/ports";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { hasPolicy, type PolicyFlags, policiesOf } from "./policies";

export interface ExtendLockOptions {
  readonly settings: Settings;
  /** Ids; none with {@link kept}. */
  readonly backups: readonly string[];
  /** Those that a policy keeps. */
  readonly kept: boolean;
  readonly policy: PolicyFlags;
  /** With {@link kept}: only backups of this name. */
  readonly name: string | undefined;
  /** A time, or milliseconds from now. */
  readonly until: Date | number | undefined;
  readonly days: string | undefined;
  readonly mode: LockMode | undefined;
  readonly dryRun: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes locks of backups end later. */
export async function run(options: ExtendLockOptions, io: CommandIo): Promise<Report> {
  const { settings, backups, kept, name, dryRun } = options;
  if (backups.length > 0 === kept)
    throw usage("ids of backups or --kept must be given, and not both", "see `sealstack help lock extend`");
  if (!kept && (hasPolicy(options.policy) || name !== undefined))
    throw usage("a policy and --name go with --kept only", "leave them out, or give --kept and no ids");
  if (name !== undefined) assertName(name);
  const request = { until: untilOf(options, io.now()), mode: options.mode };
  const policies = kept ? await policiesOf(options.policy) : undefined;
  const store = await io.services.versions(settings);
  const surroundings = { store, now: io.now, signal: io.signal };
  const plan =
    policies === undefined
      ? await planLock(store, backups, request, io.signal)
      : await planLockOfKept(
          store,
          await planPrune({ prefixes: settings.searchPrefixes, name, policies }, surroundings),
          request,
          io.signal,
        );
  if (!dryRun) await performLock(plan, store, io.signal);
  return report(plan, store, request, dryRun);
}

function untilOf({ until, days }: ExtendLockOptions, now: Date): Date {
  if ((until === undefined) === (days === undefined))
    throw usage("--until or --days must be given, and not both", "say until when the lock is to hold");
  if (days !== undefined && !(/^\d{1,5}$/.test(days) && Number(days) >= 1 && Number(days) <= MAX_LOCK_DAYS))
    throw usage(
      `--days must be a whole number from 1 to ${MAX_LOCK_DAYS}, got '${days}'`,
      "say for how many days from now the lock is to hold",
    );
  const end = until instanceof Date ? until.getTime() : now.getTime() + (until ?? Number(days) * DAY_MS);
  if (end > now.getTime() && end <= now.getTime() + MAX_LOCK_DAYS * DAY_MS) return new Date(end);
  throw usage(
    `the lock must end in the future, and within ${MAX_LOCK_DAYS} days, got ${new Date(end).toISOString()}`,
    "give a later day with --until",
  );
}

function report(
  { backups }: LockPlan,
  { name: store }: VersionedStore,
  { until }: LockRequest,
  dryRun: boolean,
): Report {
  const day = until.toISOString();
  const lines = backups.map(({ id, changes, versions }) => {
    const modes = [...new Set(changes.map(({ to }) => to.mode))].join(", ");
    return changes.length === 0
      ? `locked for as long already: ${id}, all ${versions} versions of it`
      : `${dryRun ? "would be locked" : "locked"} until ${day}: ${id}, ${changes.length} of ${versions} versions of it (${modes})`;
  });
  const data = backups.map(({ id, changes, versions }) => ({
    id,
    versions,
    changed: changes.map(({ version: { key, versionId }, from, to }) => ({
      key,
      versionId,
      mode: to.mode,
      before: from?.until.toISOString() ?? null,
      until: to.until.toISOString(),
    })),
  }));
  const nothing = backups.length === 0 ? ["no policy keeps anything that could be locked"] : [];
  return { data: { store, dryRun, until: day, backups: data }, lines: [...lines, ...nothing] };
}

const usage = (problem: string, hint: string): OperatorError => new OperatorError("usage", problem, { hint });
