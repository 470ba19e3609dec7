/** `verify --all`: every backup, and what each remembers of those before it. */
import { OUTPUT } from "../../../modules/backup-contract";
import { listBackups } from "../../core/backup/list";
import { type Expected, isAbout, olderThanExpected, parseExpected } from "../../core/catalog/expected";
import { type Hidden, hiddenBackups } from "../../core/catalog/hidden";
import { judge } from "../../core/catalog/judge";
import { listSeries, type Series } from "../../core/catalog/series";
import { type Checked, verifySeries } from "../../core/catalog/verify-series";
import type { Finding, Witness } from "../../core/catalog/words";
import { parseContext } from "../../core/crypto/context-pairs";
import { type BackupName, parseId, stemOf } from "../../core/object-key";
import { quarantineOf } from "../../core/records/quarantine-records";
import { type ExitName, OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatDuration } from "../format";
import type { CommandIo } from "../io";
import { progress } from "../progress";

export interface VerifyAllOptions {
  readonly settings: Settings;
  /** Only backups of this name. */
  readonly name: string | undefined;
  /** `name=value` pairs that each backup must have been made with. */
  readonly context: readonly string[];
  /** Read a few places of each only. */
  readonly quick: boolean;
  /** Every backup is kept for so many days. */
  readonly retentionDays: number | undefined;
  /** Id or time that another machine remembers. */
  readonly expectNewerThan: string | undefined;
  /** Open with the keys that `rewrap` added, and no others. */
  readonly rewrapped: boolean;
}

/** What was found out about one series. */
interface SeriesReport extends Series {
  readonly retentionDays: number | undefined;
  readonly backups: readonly (Checked & { readonly quarantined: boolean })[];
  readonly findings: readonly Finding[];
  readonly unknown: readonly string[];
  readonly expired: number;
  readonly hidden: readonly string[];
}

export async function run(options: VerifyAllOptions, io: CommandIo): Promise<Report> {
  const { settings, name, context, quick } = options;
  const { services, signal, now } = io;
  const expected = options.expectNewerThan === undefined ? undefined : parseExpected(options.expectNewerThan);
  const pairs = parseContext(context);
  const store = await services.store(settings);
  const listing = await listBackups(store, { prefixes: settings.searchPrefixes, name }, signal);
  const veiled = await hiddenBackups(() => services.versions(settings), settings.searchPrefixes, signal);
  const hidden: Hidden = typeof veiled === "string" ? new Map() : veiled;
  const covered = [...hidden.keys()]
    .flatMap((id) => parseId(id) ?? [])
    .filter((each) => (name ?? each.name) === each.name);
  const series = seriesOf([...listing.backups, ...covered], expected, options);
  if (series.length === 0)
    throw new OperatorError(
      "notFound",
      `no backup below ${settings.searchPrefixes.join(", ") || store.name}`,
      {
        hint: "check --bucket, --prefix and --name",
      },
    );
  const cipher = await services.cipher(settings, "open");
  const started = now().getTime();
  const reports: SeriesReport[] = [];
  for (const each of series) {
    const backups = await listSeries(store, each, signal);
    const onBackup = (backup: BackupName) => progress(io, `verifying ${stemOf(backup)}`);
    const { checked, witnesses } = await verifySeries(
      backups,
      { context: pairs, quick, onBackup },
      { store, cipher, signal, rewrappedOnly: options.rewrapped },
    );
    const present = backups.map(({ seen }) => seen);
    const retentionDays = options.retentionDays ?? retentionOf(settings, each.prefix);
    const judged = judge({
      ...{ present, witnesses, store: store.name, now: now(), retentionDays },
      hidden: new Map([...hidden].filter(([id]) => isOf(each, id))),
    });
    const older =
      expected !== undefined && isAbout(expected, each) ? olderThanExpected(present, expected) : [];
    const bad = new Set(
      backups
        .filter((one) => quarantineOf(one.name, listing.quarantine) !== undefined)
        .map(({ name: { id } }) => id),
    );
    reports.push({
      ...each,
      retentionDays,
      backups: checked.map((one) => ({ ...one, quarantined: bad.has(one.id) })),
      findings: [...judged.findings, ...older],
      hidden: judged.hidden ?? [],
      unknown: [
        ...(typeof veiled === "string" ? [`what delete markers hide: ${veiled}`] : []),
        ...judged.unknown,
        ...limits(witnesses, expected !== undefined && isAbout(expected, each)),
      ],
      expired: judged.expired,
    });
  }
  for (const orphan of listing.orphans)
    if (name === undefined)
      io.output.warn(`there is a manifest without its backup, which may tell of one that is gone: ${orphan}`);
  return reportOn(reports, store.name, now().getTime() - started, quick);
}

