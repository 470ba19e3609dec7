/** Where a completion report stands: a `manifest.json`, and the files with rows below `results/` beside it. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { OperatorError } from "../../../errors";
import { digesting } from "../../streams/digesting";
import { notValidAt } from "../not-valid";
import { REPORT_FORMAT, type ReportRow, reportRows } from "./rows";

/** Files by their path below one place: a directory, or a prefix of a bucket. */
export interface FileFolder {
  /** For people. */
  readonly name: string;
  /** @throws OperatorError when the file is not there or cannot be read. */
  open(path: string): Promise<AsyncIterable<Buffer>>;
}

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

/** Bytes of a `manifest.json`; it names two files, or a few. */
const MAX_MANIFEST_BYTES = 1024 ** 2;

export const REPORT_MANIFEST = "manifest.json";

const bad = (folder: FileFolder, problem: string): OperatorError =>
  new OperatorError("source", `${folder.name}/${REPORT_MANIFEST}: ${problem}`, {
    hint: "give the folder of a completion report: of S3 Batch Operations, job-<id> below the report's prefix",
  });

/** Every row of a report, one file after the other. @throws OperatorError `source`, where a file is not what the report says. */
export async function* rowsOfReport(folder: FileFolder): AsyncGenerator<ReportRow> {
  for (const { Key, MD5Checksum } of await resultFiles(folder)) {
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

async function resultFiles(folder: FileFolder): Promise<z.infer<typeof schema>["Results"]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of await folder.open(REPORT_MANIFEST)) {
    bytes += chunk.length;
    if (bytes > MAX_MANIFEST_BYTES) throw bad(folder, `it is longer than ${MAX_MANIFEST_BYTES} bytes`);
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw bad(folder, "it is not JSON");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data.Results;
  throw bad(folder, `it is no manifest of a completion report; ${notValidAt(parsed.error)}`);
}
