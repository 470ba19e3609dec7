import { createReadStream } from "node:fs";
import { writeAtomically } from "../../core/files/atomic-file";
import { formatRow, manifestRows } from "../../core/fleet/manifest";
import { comparedRow } from "../../core/fleet/report/checksums";
import { rowsOfReport } from "../../core/fleet/report/folder";
import type { ReportRow } from "../../core/fleet/report/rows";
import { SeenRows } from "../../core/fleet/report/seen-rows";
import { ReportSums } from "../../core/fleet/report/summary";
import type { ObjectStore } from "../../core/ports";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatFacts } from "../format";
import type { CommandIo } from "../io";
import { reportFolder } from "./places";
import { sumsData, sumsLines } from "./sums";

export interface ReportOptions {
  readonly settings: Settings;
  /** Folder of a completion report: a directory, or `s3://bucket/prefix/job-id`. */
  readonly folder: string;
  /** File for a manifest of what failed. */
  readonly failedManifest: string | undefined;
  readonly force: boolean;
  /** File with the manifest of the job: what of it has no result is told. */
  readonly manifest: string | undefined;
  /** Compare digests that S3 computed with those in manifests. */
  readonly fixity: boolean;
}

/** Rows whose manifests are read at a time. */
const AT_ONCE = 32;

/** Sums a completion report up by cause, and makes a manifest of what failed. */
export async function run(options: ReportOptions, io: CommandIo): Promise<Report> {
  const { settings, folder, failedManifest, force, fixity, manifest } = options;
  const { signal, output } = io;
  const place = await reportFolder(folder, settings, io);
  const sums = new ReportSums();
  const rows = fixity ? compared(rowsOfReport(place), settings, io) : rowsOfReport(place);
  const seen = manifest === undefined ? undefined : new SeenRows();
  let missing = 0;
  const failed = async function* () {
    for await (const row of rows) {
      sums.add(row);
      seen?.add(row);
      if ((sums.succeeded + sums.failed) % 10_000 === 0)
        output.progress(`${sums.succeeded + sums.failed} rows`);
      if (row.status === "failed") yield Buffer.from(formatRow(row));
    }
    if (manifest === undefined || seen === undefined) return;
    for await (const row of manifestRows(createReadStream(manifest, { signal }), manifest)) {
      if (seen.has(row)) continue;
      missing += 1;
      yield Buffer.from(formatRow(row));
    }
  };
  if (failedManifest === undefined) for await (const _row of failed());
  else await writeAtomically(failed(), failedManifest, { overwrite: force, signal });
  return {
    data: {
      report: place.name,
      ...sumsData(sums),
      withoutResult: manifest === undefined ? null : missing,
      failedManifest: failedManifest ?? null,
    },
    lines: [
      ...formatFacts(`report of ${sums.succeeded + sums.failed} objects: ${place.name}`, [
        ["succeeded", String(sums.succeeded)],
        ["failed", String(sums.failed)],
        ...(manifest === undefined ? [] : [["no result", `${missing} of the manifest`] as const]),
        ...(failedManifest === undefined
          ? []
          : [
              [
                "manifest",
                `${failedManifest}, of what failed${manifest === undefined ? "" : " or has no result"}`,
              ] as const,
            ]),
      ]),
      ...sumsLines(sums, io.stdout.columns),
    ],
    exit: sums.failed + missing === 0 ? "ok" : "partly",
  };
}

/** In the order of the rows. */
async function* compared(
  rows: AsyncIterable<ReportRow>,
  settings: Settings,
  { services, signal }: CommandIo,
): AsyncGenerator<ReportRow> {
  const stores = new Map<string, Promise<ObjectStore>>();
  const storeOf = (bucket: string): Promise<ObjectStore> => {
    const found = stores.get(bucket) ?? services.store({ ...settings, bucket });
    stores.set(bucket, found);
    return found;
  };
  let waiting: ReportRow[] = [];
  const judge = (): Promise<ReportRow[]> =>
    Promise.all(waiting.map((row) => comparedRow(row, storeOf, signal)));
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < AT_ONCE) continue;
    yield* await judge();
    waiting = [];
  }
  yield* await judge();
}
