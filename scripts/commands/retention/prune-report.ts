/** What a prune did, or would do, for people and for programs. */

import type { Decision, SeriesPlan, Verdict } from "../../core/retention/actions/decide";
import type { ExplainedVersion } from "../../core/retention/actions/explain";
import type { Pruned, PrunePlan } from "../../core/retention/actions/prune";
import { type Policies, policyText } from "../../core/retention/policy/policy";
import type { Report } from "../../output/output";
import { formatBytes, formatTable } from "../format";
import { costLine, versionData, versionTable } from "./explain-report";

export interface PruneOutcome {
  readonly store: string;
  readonly plan: PrunePlan;
  readonly policies: Policies;
  /** Where an explanation was asked for. */
  readonly versions: readonly ExplainedVersion[] | undefined;
  /** `undefined` where nothing was to be changed. */
  readonly done: Pruned | undefined;
  /** Of the terminal. */
  readonly columns: number | undefined;
}

export function pruneReport({ store, plan, policies, versions, done, columns }: PruneOutcome): Report {
  const dryRun = done === undefined;
  const data = {
    store,
    dryRun,
    timeZone: policies.timeZone,
    series: plan.series.map(seriesData),
    deleted: done?.deleted ?? [],
    finished: done?.finished ?? [],
    ...(versions === undefined ? {} : { versions: versions.map(versionData) }),
  };
  const lines = plan.series.flatMap((each) =>
    seriesLines(each, { now: plan.now, dryRun, versions, columns }),
  );
  return { data, lines: [...lines, ...endLines(plan, dryRun, versions)] };
}

const count = ({ decisions }: SeriesPlan, verdict: Verdict): number =>
  decisions.filter((decision) => decision.verdict === verdict).length;

function seriesLines(
  plan: SeriesPlan,
  {
    now,
    dryRun,
    versions,
    columns,
  }: Pick<PruneOutcome, "versions" | "columns"> & { readonly now: Date; readonly dryRun: boolean },
): string[] {
  const { prefix, name } = plan.series;
  const [kept, going, passed] = (["keep", "delete", "pass over"] as const).map((each) => count(plan, each));
  const title = [
    `${prefix}${name}: ${kept} kept`,
    `${going} ${dryRun ? "to be deleted" : "deleted"}`,
    ...(passed === 0 ? [] : [`${passed} passed over`]),
  ].join(", ");
  const rule = plan.policy === undefined ? [] : [`  policy: ${policyText(plan.policy)}`];
  const table =
    versions === undefined
      ? formatTable(plan.decisions.filter(({ verdict }) => verdict !== "keep").map(rowOf), columns, {
          indent: 2,
          head: false,
        })
      : versionTable(
          versions.filter((version) => version.series === `${prefix}${name}`),
          now,
          columns,
        );
  return [title, ...rule, ...table];
}

function rowOf({ backup, verdict, reasons }: Decision): string[] {
  return [verdict, backup.id, formatBytes(backup.payload[0]?.size ?? 0), reasons.join(", ")];
}

function endLines(
  { unfinished, series }: PrunePlan,
  dryRun: boolean,
  versions: readonly ExplainedVersion[] | undefined,
): string[] {
  const finished =
    unfinished.length === 0
      ? []
      : [
          `${unfinished.length} ${unfinished.length === 1 ? "manifest" : "manifests"} that an interrupted run left ${dryRun ? "would be deleted" : "deleted"}`,
        ];
  const going = series.some((each) => count(each, "delete") > 0);
  const ending = dryRun
    ? ["nothing was changed: leave out --dry-run to do it"]
    : going
      ? [
          "what was deleted is hidden, not gone: `sealstack undelete` brings it back until lifecycle removes it",
        ]
      : [];
  return [...finished, ...(versions === undefined ? [] : [costLine(versions)]), ...ending];
}

/** What should be known about the plan, and stops nothing. */
export function remarksOn({ series }: PrunePlan, policies: Policies): string[] {
  const named = policies.series.filter(
    ({ prefix, name }) =>
      !series.some(
        ({ series: each }) => each.prefix === prefix && (name === undefined || each.name === name),
      ),
  );
  const judged = series.filter(({ policy }) => policy !== undefined);
  const withoutGood = judged.filter(
    ({ decisions }) => decisions.length > 0 && decisions.every(({ verdict }) => verdict === "pass over"),
  );
  const hidden = judged.filter(({ decisions }) => decisions.length === 0);
  return [
    ...named.map(
      ({ prefix, name }) => `the policy for ${prefix}${name ?? ""} fits no backup that was looked for`,
    ),
    ...withoutGood.map(
      (plan) =>
        `${nameOf(plan)} has no backup that is complete and good to be seen: nothing of it is touched`,
    ),
    ...hidden.map(
      (plan) =>
        `every backup of ${nameOf(plan)} is deleted: bring one back with \`sealstack undelete\` if that is wrong`,
    ),
  ];
}

const nameOf = ({ series: { prefix, name } }: SeriesPlan): string => `${prefix}${name}`;

function seriesData({ series: { prefix, name }, policy, decisions }: SeriesPlan) {
  return {
    prefix,
    name,
    policy: policy === undefined ? null : policyText(policy),
    backups: decisions.map(({ backup, verdict, reasons }) => ({
      id: backup.id,
      createdAt: backup.createdAt.toISOString(),
      bytes: backup.payload[0]?.size ?? 0,
      verdict,
      reasons,
    })),
  };
}
