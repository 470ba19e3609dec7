/**
 * Results of a distributed map of Step Functions, as its ResultWriter stores them: `manifest.json`, and files of one status each.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
import { z } from "zod";
import { OperatorError } from "../../../errors";
import { jsonObjects } from "../json-array";
import { notValidAt } from "../not-valid";
import type { FileFolder } from "./file-folder";
import type { ReportRow } from "./rows";

/** Of a file that stands beside the manifest; the rest of its key is the prefix and the id of the map run. */
const FILE = /(?:^|\/)((?:SUCCEEDED|FAILED|PENDING)_\d{1,9}\.json)$/;
/** Of what was run again by a redrive: it names objects that others name, too. */
const REDRIVEN = /\/Redrive-\d+\/[^/]+$/;

const files = z
  .array(z.object({ Key: z.string().regex(FILE), Size: z.number().int().nonnegative() }))
  .default([]);

/** What tells it from a completion report. */
export const MAP_RUN_MANIFEST = z.object({
  MapRunArn: z.string(),
  ResultFiles: z.object({ SUCCEEDED: files, FAILED: files, PENDING: files }),
});
export type MapRunManifest = z.infer<typeof MAP_RUN_MANIFEST>;

/** A text with JSON in it. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

const task = z.object({ s3Bucket: z.string(), s3Key: z.string(), s3VersionId: z.string().nullish() });

/** An execution of the state machine that sealstack ships. */
const execution = z.object({
  Status: z.string(),
  Input: json(z.object({ event: z.object({ tasks: z.tuple([task]) }) })),
  Output: json(z.object({ result: z.string() })).optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

/** Every row, in the order of the files. @throws OperatorError `source` */
export async function* rowsOfMapRun(
  folder: FileFolder,
  { ResultFiles: { SUCCEEDED, FAILED, PENDING } }: MapRunManifest,
): AsyncGenerator<ReportRow> {
  for (const { Key, Size } of [...SUCCEEDED, ...FAILED, ...PENDING]) {
    const what = `${folder.name}/${FILE.exec(Key)?.[1]}`;
    if (REDRIVEN.test(Key))
      throw new OperatorError("source", `${what} is of a redrive, whose results name objects twice`, {
        hint: "start the state machine again instead: what is done is told as Already",
      });
    const counted = counting(await folder.open(FILE.exec(Key)?.[1] ?? ""));
    let number = 0;
    for await (const item of jsonObjects(counted.chunks, what)) {
      number += 1;
      yield rowOf(item, `${what}, object ${number}`);
    }
    if (counted.bytes() !== Size)
      throw new OperatorError("source", `${what} has ${counted.bytes()} bytes, by its manifest ${Size}`, {
        hint: "fetch the results again",
      });
  }
}

function rowOf(item: unknown, what: string): ReportRow {
  const parsed = execution.safeParse(item);
  if (!parsed.success)
    throw new OperatorError("source", `${what}: ${notValidAt(parsed.error)}`, {
      hint: "give the results of fleet-state-machine.asl.json, as Step Functions wrote them",
    });
  const { Status, Input, Output, Error: error, Cause: cause } = parsed.data;
  const [{ s3Bucket: bucket, s3Key: key, s3VersionId }] = Input.event.tasks;
  const row = { bucket, key, versionId: s3VersionId || undefined };
  if (Status === "SUCCEEDED") return { ...row, status: "succeeded", code: "", message: Output?.result ?? "" };
  if (Status === "PENDING")
    return { ...row, status: "failed", code: Status, message: "Pending: its execution was never started" };
  return { ...row, status: "failed", code: error ?? Status, message: cause ?? "" };
}

function counting(source: AsyncIterable<Buffer>) {
  let bytes = 0;
  const chunks = async function* () {
    for await (const chunk of source) {
      bytes += chunk.length;
      yield chunk;
    }
  };
  return { chunks: chunks(), bytes: () => bytes };
}