/** By prefix and name, in their order; that of the backup that is remembered, too, which may have none left. */
function seriesOf(
  backups: readonly BackupName[],
  expected: Expected | undefined,
  { settings, name }: VerifyAllOptions,
): Series[] {
  const remembered = expected?.id === undefined ? undefined : parseId(expected.id);
  const searched = settings.searchPrefixes.some((prefix) => remembered?.prefix.startsWith(prefix));
  if (remembered !== undefined && !(searched && (name ?? remembered.name) === remembered.name))
    throw new OperatorError("usage", `${remembered.id} is of no series that is looked at`, {
      hint: "give --prefix and --name of it, or leave them out",
    });
  const all = new Map<string, Series>();
  for (const each of [...backups, ...(remembered === undefined ? [] : [remembered])])
    all.set(`${each.prefix}${each.name}`, { prefix: each.prefix, name: each.name });
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function isOf({ prefix, name }: Series, id: string): boolean {
  const found = parseId(id);
  return found?.prefix === prefix && found.name === name;
}

/** Days that the stack keeps a prefix for, where it says it. */
function retentionOf({ outputs }: Settings, prefix: string): number | undefined {
  const days = outputs[OUTPUT.retentionDays];
  if (typeof days !== "object" || days === null || !Object.hasOwn(days, prefix)) return undefined;
  const said = (days as Readonly<Record<string, unknown>>)[prefix];
  return typeof said === "number" ? said : undefined;
}

/** What no backup can tell. */
function limits(witnesses: readonly Witness[], expected: boolean): string[] {
  const silent = witnesses.filter(({ catalog }) => catalog === undefined || catalog.problem !== undefined);
  const newest = witnesses[0];
  return [
    ...(silent.length === 0
      ? []
      : [
          `${silent.length} of ${witnesses.length} backups say nothing of those before them: ${some(silent.map(({ name }) => name.id))}`,
        ]),
    ...(newest === undefined || expected
      ? []
      : [
          `whether there was a backup after ${newest.name.id}: give --expect-newer-than with what another machine remembers`,
        ]),
  ];
}

const SHOWN = 3;
const some = (ids: readonly string[]): string =>
  ids.length <= SHOWN ? ids.join(", ") : `${ids.slice(0, SHOWN).join(", ")} and ${ids.length - SHOWN} more`;

function reportOn(reports: readonly SeriesReport[], store: string, took: number, quick: boolean): Report {
  const failed = reports.flatMap(({ backups }) =>
    backups.filter(({ problem, quarantined }) => problem && !quarantined),
  );
  const found = reports.flatMap(({ findings }) => findings);
  const exit: ExitName = found.length > 0 ? "tampered" : (failed[0]?.problem?.exit ?? "ok");
  const count = reports.reduce((sum, { backups }) => sum + backups.length, 0);
  return {
    exit,
    data: {
      store,
      verified: quick ? "quick" : true,
      ok: exit === "ok",
      series: reports,
      durationSeconds: took / 1000,
    },
    lines: [
      ...reports.flatMap(linesOf),
      `${quick ? "looked at" : "verified"} ${count - failed.length} of ${count} backups in ${formatDuration(took)}; ${found.length === 0 ? "none that others remember is missing before its time, was replaced or put back" : `${found.length} ${found.length === 1 ? "finding" : "findings"}`}`,
    ],
  };
}

/** Said once: the same word stands for what its owner did, and for what somebody else did. */
const REPLACED =
  "  what replaced means  another object has that name than a later backup saw: `sealstack reencrypt` does that on purpose; if nobody ran it, somebody with the right to write there and to use the key did, or, of what is not verified, to write there alone";

function linesOf({ prefix, name, backups, findings, unknown, expired, hidden }: SeriesReport): string[] {
  const bad = backups.filter(({ problem }) => problem !== undefined);
  const now = (id: string | undefined): string =>
    bad.some((each) => each.id === id)
      ? "; what is there now was not verified"
      : "; what is there now is authentic";
  return [
    `${prefix}${name}: ${backups.length} ${backups.length === 1 ? "backup" : "backups"}`,
    ...bad.map(
      ({ id, problem, quarantined }) =>
        `  ${quarantined ? "in quarantine" : "not verified"}  ${id}: ${problem?.message}`,
    ),
    ...backups
      .filter(({ manifest }) => manifest === false)
      .map(({ id }) => `  no manifest  ${id}: all of it is there`),
    ...backups.flatMap(({ id, manifestRemark }) =>
      manifestRemark === undefined ? [] : [`  manifest  ${id}: ${manifestRemark}`],
    ),
    ...findings.map(
      ({ kind, id, detail }) =>
        `  ${kind}  ${id === undefined ? "" : `${id}: `}${detail}${kind === "replaced" ? now(id) : ""}`,
    ),
    ...(findings.some(({ kind }) => kind === "replaced") ? [REPLACED] : []),
    ...(hidden.length === 0
      ? []
      : [
          `  deleted  ${hidden.length}, which delete markers hide, as prune does: the newest is ${hidden[0]}`,
        ]),
    ...(expired === 0 ? [] : [`  expired  ${expired}, as it should be`]),
    ...unknown.map((sentence) => `  unknown  ${sentence}`),
  ];
}
