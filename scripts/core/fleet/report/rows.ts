/**
 * Rows of completion reports: `Report_CSV_20180820`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
 */
import { OperatorError } from "../../../errors";
import { csvRow, csvRows } from "../csv";
import type { ManifestRow } from "../manifest";

export const REPORT_FORMAT = "Report_CSV_20180820";
export const REPORT_SCHEMA = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage";

export interface ReportRow extends ManifestRow {
  readonly status: "succeeded" | "failed";
  /** Such as `AccessDenied` of S3, or `PermanentFailure` of a function; empty of what succeeded. */
  readonly code: string;
  readonly message: string;
}

/** In the order of AWS's own examples, where the HTTP status stands before the code, whatever the schema says. */
export const formatReportRow = ({ bucket, key, versionId, status, code, message }: ReportRow): string =>
  csvRow([bucket, key, versionId ?? "", status, "200", code, message]);

/** @throws OperatorError `source`, with the number of the row. */
export async function* reportRows(
  source: AsyncIterable<Uint8Array | string>,
  what: string,
): AsyncGenerator<ReportRow> {
  for await (const { number, fields } of csvRows(source, what)) {
    const [bucket = "", key = "", versionId = "", status = "", fifth = "", sixth = "", message = ""] = fields;
    if (fields.length !== 7 || (status !== "succeeded" && status !== "failed"))
      throw new OperatorError("source", `${what}, row ${number}: it is no row of a completion report`, {
        hint: `a row has the columns ${REPORT_SCHEMA}`,
      });
    const code = /^\d*$/.test(fifth) ? sixth : fifth;
    yield { bucket, key, versionId: versionId || undefined, status, code: numberless(code), message };
  }
}

const numberless = (code: string): string => (/^\d*$/.test(code) ? "" : code);
