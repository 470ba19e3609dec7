/** S3: the bucket itself. */
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  PutBucketTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { PARTITIONS } from "../../../../modules/partitions";
import { emptyBucket } from "../../empty-bucket";
import { tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, tagList, unlessMissing } from "../sdk";

const bucketSchema = z.strictObject({
  bucket: z.string(),
  /** Whether content may be lost when the bucket is replaced or dropped from the stack. */
  force_destroy: z.boolean().default(false),
  object_lock_enabled: z.boolean().default(false),
  /** Where it is not in the provider's. */
  region: z.string().optional(),
  tags,
});
type Tags = z.output<typeof tags>;

/** The region that takes no location: S3's oldest. */
const WITHOUT_LOCATION = "us-east-1";

export const s3Bucket = resourceType(bucketSchema, {
  replaceOn: ["bucket", "object_lock_enabled", "region"],
  async create({ s3In, region: ours }, wanted) {
    const region = wanted.region ?? ours;
    const s3 = s3In(region);
    const LocationConstraint = region as BucketLocationConstraint;
    await s3.send(
      new CreateBucketCommand({
        Bucket: wanted.bucket,
        ObjectLockEnabledForBucket: wanted.object_lock_enabled,
        ...(region === WITHOUT_LOCATION ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
      }),
    );
    await putTags(s3, wanted.bucket, wanted.tags);
    return { id: wanted.bucket };
  },
  async read({ s3In, region: ours, partition }, id, wanted) {
    const region = wanted.region ?? ours;
    const s3 = s3In(region);
    const head = await unlessMissing(
      ["NotFound", "NoSuchBucket"],
      s3.send(new HeadBucketCommand({ Bucket: id })),
    );
    if (head === undefined) return undefined;
    const tagging = s3.send(new GetBucketTaggingCommand({ Bucket: id }));
    const found = await unlessMissing(["NoSuchTagSet"], tagging);
    const domain = PARTITIONS[partition]?.dnsSuffix ?? "amazonaws.com";
    return {
      facts: { tags: fromTagList(found?.TagSet) },
      computed: {
        id,
        arn: `arn:${partition}:s3:::${id}`,
        region,
        bucket_domain_name: `${id}.s3.${domain}`,
        bucket_regional_domain_name: `${id}.s3.${region}.${domain}`,
      },
    };
  },
  facts: ({ tags: wantedTags }) => ({ tags: wantedTags }),
  update: ({ s3In }, id, wanted) => putTags(s3In(wanted.region), id, wanted.tags),
  async remove({ s3In }, Bucket, { force_destroy, region }, { empty }) {
    const s3 = s3In(region);
    const exists = await unlessMissing(
      ["NotFound", "NoSuchBucket"],
      s3.send(new HeadBucketCommand({ Bucket })),
    );
    if (exists === undefined) return undefined;
    const emptied = empty || force_destroy ? await emptyBucket(s3, Bucket) : undefined;
    await s3.send(new DeleteBucketCommand({ Bucket }));
    if (emptied === undefined || emptied.versions + emptied.uploads === 0) return undefined;
    return {
      left: false,
      remark: `emptied: ${emptied.versions} object versions and ${emptied.uploads} unfinished uploads`,
    };
  },
});

/** S3 only knows all tags at once. */
async function putTags(s3: S3Client, Bucket: string, wanted: Tags): Promise<void> {
  if (Object.keys(wanted).length === 0) await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
  else await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagList(wanted) } }));
}
