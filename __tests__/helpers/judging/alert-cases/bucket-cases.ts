/** Of alerts on buckets and what is in them. */
import { ACCOUNT } from "../cloudtrail-records";
import { type AlertCases, onBucket } from "./subjects";

export const BUCKET_CASES = {
  bucketAccessChanged: {
    raised: [
      ["by a policy", onBucket("PutBucketPolicy")],
      ["by the loss of its policy", onBucket("DeleteBucketPolicy")],
      ["to the public", onBucket("DeleteBucketPublicAccessBlock")],
      ["to the public, in part", onBucket("PutBucketPublicAccessBlock")],
      ["by an access list", onBucket("PutBucketAcl")],
      ["to other owners of objects", onBucket("PutBucketOwnershipControls")],
      ["by the loss of its owner's word", onBucket("DeleteBucketOwnershipControls")],
      [
        "or tried to be",
        onBucket("PutBucketPolicy", undefined, { errorCode: "AccessDenied", errorMessage: "Access Denied" }),
      ],
    ],
    silent: [
      ["a policy that is read", onBucket("GetBucketPolicy")],
      ["another bucket", onBucket("PutBucketPolicy", "example-backups-2")],
      ["what keeps its objects", onBucket("PutBucketVersioning")],
    ],
  },
  bucketProtectionChanged: {
    raised: [
      ["by rules that expire", onBucket("PutBucketLifecycle")],
      ["by rules that expire, as the API calls it", onBucket("PutBucketLifecycleConfiguration")],
      ["by the loss of its rules", onBucket("DeleteBucketLifecycle")],
      ["by what ends versions", onBucket("PutBucketVersioning")],
      ["by another key", onBucket("PutBucketEncryption")],
      ["by the loss of its key", onBucket("DeleteBucketEncryption")],
      ["by a shorter lock", onBucket("PutBucketObjectLockConfiguration")],
      ["by a shorter lock, as the API calls it", onBucket("PutObjectLockConfiguration")],
      ["by copies elsewhere", onBucket("PutBucketReplication")],
      ["by the end of copies", onBucket("DeleteBucketReplication")],
      ["to nothing", onBucket("DeleteBucket")],
      ["or tried to be", onBucket("DeleteBucket", undefined, { errorCode: "AccessDenied" })],
    ],
    silent: [
      ["rules that are read", onBucket("GetBucketLifecycle")],
      ["another bucket", onBucket("DeleteBucket", "my-example-backups")],
      ["tags", onBucket("PutBucketTagging")],
    ],
  },
  objectsReencrypted: {
    raised: [
      [
        "one by one",
        onBucket("UpdateObjectEncryption", undefined, {
          eventCategory: "Data",
          managementEvent: false,
          resources: [
            { type: "AWS::S3::Object", ARN: "arn:aws:s3:::example-backups/etcd/x" },
            { accountId: ACCOUNT, type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::example-backups" },
          ],
        }),
      ],
    ],
    silent: [
      ["an upload", onBucket("PutObject")],
      ["an object elsewhere", onBucket("UpdateObjectEncryption", "other")],
    ],
  },
} satisfies Readonly<Record<string, AlertCases>>;
