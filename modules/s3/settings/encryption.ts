/** How objects are encrypted at rest, as plain data. */
import type { GrantableKey } from "../../kms";
import type { Off, On } from "../../relaxations";
import { shown, shownText } from "../../show-value";
import { isToken } from "../../tokens";

/** A key that a bucket can use: a `Key`, a `ReplicaKey` of the bucket's region, or an `ExistingKey`. */
export type BucketEncryptionKey = GrantableKey & {
  /** ARN of the key; an alias would be looked up in the account of whoever uploads. */
  readonly keyArn: string;
  /** Where the key is, as far as it is known. */
  readonly region?: string | undefined;
};

/** How a bucket encrypts. */
export interface EncryptionProps {
  /**
   * Key that encrypts every object that comes without another wish.
   *
   * @default - none; then `sseS3` has to say why
   */
  readonly key?: BucketEncryptionKey;
  /**
   * Encrypts under keys that S3 owns, in place of `key`. Whoever may read an object may then open it: there is no second lock. Targets of
   * server access logs and of Application Load Balancers take nothing else.
   *
   * @default - objects are encrypted under `key`
   */
  readonly sseS3?: On;
  /**
   * Whether objects are encrypted twice (DSSE-KMS), as some regulations ask for. It costs extra, and knows no bucket key.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
   */
  readonly dualLayer?: boolean;
  /**
   * Whether S3 derives the keys of objects from one data key a bucket, which spares nearly all KMS requests. It makes the bucket's ARN the
   * encryption context; without it, that is the object's ARN, and CloudTrail shows each use.
   *
   * @default true, except with `dualLayer`
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly bucketKey?: true | Off;
  /**
   * ARNs of more keys that uploads may ask for, such as that of a service which brings its own. Grants of the bucket are for `key` only; `Replication`
   * opens objects under these, too.
   *
   * @default - `key` only
   */
  readonly otherKeyArns?: readonly string[];
  /**
   * ARNs of roles and users that may bring objects which are there under `key` or one of `otherKeyArns` (`s3:UpdateObjectEncryption`), such as after a change of keys;
   * their own policies have to allow it. Everybody else is refused, administrators of the account included: to put objects under a key of one's own is to
   * take them hostage. With a reason in place of the list the bucket policy says nothing of it, such as for a partition whose S3 does not know the action yet.
   *
   * @default - nobody
   */
  readonly encryptionUpdaters?: readonly string[] | On;
  /**
   * Lets clients bring keys of their own with each request (SSE-C). Nobody else can open such objects, and they are not replicated by key.
   *
   * @default - refused
   */
  readonly sseC?: On;
}

/** Whether S3 uses a bucket key, so that the encryption context is the bucket's ARN. */
export function usesBucketKey({ key, dualLayer = false, bucketKey }: EncryptionProps): boolean {
  return key !== undefined && !dualLayer && (bucketKey ?? true) === true;
}

/**
 * What S3 may tell KMS about objects that are there: the bucket's ARN or the object's. Each keeps what it was written with, whatever the bucket is set to
 * since; an upload can choose by a header; and a replica takes after its source, not after its bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-replication
 */
export function contextOfObjects(bucketArn: string): { readonly "aws:s3:arn": readonly string[] } {
  return { "aws:s3:arn": [bucketArn, `${bucketArn}/*`] };
}

/** The rule for the provider. `blockedEncryptionTypes` is always there: left out, provider 6.25 shows a change at every plan. */
export function encryptionRule(props: EncryptionProps) {
  const { key, dualLayer = false, sseC } = props;
  return {
    applyServerSideEncryptionByDefault:
      key === undefined
        ? { sseAlgorithm: "AES256" }
        : { sseAlgorithm: dualLayer ? "aws:kms:dsse" : "aws:kms", kmsMasterKeyId: key.keyArn },
    bucketKeyEnabled: usesBucketKey(props),
    blockedEncryptionTypes: [sseC === undefined ? "SSE-C" : "NONE"],
  };
}

/**
 * Everything that is wrong with the encryption of a bucket.
 *
 * @param region of the bucket, as far as it is known
 */
export function encryptionProblems(
  { key, sseS3, dualLayer, bucketKey, otherKeyArns = [], encryptionUpdaters = [] }: EncryptionProps,
  region?: string,
): readonly string[] {
  const problems: string[] = [];
  if ([key?.region, region].every((one) => one !== undefined && !isToken(one)) && key?.region !== region)
    problems.push(`the key must be in the bucket's region ${region}, got ${shownText(key?.region ?? "")}`);
  if (key === undefined && sseS3 === undefined)
    problems.push("a bucket needs a key, or a reason in sseS3 why it has none");
  if (key !== undefined && sseS3 !== undefined) problems.push("key and sseS3 must not be given together");
  const needKey = {
    dualLayer: dualLayer === true,
    bucketKey: bucketKey !== undefined,
    otherKeyArns: otherKeyArns.length > 0,
    encryptionUpdaters: !("on" in encryptionUpdaters) && encryptionUpdaters.length > 0,
  };
  for (const [name, given] of Object.entries(needKey))
    if (given && key === undefined) problems.push(`${name} needs a key`);
  if (dualLayer === true && bucketKey === true)
    problems.push("bucketKey must not be asked for with dualLayer: S3 has none for DSSE-KMS");
  for (const arn of otherKeyArns)
    if (!isToken(arn) && !/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+/.test(arn))
      problems.push(`otherKeyArns must be ARNs of keys, got ${shown(arn)}`);
  return problems;
}
