/** Of the commands on many backups at once; their figures are open, and docs tell what stands in them. */
import { z } from "zod";
import { type Schema, text, whole } from "./words";

/** As S3 Batch Operations takes it. */
const createJob = z.looseObject({});

/** Requests a second, and where the figure comes from; `null` of work that asks KMS nothing. */
const kmsRate = z
  .strictObject({
    perSecond: whole,
    from: z.enum(["given", "account", "default", "assumed"]),
    problem: text.optional(),
  })
  .nullable();

const sums = { succeeded: whole, failed: whole };

export const FLEET_REPORTS: Readonly<Record<string, Schema>> = {
  "fleet plan": z.looseObject({
    manifest: text,
    operation: text,
    bucket: text,
    driver: text,
    kmsRate,
    createJob: createJob.nullable(),
  }),
  "fleet run": z.union([
    z.looseObject({
      operation: text,
      manifest: text,
      report: text,
      rows: whole,
      before: whole,
      kmsRate,
      ...sums,
    }),
    z.strictObject({ status: z.literal("planned"), createJob }),
    z.strictObject({ status: z.literal("created"), jobId: text, report: text, createJob }),
  ]),
  "fleet package": z.strictObject({ file: text, bytes: whole, files: z.array(text), codeSha256: text }),
  "fleet report": z.looseObject({ report: text, ...sums, failedManifest: text.nullable() }),
};
