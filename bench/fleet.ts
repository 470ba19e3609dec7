/**
 * A million rows through the built tool: an inventory, in CSV and in Parquet, to a manifest, and a report, of S3 Batch Operations and of a map run of Step Functions, to its sums and the manifest of what failed. `npm run bench:fleet [rows, 1,000,000 by default]`.
 * Writes bench/results/fleet.json; fails where either takes more than 256 MiB.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ColumnSource } from "hyparquet-writer";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/processes/run";
import { program } from "../tools/program";
import { measure } from "./harness";

const TOOL = join(REPO_ROOT, "scripts/sealstack.js");
const MAX_MIB = 256;

const idOf = (at: number): string =>
  `p/ca-${new Date(Date.UTC(2020, 0, 1) + at * 1000)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:]/g, "")}.tar.gz.kms`;

const md5 = (bytes: Buffer): string => createHash("md5").update(bytes).digest("hex");

function rows(count: number, row: (at: number) => string): Buffer {
  const blocks: Buffer[] = [];
  for (let from = 0; from < count; from += 50_000) {
    let block = "";
    for (let at = from; at < Math.min(count, from + 50_000); at += 1) block += row(at);
    blocks.push(Buffer.from(block));
  }
  return Buffer.concat(blocks);
}

/** @returns the path of its `manifest.json`. */
function inventory(dir: string, count: number): string {
  const list = gzipSync(rows(count, (at) => `"b","${idOf(at)}","4194304","STANDARD"\n`));
  mkdirSync(join(dir, "data"), { recursive: true });
  writeFileSync(join(dir, "data", "list.csv.gz"), list);
  const files = [{ key: "x/data/list.csv.gz", size: list.length, MD5checksum: md5(list) }];
  const fileSchema = "Bucket, Key, Size, StorageClass";
  writeFileSync(
    join(dir, "manifest.json"),
    JSON.stringify({ sourceBucket: "b", fileFormat: "CSV", fileSchema, files }),
  );
  return join(dir, "manifest.json");
}

/** The same in Parquet: one list, all of it in one group of rows, which is the most that can be asked of whoever reads it. @returns the path of its `manifest.json`. */
async function parquetInventory(dir: string, count: number): Promise<string> {
  const { parquetWriteFile } = await import("hyparquet-writer");
  mkdirSync(join(dir, "data"), { recursive: true });
  const filename = join(dir, "data", "list.parquet");
  const all = <T>(value: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => value(at));
  const columnData: ColumnSource[] = [
    { name: "bucket", data: all(() => "b"), type: "STRING" },
    { name: "key", data: all(idOf), type: "STRING" },
    { name: "size", data: all(() => 4_194_304n), type: "INT64" },
    { name: "storage_class", data: all(() => "STANDARD"), type: "STRING" },
  ];
  await parquetWriteFile({ filename, columnData, rowGroupSize: count });
  const { size } = statSync(filename);
  const files = [{ key: "x/data/list.parquet", size, MD5checksum: md5(readFileSync(filename)) }];
  const fileSchema =
    "message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); optional int64 size; optional binary storage_class (UTF8); }";
  const manifest = { sourceBucket: "b", fileFormat: "Parquet", fileSchema, files };
  writeFileSync(join(dir, "manifest.json"), JSON.stringify(manifest));
  return join(dir, "manifest.json");
}

/** One in a thousand has failed. */
function report(dir: string, count: number): void {
  mkdirSync(join(dir, "results"), { recursive: true });
  const failed = Math.floor(count / 1000);
  const files = {
    succeeded: rows(
      count - failed,
      (at) => `b,${idOf(at)},,succeeded,200,,Verified: 4194304 bytes and 3 files\n`,
    ),
    failed: rows(
      failed,
      (at) => `b,${idOf(count - at)},,failed,200,PermanentFailure,"Damaged: it is cut off, ""say"""\n`,
    ),
  };
  const Results = Object.entries(files).map(([status, bytes]) => {
    writeFileSync(join(dir, "results", `${status}.csv`), bytes);
    return { TaskExecutionStatus: status, MD5Checksum: md5(bytes), Key: `job/results/${status}.csv` };
  });
  writeFileSync(join(dir, "manifest.json"), JSON.stringify({ Format: "Report_CSV_20180820", Results }));
}

