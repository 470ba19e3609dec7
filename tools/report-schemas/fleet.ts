/** Of the commands on many backups at once; their figures are open, and docs tell what stands in them. */
import { z } from "zod";
import { type Schema, text, whole } from "./words";

/** As S3 Batch Operations takes it. */
const createJob = z.looseObject({});

const sums = { succeeded: whole, failed: whole };

export const FLEET_REPORTS: Readonly<Record<string, Schema>> = {
  "fleet plan": z.looseObject({
    manifest: text,
    operation: text,
    bucket: text,
    driver: text,
    createJob: createJob.nullable(),
  }),
  "fleet run": z.union([
    z.looseObject({ operation: text, manifest: text, report: text, rows: whole, before: whole, ...sums }),
    z.strictObject({ status: z.literal("planned"), createJob }),
    z.strictObject({ status: z.literal("created"), jobId: text, report: text, createJob }),
  ]),
  "fleet report": z.looseObject({ report: text, ...sums, failedManifest: text.nullable() }),
};
