import { createReadStream } from "node:fs";
import type { FleetDriver } from "../../core/fleet/effort/quantities";
import { drive } from "../../core/fleet/local/drive";
import { checkManifest } from "../../core/fleet/manifest";
import type { OperationSettings } from "../../core/fleet/operations";
import { rowsOfReport } from "../../core/fleet/report/folder";
import { ReportSums } from "../../core/fleet/report/summary";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { shellWord } from "../../shell-word";
import { formatFacts } from "../format";
import type { CommandIo } from "../io";
import { type JobOptions, manifestPlace, requestLines, requestOf, withOutputs } from "./job";
import { kmsRateOf, rateFacts } from "./kms-rate";
import { reportFolder } from "./places";
import { sumsData, sumsLines } from "./sums";
import { type WorkOptions, workOf } from "./work";

export interface RunOptions extends WorkOptions, JobOptions {
  readonly manifest: string;
  readonly driver: Exclude<FleetDriver, "step-functions">;
  /** Directory for the report of the local driver. */
  readonly report: string | undefined;
  /** Objects that the local driver works on at a time. */
  readonly concurrency: number;
  readonly kmsRate: number | undefined;
  /** Make the job of S3 Batch Operations; without it, it is only shown. */
  readonly yes: boolean;
}

/** Does one operation on every object of a manifest, or has S3 do it. */
export async function run(given: RunOptions, io: CommandIo): Promise<Report> {
  const options = withOutputs(given);
  const work = await workOf(options, io);
  return options.driver === "local" ? runHere(options, work, io) : runThere(options, work, io);
}

async function runHere(options: RunOptions, work: OperationSettings, io: CommandIo): Promise<Report> {
  const { settings, manifest, report, concurrency } = options;
  const { services, signal, now, output } = io;
  if (report === undefined)
    throw new OperatorError("usage", "the local driver needs a directory for its report", {
      hint: "give --report DIRECTORY; the same directory again goes on where it was",
    });
  const defects = new Set<string>();
  const invoke = await services.fleetHandler(settings, (error) => void defects.add((error as Error).name));
  const kmsRate = await kmsRateOf(options.kmsRate, work, settings, io);
  const done = await drive(
    { manifest, report, settings: work, concurrency, kmsRate: kmsRate?.perSecond ?? 1 },
    {
      invoke,
      signal,
      now,
      onDone: (count, of) => output.progress(`${work.operation}: ${count} of ${of} objects`),
      onRemark: (remark) => output.warn(remark),
    },
  );
  for (const name of defects) output.warn(`a defect in sealstack was met: ${name}; please report it`);
  const sums = new ReportSums();
  for await (const row of rowsOfReport(await reportFolder(report, settings, io))) sums.add(row);
  const again = ["sealstack", "fleet", "report", report, "--failed-manifest", `${report}-failed.csv`];
  return {
    data: {
      operation: work.operation,
      manifest,
      report,
      rows: done.rows,
      before: done.before,
      kmsRate: kmsRate ?? null,
      ...sumsData(sums),
    },
    lines: [
      ...formatFacts(`${work.operation} of ${done.rows} objects in s3://${done.bucket ?? ""}`, [
        ["report", report],
        ...rateFacts(kmsRate),
        ...(done.before > 0 ? [["before", `${done.before} had a result of an earlier run`] as const] : []),
        ["succeeded", String(sums.succeeded)],
        ["failed", String(sums.failed)],
      ]),
      ...sumsLines(sums, io.stdout.columns),
      ...(sums.failed === 0
        ? []
        : ["next, for a manifest of what failed:", `  ${again.map(shellWord).join(" ")}`]),
    ],
    exit: sums.failed === 0 ? "ok" : "partly",
  };
}

async function runThere(options: RunOptions, work: OperationSettings, io: CommandIo): Promise<Report> {
  const { settings, manifest, yes } = options;
  const { services, signal } = io;
  const planned = await requestOf(options, work, manifest, undefined); // before anything is stored
  if (!yes)
    return {
      data: { status: "planned", createJob: planned },
      lines: [...requestLines(planned), "nothing was done: add --yes to store the manifest and make the job"],
    };
  const etag = await upload(options, io);
  const request = await requestOf(options, work, manifest, { etag });
  const jobId = await (await services.batchJobs(settings)).create(request, signal);
  const folder = `${options.reportLocation?.replace(/\/+$/, "")}/job-${jobId}`;
  return {
    data: { status: "created", jobId, report: folder, createJob: request },
    lines: formatFacts(`made the job ${jobId}; it runs by itself`, [
      ["look at it", `aws s3control describe-job --account-id ${request.AccountId} --job-id ${jobId}`],
      ["afterwards", ["sealstack", "fleet", "report", folder].map(shellWord).join(" ")],
    ]),
  };
}

/** Stores the manifest under its digest; one that is there is the same. @returns its ETag. */
async function upload(options: RunOptions, { services, signal }: CommandIo): Promise<string> {
  const { settings, manifest } = options;
  const { sha256 } = await checkManifest(createReadStream(manifest, { signal }), manifest);
  const { bucket, key } = manifestPlace(options, sha256);
  const store = await services.store({ ...settings, bucket });
  try {
    await store.putNew(key, createReadStream(manifest), { contentType: "text/csv", signal });
  } catch (error) {
    if (!(error instanceof OperatorError) || error.exit !== "conflict") throw error;
  }
  const { etag } = await store.ranges(key, { signal });
  if (etag !== undefined) return etag;
  throw new OperatorError(
    "badReply",
    `s3://${bucket}/${key} has no ETag, without which a job names no manifest`,
  );
}