/** The same, as Step Functions writes it. */
function mapRun(dir: string, count: number): void {
  mkdirSync(dir, { recursive: true });
  const failed = Math.floor(count / 1000);
  const record = (at: number, more: object): string => {
    const tasks = [{ taskId: String(at), s3Bucket: "b", s3Key: idOf(at), s3VersionId: "" }];
    const event = { invocationSchemaVersion: "2.0", job: { id: "job", userArguments: {} }, tasks };
    const Input = JSON.stringify({ functionArn: "arn", tries: 0, event });
    return JSON.stringify({ Name: String(at), Input, InputDetails: { Included: true }, ...more });
  };
  const Output = JSON.stringify({ key: "k", result: "Verified: 4194304 bytes and 3 files" });
  const of = (status: string, many: number, more: object): object[] => {
    const bytes = rows(
      many,
      (at) =>
        `${at === 0 ? "[" : ","}${record(at, { ...more, Status: status })}${at === many - 1 ? "]" : ""}`,
    );
    writeFileSync(join(dir, `${status}_0.json`), bytes);
    return [{ Key: `results/run/${status}_0.json`, Size: bytes.length }];
  };
  const ResultFiles = {
    SUCCEEDED: of("SUCCEEDED", count - failed, { Output }),
    FAILED: of("FAILED", failed, { Error: "PermanentFailure", Cause: "Damaged: it is cut off" }),
  };
  writeFileSync(join(dir, "manifest.json"), JSON.stringify({ MapRunArn: "arn", ResultFiles }));
}

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1_000_000);
  await mustRun(process.execPath, ["tools/bundle/main.mjs"], { cwd: REPO_ROOT });
  const dir = mkdtempSync(join(tmpdir(), "fleet-bench-"));
  try {
    const place = inventory(join(dir, "inventory"), count);
    report(join(dir, "report"), count);
    mapRun(join(dir, "map-run"), count);
    const again = join(dir, "again.csv");
    const plan = (from: string) => {
      const manifest = `${again}-${basename(dirname(from))}`;
      const argv = ["plan", "--operation", "fixity", "--inventory", from, "--manifest", manifest, "--json"];
      return { status: 0, argv };
    };
    const cases = {
      plan: plan(place),
      planParquet: plan(await parquetInventory(join(dir, "parquet"), count)),
      report: { status: 17, argv: ["report", join(dir, "report"), "--failed-manifest", again, "--json"] },
      mapRun: {
        status: 17,
        argv: ["report", join(dir, "map-run"), "--failed-manifest", `${again}2`, "--json"],
      },
    };
    const results: Record<string, object> = {};
    for (const [name, { status, argv }] of Object.entries(cases)) {
      const took = await measure([process.execPath, TOOL, "fleet", ...argv], undefined, process.env, status);
      const rowsPerSecond = Math.round(count / took.seconds);
      results[name] = {
        seconds: Number(took.seconds.toFixed(1)),
        rowsPerSecond,
        peakMiB: Math.round(took.peakMiB),
      };
      if (took.peakMiB > MAX_MIB) process.exitCode = 1;
    }
    const machine = { cpu: cpus()[0]?.model, node: process.version, load: loadavg()[0]?.toFixed(1) };
    const text = `${JSON.stringify({ machine, rows: count, maxMiB: MAX_MIB, ...results }, undefined, 2)}\n`;
    writeFileSync(join(__dirname, "results/fleet.json"), text);
    process.stdout.write(text);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

void program(main);
