/**
 * Where a completion report stands: a `manifest.json`, and the files with rows below `results/` beside it; or what Step Functions writes in place of one.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { OperatorError } from "../../../errors";
import { digesting } from "../../streams/digesting";
import { notValidAt } from "../not-valid";
import type { FileFolder } from "./file-folder";
import { MAP_RUN_MANIFEST, rowsOfMapRun } from "./map-run";
import { REPORT_FORMAT, type ReportRow, reportRows } from "./rows";

const schema = z.object({
  Format: z.literal(REPORT_FORMAT),
  Results: z.array(
    z.object({
      TaskExecutionStatus: z.enum(["succeeded", "failed"]),
      MD5Checksum: z.string().regex(/^[0-9a-f]{32}$/),
      /** In the bucket; only the name of the file is used. */
      Key: z.string().regex(/(?:^|\/)[A-Za-z0-9][A-Za-z0-9._-]*$/),
    }),
  ),
});

/** Bytes of a `manifest.json`; it names two files, or a few hundred. */
const MAX_MANIFEST_BYTES = 1024 ** 2;

export const REPORT_MANIFEST = "manifest.json";

const bad = (folder: FileFolder, problem: string): OperatorError =>
  new OperatorError("source", `${folder.name}/${REPORT_MANIFEST}: ${problem}`, {
    hint: "give the folder of a completion report: of S3 Batch Operations, job-<id> below the report's prefix; of Step Functions, the id of the map run",
  });

/** Every row of a report, one file after the other. @throws OperatorError `source`, where a file is not what the report says. */
export async function* rowsOfReport(folder: FileFolder): AsyncGenerator<ReportRow> {
  const manifest = await reportManifest(folder);
  const ofMapRun = MAP_RUN_MANIFEST.safeParse(manifest);
  if (ofMapRun.success) return yield* rowsOfMapRun(folder, ofMapRun.data);
  const parsed = schema.safeParse(manifest);
  if (!parsed.success) {
    const problem = hasResultFiles(manifest) ? ofMapRun.error : parsed.error;
    throw bad(folder, `it is no manifest of a completion report; ${notValidAt(problem)}`);
  }
  for (const { Key, MD5Checksum } of parsed.data.Results) {
    const path = `results/${Key.slice(Key.lastIndexOf("/") + 1)}`;
    const what = `${folder.name}/${path}`;
    const hash = createHash("md5");
    yield* reportRows(digesting(await folder.open(path), hash), what);
    if (hash.digest("hex") !== MD5Checksum)
      throw new OperatorError("source", `${what} is not what the report says: its MD5 is another`, {
        hint: "fetch the report again",
      });
  }
}

const hasResultFiles = (manifest: unknown): boolean =>
  typeof manifest === "object" && manifest !== null && "ResultFiles" in manifest;

async function reportManifest(folder: FileFolder): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of await folder.open(REPORT_MANIFEST)) {
    bytes += chunk.length;
    if (bytes > MAX_MANIFEST_BYTES) throw bad(folder, `it is longer than ${MAX_MANIFEST_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw bad(folder, "it is not JSON");
  }
}
