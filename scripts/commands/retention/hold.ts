import { performHold, planHold } from "../../core/retention/actions/hold";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface HoldOptions {
  readonly settings: Settings;
  readonly backups: readonly string[];
  /** `false` releases it. */
  readonly on: boolean;
  readonly dryRun: boolean;
}

/** Sets or releases legal holds of backups. */
export async function run({ settings, backups, on, dryRun }: HoldOptions, io: CommandIo): Promise<Report> {
  const store = await io.services.versions(settings);
  const plan = await planHold(store, backups, on, io.signal);
  if (!dryRun) await performHold(plan, store, io.signal);
  const word = `${dryRun ? "would be " : ""}${on ? "held" : "released"}`;
  const lines = plan.backups.map(({ id, changes, versions }) =>
    changes.length === 0
      ? `${on ? "held" : "not held"} already: ${id}, all ${versions} versions of it`
      : `${word}: ${id}, ${changes.length} of ${versions} versions of it`,
  );
  const data = plan.backups.map(({ id, changes, versions }) => ({
    id,
    versions,
    changed: changes.map(({ key, versionId }) => ({ key, versionId })),
  }));
  return { data: { store: store.name, dryRun, legalHold: on, backups: data }, lines };
}
