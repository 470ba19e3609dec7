import { createHash } from "node:crypto";
import type { FileFolder } from "../../../../../scripts/core/fleet/report/file-folder";
import { rowsOfReport } from "../../../../../scripts/core/fleet/report/folder";
import type { ReportRow } from "../../../../../scripts/core/fleet/report/rows";
import { ReportSums } from "../../../../../scripts/core/fleet/report/summary";

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

function folder(files: Readonly<Record<string, string>>): FileFolder {
  return {
    name: "r",
    open: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no ${path}`);
      return (async function* () {
        yield Buffer.from(text);
      })();
    },
  };
}

async function read(files: Readonly<Record<string, string>>): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for await (const row of rowsOfReport(folder(files))) rows.push(row);
  return rows;
}

/** As published in "Examples: S3 Batch Operations completion reports" of the S3 User Guide. */
const FAILED = `awsexamplebucket1,image_14975,,failed,200,PermanentFailure,"Lambda returned function error: {""errorMessage"":""2019-04-05T17:35:21.155Z 2845ca0d-38d9-4c4b-abcf-379dc749c452 Task timed out after 3.00 seconds""}"\n`;
const manifest = (files: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    Format: "Report_CSV_20180820",
    ReportCreationDate: "2019-04-05T17:48:39.725Z",
    Results: Object.entries(files).map(([name, text]) => ({
      TaskExecutionStatus: "failed",
      Bucket: "my-job-reports",
      MD5Checksum: md5(text),
      Key: `job-f8fb9d89-a3aa-461d-bddc-ea6a1b131955/results/${name}`,
    })),
    ReportSchema: "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage",
  });

describe("completion reports", () => {
  it("read as AWS publishes them, whichever of code and HTTP status stands first", async () => {
    const name = "b2ddad417e94331e9f37b44f1faf8c7ed5873f2e.csv";
    const text = `${FAILED}awsexamplebucket1,a,v1,failed,AccessDenied,403,Access Denied\n`;
    expect(await read({ "manifest.json": manifest({ [name]: text }), [`results/${name}`]: text })).toEqual([
      {
        bucket: "awsexamplebucket1",
        key: "image_14975",
        versionId: undefined,
        status: "failed",
        code: "PermanentFailure",
        message: expect.stringContaining('{"errorMessage":"2019-04-05T17:35:21.155Z'),
      },
      {
        bucket: "awsexamplebucket1",
        key: "a",
        versionId: "v1",
        status: "failed",
        code: "AccessDenied",
        message: "Access Denied",
      },
    ]);
  });

  it.each([
    ["what is no JSON", "{", "manifest.json: it is not JSON"],
    ["another format", JSON.stringify({ Format: "x", Results: [] }), "not valid at: Format"],
    ["a path that leads out", manifest({ "..": "" }), "not valid at: Results.0.Key"],
  ])("refuse %s", async (_, text, message) => {
    await expect(read({ "manifest.json": text })).rejects.toThrow(message);
  });

  it("refuse a file that is not what the report says, and a row that is none", async () => {
    const bent = {
      "manifest.json": manifest({ "a.csv": FAILED }),
      "results/a.csv": FAILED.replace("14975", "1"),
    };
    await expect(read(bent)).rejects.toThrow("r/results/a.csv is not what the report says");
    const text = "b,k,,maybe,200,,x\n";
    await expect(
      read({ "manifest.json": manifest({ "a.csv": text }), "results/a.csv": text }),
    ).rejects.toThrow("r/results/a.csv, row 1: it is no row of a completion report");
  });

  it("are summed by cause, what failed first, in bounded memory", () => {
    const sums = new ReportSums();
    const row = (status: ReportRow["status"], code: string, message: string): ReportRow => ({
      bucket: "b",
      key: message,
      versionId: undefined,
      status,
      code,
      message,
    });
    for (let at = 0; at < 3; at += 1) sums.add(row("succeeded", "", `Verified: ${at}`));
    sums.add(row("failed", "PermanentFailure", "Damaged: 1"));
    sums.add(row("failed", "PermanentFailure", "Damaged: 2"));
    sums.add(row("failed", "AccessDenied", "Access Denied"));
    expect(sums.sums.map(({ cause, count, example }) => [cause, count, example.message])).toEqual([
      ["Damaged", 2, "Damaged: 1"],
      ["AccessDenied", 1, "Access Denied"],
      ["Verified", 3, "Verified: 0"],
    ]);
    for (let at = 0; at < 5000; at += 1) sums.add(row("failed", `Code${at}`, "x"));
    expect(sums.sums.length).toBeLessThanOrEqual(202);
    expect({ succeeded: sums.succeeded, failed: sums.failed }).toEqual({ succeeded: 3, failed: 5003 });
    expect(sums.sums.reduce((all, { count }) => all + count, 0)).toBe(5006);
  });
});
