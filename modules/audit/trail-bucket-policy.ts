/** What the policy of a trail's bucket has to allow, as plain data. */
import type { Statement } from "../iam/policy-document";
import { type AwsEnvironment, servicePrincipal } from "../iam/principals";
import { trailArn } from "./names";

/** Which trail writes, and where to. */
export interface TrailDelivery {
  readonly env: AwsEnvironment;
  /** Name of the trail. */
  readonly trailName: string;
  /** What stands before `AWSLogs/` in object keys, without a slash at its end. @default - nothing */
  readonly prefix?: string;
}

/**
 * Lets CloudTrail look at the bucket's access list and write below `AWSLogs/<account>/`, for this one trail: without the condition on
 * `aws:SourceArn`, a trail of any account could write there. For the `policy` of a bucket:
 * `policy: (bucketArn) => trailBucketStatements(bucketArn, { env, trailName: "audit" })`.
 *
 * CloudTrail sends the access list `bucket-owner-full-control` even where the bucket has no access lists; it is asked for, so that nothing
 * else is allowed.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketStatements(
  bucketArn: string,
  { env, trailName, prefix }: TrailDelivery,
): readonly Statement[] {
  const source = { "aws:SourceArn": trailArn(env, trailName) };
  const principals = { service: [servicePrincipal("cloudtrail", env)] };
  const folder = prefix === undefined ? "" : `${prefix}/`;
  return [
    {
      sid: "CloudTrailAclCheck",
      principals,
      actions: ["s3:GetBucketAcl"],
      resources: [bucketArn],
      conditions: { StringEquals: source },
    },
    {
      sid: "CloudTrailWrite",
      principals,
      actions: ["s3:PutObject"],
      resources: [`${bucketArn}/${folder}AWSLogs/${env.accountId}/*`],
      conditions: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source } },
    },
  ];
}
