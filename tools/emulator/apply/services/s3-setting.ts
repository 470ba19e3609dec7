/** The settings of a bucket: each is one document that is put, read and deleted as a whole. */
import type { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { type ApplyContext, type ResourceType, resourceType } from "../resource-type";
import { unlessMissing } from "../sdk";
import type { Attributes } from "../stack-file";

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

/** Every setting can name the region of its bucket. */
const region = z.string().optional();
interface Regional {
  readonly region?: string | undefined;
}
const clientOf = ({ s3In }: ApplyContext, wanted: unknown) => s3In((wanted as Regional).region);

const GONE = ["NoSuchBucket", "NotFound"];

/** A resource type whose id is the bucket, as it is with all settings of a bucket. */
export function bucketSetting<S extends z.ZodObject<{ bucket: z.ZodString }>>(
  schema: S,
  setting: Setting<z.output<S>>,
): ResourceType {
  const missing = [...GONE, ...setting.missing];
  return resourceType(schema.extend({ region }) as unknown as S, {
    replaceOn: ["bucket" as keyof z.output<S> & string],
    async create(context, wanted) {
      const { bucket } = wanted as { bucket: string };
      await setting.put(clientOf(context, wanted), bucket, wanted);
      return { id: bucket };
    },
    async read(context, id, wanted) {
      const facts = await unlessMissing(missing, setting.get(clientOf(context, wanted), id));
      return facts === undefined ? undefined : { facts, computed: { id } };
    },
    facts: (wanted) => setting.facts(wanted),
    async update(context, id, wanted) {
      await setting.put(clientOf(context, wanted), id, wanted);
    },
    async remove(context, id, last) {
      await unlessMissing(missing, setting.remove(clientOf(context, last), id, last));
      return undefined;
    },
  });
}

/** Bucket and name of a configuration, as the SDK takes them. */
export interface Configuration {
  readonly Bucket: string;
  readonly Id: string;
}

interface NamedSetting<A> {
  put(s3: S3Client, id: Configuration, wanted: A): Promise<unknown>;
  /** In the shape of `facts`. */
  get(s3: S3Client, id: Configuration): Promise<unknown>;
  facts(wanted: A): unknown;
  remove(s3: S3Client, id: Configuration): Promise<unknown>;
}

type Named = { bucket: z.ZodString; name: z.ZodString };

/** A setting of which a bucket can have many; Terraform's id is `bucket:name`. */
export function namedBucketSetting<S extends z.ZodObject<Named>>(
  schema: S,
  setting: NamedSetting<z.output<S>>,
): ResourceType {
  const missing = [...GONE, "NoSuchConfiguration"];
  const partsOf = (id: string): Configuration => {
    const [Bucket = "", Id = ""] = id.split(":");
    return { Bucket, Id };
  };
  return resourceType(schema.extend({ region }) as unknown as S, {
    replaceOn: ["bucket", "name"] as (keyof z.output<S> & string)[],
    async create(context, wanted) {
      const { bucket, name } = wanted as Attributes as { bucket: string; name: string };
      await setting.put(clientOf(context, wanted), { Bucket: bucket, Id: name }, wanted);
      return { id: `${bucket}:${name}` };
    },
    async read(context, id, wanted) {
      const facts = await unlessMissing(missing, setting.get(clientOf(context, wanted), partsOf(id)));
      return facts === undefined ? undefined : { facts, computed: { id } };
    },
    facts: (wanted) => setting.facts(wanted),
    async update(context, id, wanted) {
      await setting.put(clientOf(context, wanted), partsOf(id), wanted);
    },
    async remove(context, id, last) {
      await unlessMissing(missing, setting.remove(clientOf(context, last), partsOf(id)));
      return undefined;
    },
  });
}

/** Without members that are absent, and with dates as text, so that both sides can be compared. */
export function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
