/** Makes a completion report of what a run has done, in the form of S3 Batch Operations. */
import { createHash } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { atomicFile, writeAtomically } from "../../files/atomic-file";
import { REPORT_MANIFEST } from "../report/folder";
import { formatReportRow, REPORT_FORMAT, REPORT_SCHEMA, type ReportRow, reportRows } from "../report/rows";
import { cannotWrite } from "./journal";

const STATUSES = ["succeeded", "failed"] as const;

/** Characters that are written at a time. */
const BLOCK_LENGTH = 256 * 1024;

/**
 * Sorts the rows of a journal into a file for each status; the manifest is written last, so that a report is whole where there is one.
 * @param bucket that the report names for its files; they stand beside it.
 */
export async function finishReport(
  journal: string,
  directory: string,
  { bucket, now, signal }: { readonly bucket: string; readonly now: Date; readonly signal: AbortSignal },
): Promise<void> {
  const results = join(directory, "results");
  try {
    mkdirSync(results, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw cannotWrite(results, cause);
  }
  const Results = [];
  for (const status of STATUSES) {
    const name = `${status}.csv`;
    const md5 = await writeRows(journal, join(results, name), status, signal);
    if (md5 === undefined && status === "failed") continue; // as S3 does
    Results.push({
      TaskExecutionStatus: status,
      Bucket: bucket,
      MD5Checksum: md5 ?? createHash("md5").digest("hex"),
      Key: `results/${name}`,
    });
  }
  const manifest = {
    Format: REPORT_FORMAT,
    ReportCreationDate: now.toISOString(),
    Results,
    ReportSchema: REPORT_SCHEMA,
  };
  const text = `${JSON.stringify(manifest, undefined, 4)}\n`;
  await writeAtomically(text, join(directory, REPORT_MANIFEST), { overwrite: true, signal });
}

/** @returns the MD5 of the file; `undefined` where no row has that status, and the file is empty. */
async function writeRows(
  journal: string,
  place: string,
  status: ReportRow["status"],
  signal: AbortSignal,
): Promise<string | undefined> {
  const file = await atomicFile(place, { overwrite: true });
  const hash = createHash("md5");
  let [block, any] = ["", false];
  const flush = async (): Promise<void> => {
    hash.update(block);
    await file.handle.appendFile(block);
    block = "";
  };
  try {
    for await (const row of reportRows(createReadStream(journal, { signal }), journal)) {
      if (row.status !== status) continue;
      any = true;
      block += formatReportRow(row);
      if (block.length >= BLOCK_LENGTH) await flush();
    }
    await flush();
    await file.publish();
  } finally {
    await file.discard();
  }
  return any ? hash.digest("hex") : undefined;
}
