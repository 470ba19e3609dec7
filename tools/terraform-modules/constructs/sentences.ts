import type { ConstructName } from ".";

/** What each module is, as the first sentence of its README. */
export const SENTENCES: Readonly<Record<ConstructName, string>> = {
  key: "A KMS key with its aliases, and a key policy made of audiences: who manages, who uses, who only opens or only encrypts.",
  "multi-region-key": "A multi-Region KMS key with replicas, under the same aliases everywhere.",
  bucket:
    "A private S3 bucket under a KMS key: versions, retention by prefix, object lock, and a policy that refuses plain HTTP and other keys.",
  "replicated-pair": "Two buckets in two regions, one of which S3 copies to, each under a key of its own.",
  "trail-with-alerts":
    "A CloudTrail trail in a bucket of its own, and alerts on the use, the change and the end of keys, under a key of their own.",
  role: "An IAM role with a trust policy for people, hosts, pods, pipelines or services, and what it may do.",
};
