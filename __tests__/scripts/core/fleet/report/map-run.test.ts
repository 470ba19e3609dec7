/** Results of a distributed map, in the form of "ResultWriter (Map)" of the Step Functions Developer Guide. */
import fc from "fast-check";
import type { FileFolder } from "../../../../../scripts/core/fleet/report/file-folder";
import { rowsOfReport } from "../../../../../scripts/core/fleet/report/folder";
import type { ReportRow } from "../../../../../scripts/core/fleet/report/rows";

const RUN = "4977ded7-b097-3bee-81e1-7863c5660f29";
const task = (s3Key: string, s3VersionId = "") => ({ taskId: "0", s3Bucket: "b", s3Key, s3VersionId });
const input = (...tasks: object[]): string =>
  JSON.stringify({ functionArn: "arn:f", tries: 0, event: { invocationSchemaVersion: "2.0", tasks } });
const common = (name: string) => ({
  ExecutionArn: `arn:aws:states:us-east-2:123456789012:execution:fleet/EachObject:${name}`,
  InputDetails: { Included: true },
  Name: name,
  OutputDetails: { Included: true },
  RedriveCount: 0,
  RedriveStatus: "NOT_REDRIVABLE",
  RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  StartDate: "2026-11-28T16:56:24.101Z",
  StateMachineArn: "arn:aws:states:us-east-2:123456789012:stateMachine:fleet/EachObject",
  StopDate: "2026-11-28T16:56:24.321Z",
});
const succeeded = (key: string, result: string) => ({
  ...common(key),
  Input: input(task(key, "v1")),
  Output: JSON.stringify({ key, result }),
  Status: "SUCCEEDED",
});
const SUCCEEDED = [succeeded("p/a", 'Verified: "1" }]['), succeeded("p/b%20\\", "Already: \\")];
const FAILED = [
  {
    ...common("c"),
    Cause: "Damaged: it is cut off",
    Error: "PermanentFailure",
    Input: input(task("p/c")),
    Status: "FAILED",
  },
  { ...common("d"), Cause: "", Error: "States.Timeout", Input: input(task("p/d")), Status: "TIMED_OUT" },
  { ...common("e"), Input: input(task("p/e")), Status: "ABORTED" },
];
const PENDING = [{ Input: input(task("p/f")), InputDetails: { Included: true }, Status: "PENDING" }];

type Files = Readonly<Record<string, string>>;
const manifest = (files: Files, sizes: Readonly<Record<string, number>> = {}): string => {
  const of = (status: string) =>
    Object.entries(files)
      .filter(([name]) => name.split("/").at(-1)?.startsWith(status))
      .map(([name, text]) => ({
        Key: `results/${RUN}/${name}`,
        Size: sizes[name] ?? Buffer.byteLength(text),
      }));
  return JSON.stringify({
    DestinationBucket: "r",
    MapRunArn: `arn:aws:states:us-east-2:123456789012:mapRun:fleet/EachObject:${RUN}`,
    ResultFiles: { FAILED: of("FAILED"), PENDING: of("PENDING"), SUCCEEDED: of("SUCCEEDED") },
  });
};

async function read(files: Files, chunkBytes = 1 << 20): Promise<ReportRow[]> {
  const folder: FileFolder = {
    name: "r",
    open: async (path) =>
      (async function* () {
        const bytes = Buffer.from(files[path] ?? "");
        for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
      })(),
  };
  const rows: ReportRow[] = [];
  for await (const row of rowsOfReport(folder)) rows.push(row);
  return rows;
}

const FILES: Files = {
  "SUCCEEDED_0.json": JSON.stringify(SUCCEEDED),
  "FAILED_0.json": JSON.stringify(FAILED, undefined, 2),
  "PENDING_0.json": JSON.stringify(PENDING),
};
const WHOLE = { ...FILES, "manifest.json": manifest(FILES) };
const row = (key: string, code: string, message: string, versionId?: string) => ({
  bucket: "b",
  key,
  versionId,
  status: code === "" ? "succeeded" : "failed",
  code,
  message,
});
const ROWS = [
  row("p/a", "", 'Verified: "1" }][', "v1"),
  row("p/b%20\\", "", "Already: \\", "v1"),
  row("p/c", "PermanentFailure", "Damaged: it is cut off"),
  row("p/d", "States.Timeout", ""),
  row("p/e", "ABORTED", ""),
  row("p/f", "PENDING", "Pending: its execution was never started"),
];

describe("the results of a map run", () => {
  it("are rows as those of a completion report, however they come in pieces", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (bytes) => {
        expect(await read(WHOLE, bytes)).toEqual(ROWS);
      }),
      { numRuns: 30, examples: [[1]] },
    );
  });

  it("are none of a run without objects", async () => {
    expect(await read({ "manifest.json": manifest({}) })).toEqual([]);
    const empty = { "SUCCEEDED_0.json": "[ ]\n" };
    expect(await read({ ...empty, "manifest.json": manifest(empty) })).toEqual([]);
  });

  const one = (text: string): Files => {
    const files = { "SUCCEEDED_0.json": text };
    return { ...files, "manifest.json": manifest(files) };
  };
  const cut = JSON.stringify(SUCCEEDED).slice(0, -9);
  it.each<readonly [string, Files, string]>([
    ["a file that is cut off", one(cut), "r/SUCCEEDED_0.json, object 2: the file ends before it"],
    ["a file that is no array", one("{}"), "object 1: it is no JSON array"],
    ["an array of something else", one('["a"]'), "object 1: it is no JSON object"],
    ["what follows the array", one("[] []"), "it is no JSON array"],
    ["an object that is no JSON", one("[{a}]"), "object 1: it is not JSON"],
    ["an object that is too long", one(`[{"a":"${"x".repeat(2 ** 21)}"}]`), "it is longer than 2097152"],
    [
      "an input of another machine",
      one('[{"Status":"SUCCEEDED","Input":"{}"}]'),
      "not valid at: Input.event",
    ],
    ["an input that is no JSON", one('[{"Status":"SUCCEEDED","Input":"{"}]'), "not valid at: Input"],
    [
      "two objects in one execution",
      one(JSON.stringify([{ Status: "FAILED", Input: input(task("a"), task("b")) }])),
      "not valid at: Input.event.tasks",
    ],
    [
      "a file of another length",
      { ...WHOLE, "manifest.json": manifest(FILES, { "FAILED_0.json": 9 }) },
      "FAILED_0.json has",
    ],
    [
      "the results of a redrive",
      { "manifest.json": manifest({ "Redrive-1/SUCCEEDED_0.json": "[]" }) },
      "SUCCEEDED_0.json is of a redrive, whose results name objects twice",
    ],
    [
      "a path that leads out",
      { "manifest.json": manifest(FILES).replace("FAILED_0.json", "../FAILED") },
      "manifest.json: it is no manifest of a completion report",
    ],
  ])("refuse %s", async (_, files, message) => {
    await expect(read(files, 100)).rejects.toThrow(message);
  });
});
