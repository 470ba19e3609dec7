import { assertName } from "../../core/object-key";
import { explainPrune } from "../../core/retention/actions/explain";
import { performPrune, planPrune } from "../../core/retention/actions/prune";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { type PolicyFlags, policiesOf } from "./policies";
import { pruneReport, remarksOn } from "./prune-report";

export interface PruneOptions {
  readonly settings: Settings;
  /** Only backups of this name. */
  readonly name: string | undefined;
  readonly policy: PolicyFlags;
  /** Change nothing. */
  readonly dryRun: boolean;
  /** Tell of each version. */
  readonly explain: boolean;
}

/** Hides the backups that no policy keeps. */
export async function run(options: PruneOptions, io: CommandIo): Promise<Report> {
  const { settings, name, dryRun, explain } = options;
  if (name !== undefined) assertName(name);
  const policies = await policiesOf(options.policy);
  const store = await io.services.versions(settings);
  const surroundings = { store, now: io.now, signal: io.signal };
  const plan = await planPrune({ prefixes: settings.searchPrefixes, name, policies }, surroundings);
  const versions = explain ? await explainPrune(plan, surroundings) : undefined;
  for (const remark of remarksOn(plan, policies)) io.output.warn(remark);
  const done = dryRun
    ? undefined
    : await performPrune(plan, surroundings, (at, all) => io.output.progress(`deleting ${at + 1} of ${all}`));
  return pruneReport({ store: store.name, plan, policies, versions, done, columns: io.stdout.columns });
}
