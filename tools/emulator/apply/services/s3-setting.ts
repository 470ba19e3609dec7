/** The settings of a bucket: each is one document that is put, read and deleted as a whole. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { z } from "zod";
import { type ResourceType, resourceType } from "../resource-type";
import { unlessMissing } from "../sdk";

interface Setting<A> {
  put(s3: S3Client, Bucket: string, wanted: A): Promise<unknown>;
  /** In the shape of `facts`. */
  get(s3: S3Client, Bucket: string): Promise<unknown>;
  /** What `get` is expected to find. */
  facts(wanted: A): unknown;
  remove(s3: S3Client, Bucket: string, last: A): Promise<unknown>;
  /** Names of the errors that mean that the setting, or its bucket, is not there. */
  readonly missing: readonly string[];
}

/** A resource type whose id is the bucket, as it is with all settings of a bucket. */
export function bucketSetting<S extends z.ZodObject<{ bucket: z.ZodString }>>(
  schema: S,
  setting: Setting<z.output<S>>,
): ResourceType {
  const missing = ["NoSuchBucket", "NotFound", ...setting.missing];
  return resourceType(schema, {
    replaceOn: ["bucket" as keyof z.output<S> & string],
    async create({ s3 }, wanted) {
      const { bucket } = wanted as { bucket: string };
      await setting.put(s3, bucket, wanted);
      return { id: bucket };
    },
    async read({ s3 }, id) {
      const facts = await unlessMissing(missing, setting.get(s3, id));
      return facts === undefined ? undefined : { facts, computed: { id } };
    },
    facts: (wanted) => setting.facts(wanted),
    async update({ s3 }, id, wanted) {
      await setting.put(s3, id, wanted);
    },
    async remove({ s3 }, id, last) {
      await unlessMissing(missing, setting.remove(s3, id, last));
      return undefined;
    },
  });
}
