/** Settings of buckets that have a say beside their policies. */
import type { BucketRules } from "../evaluate/question";
import { isMap } from "./blocks";
import { keyArn, named } from "./find";
import type { StackResource, StackValues } from "./values";

export interface BucketSettings extends BucketRules {
  /** Key that encrypts new objects by default, and whether through a bucket key. Absent without SSE-KMS, or without a key of the stack's choice. */
  readonly defaultKey?: { readonly arn: string; readonly bucketKey: boolean };
}

const BUCKET = ["aws_s3_bucket"];

/** By the ARN of the bucket. */
export function bucketSettings(stack: StackValues): Readonly<Record<string, BucketSettings>> {
  const buckets = stack.resources.filter(({ type }) => BUCKET.includes(type));
  return Object.fromEntries(buckets.map(({ arn }) => [arn, settingsOf(stack, arn)]));
}

function settingsOf(stack: StackValues, arn: string): BucketSettings {
  const settings = (type: string): StackResource | undefined =>
    stack.resources.find(
      (each) => each.type === type && named(stack, BUCKET, each.attributes.bucket)?.arn === arn,
    );
  const access = settings("aws_s3_bucket_public_access_block");
  const encryption = settings("aws_s3_bucket_server_side_encryption_configuration");
  const rules = [encryption?.attributes.rule ?? []].flat().filter(isMap);
  const keys = rules.flatMap((rule) => {
    const [byDefault] = [rule.apply_server_side_encryption_by_default ?? []].flat().filter(isMap);
    const said = byDefault?.kms_master_key_id;
    if (typeof said !== "string") return [];
    return [
      { arn: keyArn(stack, said, encryption?.region) ?? said, bucketKey: rule.bucket_key_enabled === true },
    ];
  });
  return {
    name: encryption?.address ?? "none",
    restrictPublicBuckets: access?.attributes.restrict_public_buckets === true,
    blockedEncryptionTypes: rules.flatMap((rule) => [rule.blocked_encryption_types ?? []].flat().map(String)),
    ...(keys[0] === undefined ? {} : { defaultKey: keys[0] }),
  };
}
