import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketObjectLockConfigurationA as S3BucketObjectLockConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA as S3BucketServerSideEncryptionConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA as S3BucketVersioning } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acknowledgedIn, renderPolicy, type Statement } from "../iam";
import type { Key } from "../kms";
import { noteRelaxations } from "../relaxations";
import { type Tags, tagsOf } from "../tags";
import { assertValid, ConfigError, outside, type Rule, unlessToken } from "../validate";
import { bucketNameProblem } from "./bucket-name";
import { encryptionStatements, tlsStatements } from "./bucket-policy";
import { lifecycleRules, type Retention, retentionProblems } from "./lifecycle";
import { RETENTION_DAYS } from "./limits";

/** Keeps every new object version from being deleted or overwritten. */
export interface ObjectLock {
  /** `GOVERNANCE` yields to who has `s3:BypassGovernanceRetention`; `COMPLIANCE` to nobody, the root user included. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days from the upload, 1 to 36500; never longer than any expiration. */
  readonly retentionInDays: number;
}

/** What {@link Bucket} needs. */
export interface BucketProps {
  /** Name of the bucket, unique in the partition: 3 to 63 lower-case letters, digits and `-`. */
  readonly name: string;
  /** Key that encrypts every object. */
  readonly key: Key;
  /** How long objects are kept, by prefix. Prefixes must not overlap. */
  readonly retentions: readonly Retention[];
  /**
   * More statements for the bucket policy, given the bucket's ARN. TLS and the key are seen to.
   *
   * @default - none
   */
  readonly policy?: (bucketArn: string) => readonly Statement[];
  /**
   * Default retention of new objects. Can be switched on for a bucket that has none, never off again.
   *
   * @default - no object lock
   */
  readonly objectLock?: ObjectLock;
  /**
   * Whether Terraform refuses any plan that would delete the bucket.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const RULES: readonly Rule<BucketProps>[] = [
  ({ name }) => unlessToken(name, bucketNameProblem),
  ({ objectLock }) => outside("objectLock.retentionInDays", objectLock?.retentionInDays, RETENTION_DAYS),
];

/**
 * A private, versioned bucket whose objects are encrypted under one KMS key and expire.
 *
 * S3 refuses changes to one bucket at the same time (`OperationAborted`), so its parts depend on each other in one fixed chain.
 *
 * @throws {@link ConfigError} when the props or the bucket policy are invalid.
 */
export class Bucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    assertValid(this.node.path, props, RULES);
    const problems = retentionProblems(props.retentions, props.objectLock);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);

    const bucket = new S3Bucket(this, "Default", {
      bucket: props.name,
      forceDestroy: false,
      objectLockEnabled: props.objectLock !== undefined,
      ...tagsOf(props.tags),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
    });
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    const versioning = this.closeAndVersion(bucket);
    const encryption = this.encrypt(bucket, props.key, versioning);
    const lock = this.lock(bucket, props.objectLock, encryption);
    const lifecycle = new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.bucket,
      rule: lifecycleRules(props.retentions),
      dependsOn: [lock],
    });
    const statements = [
      ...tlsStatements(bucket.arn),
      ...encryptionStatements(bucket.arn, props.key.keyArn),
      ...(props.policy?.(bucket.arn) ?? []),
    ];
    const policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.bucket,
      policy: renderPolicy(this, "bucket", statements),
      dependsOn: [lifecycle],
    });
    noteRelaxations(policy, acknowledgedIn(statements));
  }

  /** No public access, no access lists, every version kept. */
  private closeAndVersion(bucket: S3Bucket): ITerraformDependable {
    const publicAccess = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const ownership = new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      dependsOn: [publicAccess],
    });
    return new S3BucketVersioning(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
      dependsOn: [ownership],
    });
  }

  /** SSE-KMS with a bucket key, which makes the bucket's ARN the encryption context; keys sent by the client are refused. */
  private encrypt(bucket: S3Bucket, key: Key, after: ITerraformDependable): ITerraformDependable {
    return new S3BucketServerSideEncryptionConfiguration(this, "encryption", {
      bucket: bucket.bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.keyArn },
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
      dependsOn: [after],
    });
  }

  private lock(
    bucket: S3Bucket,
    objectLock: ObjectLock | undefined,
    after: ITerraformDependable,
  ): ITerraformDependable {
    if (objectLock === undefined) return after;
    return new S3BucketObjectLockConfiguration(this, "object-lock", {
      bucket: bucket.bucket,
      rule: { defaultRetention: { mode: objectLock.mode, days: objectLock.retentionInDays } },
      dependsOn: [after],
    });
  }
}
