import { assertName } from "../../core/object-key";
import {
  performUndelete,
  planUndelete,
  planUndeleteSince,
  type UndeletePlan,
} from "../../core/retention/actions/undelete";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface UndeleteOptions {
  readonly settings: Settings;
  /** Ids; none with {@link since}. */
  readonly backups: readonly string[];
  /** Everything that was deleted since then: a time, or milliseconds before now. */
  readonly since: Date | number | undefined;
  /** With {@link since}: only backups of this name. */
  readonly name: string | undefined;
  readonly dryRun: boolean;
}

/** Takes delete markers away. */
export async function run(options: UndeleteOptions, io: CommandIo): Promise<Report> {
  const { settings, backups, since, name, dryRun } = options;
  if (backups.length > 0 === (since !== undefined))
    throw new OperatorError("usage", "ids of backups or --deleted-since must be given, and not both", {
      hint: "see `sealstack help undelete`",
    });
  if (name !== undefined && since === undefined)
    throw new OperatorError("usage", "--name goes with --deleted-since only", { hint: "leave it out" });
  if (name !== undefined) assertName(name);
  const store = await io.services.versions(settings);
  const plan =
    since === undefined
      ? await planUndelete(store, backups, io.signal)
      : await planUndeleteSince(
          store,
          { prefixes: settings.searchPrefixes, name, since: timeOf(since, io.now()) },
          io.signal,
        );
  if (!dryRun) await performUndelete(plan, store, io.signal);
  return report(plan, store.name, dryRun);
}

const timeOf = (since: Date | number, now: Date): Date =>
  since instanceof Date ? since : new Date(now.getTime() - since);

function report(plan: UndeletePlan, store: string, dryRun: boolean): Report {
  const done = dryRun ? "would be brought back" : "brought back";
  const records = plan.objects.filter(
    ({ key }) => key.includes("/.sealstack/") || key.startsWith(".sealstack/"),
  );
  const lines = [
    ...plan.backups.map((id) => `${done}: ${id}`),
    ...plan.visible.map((id) => `nothing hides ${id}`),
    ...(records.length === 0 ? [] : [`${done}: ${records.length} records about backups`]),
    ...(plan.objects.length === 0 && plan.visible.length === 0 ? ["nothing was deleted since then"] : []),
  ];
  const objects = plan.objects.map(({ key, since, markers }) => ({
    key,
    deletedAt: since.toISOString(),
    deleteMarkers: markers.length,
  }));
  return { data: { store, dryRun, backups: plan.backups, alreadyVisible: plan.visible, objects }, lines };
}
