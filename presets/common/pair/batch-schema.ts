/** A role for jobs that copy what is there already, as presets configure it. */
import { z } from "zod";
import { retentionSchema } from "../config/retention-schema";

export const batchReplicationSchema = z
  .strictObject({
    reportsExpireInDays: retentionSchema("a report", "x/").shape.expirationInDays,
  })
  .optional()
  .meta({
    description:
      "A role for S3 Batch Replication, which copies what is in the bucket already, and a bucket for its reports. Default: none.",
  });

export type BatchReplicationConfig = NonNullable<z.infer<typeof batchReplicationSchema>>;
