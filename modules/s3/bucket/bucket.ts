import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import {
  S3BucketReplicationConfigurationA as S3BucketReplicationConfiguration,
  type S3BucketReplicationConfigurationAConfig as S3BucketReplicationConfigurationConfig,
} from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import type { Statement } from "../../iam";
import { statements as statementList } from "../../iam/policies/statement-shape";
import type { Grantee } from "../../kms";
import { noteRelaxations, type Relaxation } from "../../relaxations";
import { having, knownList, object, orNothing, reason, text } from "../../shape";
import { tagsOf } from "../../tags";
import { assertArguments, assertProps } from "../../validate";
import { logKeyArn, logSource } from "../logs/log-shape";
import { type LogSource, logSourceStatements, logSourceTraits } from "../logs/log-sources";
import { logSourceProblems } from "../logs/log-targets";
import type { TargetBucket } from "../logs/target-bucket";
import { type BucketGrant, type BucketGrantOptions, BucketGrants } from "../policy/bucket-grants";
import { onlyWriters, onlyWritersStatement, sparingServices, WITHOUT_KEY } from "../policy/bucket-policy";
import type { BucketAccessName } from "../policy/grants";
import { GrowingPolicy } from "../policy/growing-policy";
import { usesBucketKey } from "../settings/encryption";
import { announceReports, logTargetOf } from "./bucket-logs";
import { addFeatures, addProtection, addReports, type Owner } from "./bucket-parts";
import type { BucketProps } from "./bucket-props";
import { bucketProblems, bucketRelaxations, regionOf } from "./bucket-rules";
import { BUCKET } from "./bucket-shape";
import { addNotifications } from "./notification-parts";
import { ownStatements } from "./own-statements";
import { PartChain } from "./part-chain";

const MFA_DELETE =
  "MFA delete is a step of the root user: aws s3api put-bucket-versioning --mfa; see the mfaDelete prop";

/**
 * A private, versioned bucket whose objects are encrypted under one KMS key.
 *
 * S3 refuses changes to one bucket at the same time (`OperationAborted`), so its parts depend on each other in one fixed chain.
 *
 * @throws {@link ConfigError} when the props or the bucket policy are invalid.
 */
export class Bucket extends Construct implements TargetBucket {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** ARN of the bucket. */
  readonly bucketArn: string;
  /** Where the bucket is, as far as it was said. */
  readonly region: string | undefined;
  /** What it was made from. */
  readonly props: BucketProps;
  /** The bucket policy: what others send here should wait for it. */
  readonly ready: ITerraformDependable;
  private readonly chain = new PartChain();
  private readonly policy: GrowingPolicy;
  private readonly grants: BucketGrants;
  private readonly accepted: string[] = [];
  private readonly owner: Owner;
  private readonly resource: S3Bucket;
  private relaxations: readonly Relaxation[];

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    assertProps(this, props, BUCKET);
    const problems = bucketProblems(props);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    this.props = props;
    const region = props.region === undefined ? {} : { region: props.region };
    const bucket = new S3Bucket(this, "Default", {
      bucket: props.name,
      forceDestroy: false,
      // No object_lock_enabled: to change it would replace the bucket. The lock configuration switches it on.
      ...region,
      ...tagsOf(props.tags),
      lifecycle: { preventDestroy: (props.preventDestroy ?? true) === true },
    });
    this.resource = bucket;
    this.relaxations = bucketRelaxations(props);
    noteRelaxations(bucket, this.relaxations);
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.region = regionOf(props);
    this.owner = { bucket: bucket.bucket, ...region };
    addProtection(this, this.owner, props, this.chain);
    addFeatures(this, this.owner, props, this.chain);
    this.policy = new GrowingPolicy(this, ownStatements(this.bucketArn, props));
    this.ready = this.chain.add((after) => this.policyResource(after));
    this.grants = new BucketGrants(this, this.policy);
    for (const source of props.logSources ?? []) this.acceptLogs(source);
    announceReports(this.bucketArn, props);
    if (props.mfaDelete === true) Annotations.of(this).addInfo(MFA_DELETE);
    addReports(this, this.owner, props, this.chain);
    const { notifications, env } = props;
    if (notifications !== undefined && env !== undefined)
      addNotifications(this, this.owner, this.bucketArn, { notifications, env }, this.chain);
  }

  /** What S3 tells KMS when an object is written here: with a bucket key the bucket's ARN, else the object's. */
  get encryptionContext(): Readonly<Record<string, string>> {
    return { "aws:s3:arn": this.usesBucketKey ? this.bucketArn : `${this.bucketArn}/*` };
  }

  /** Whether S3 derives the keys of objects from one data key of the bucket. */
  get usesBucketKey(): boolean {
    return usesBucketKey(this.props);
  }

  /** ARNs that alone may write here since `acceptReplicas`; `undefined` where policies decide. */
  get onlyWriters(): readonly string[] | undefined {
    return onlyWriters(this.policy.statements);
  }

  /** Lets others write as well where, since `acceptReplicas`, only some may. */
  addOnlyWriters(arns: readonly string[]): void {
    assertArguments(this.node.path, { arns }, { arns: knownList(text) });
    const all = [...new Set([...(this.onlyWriters ?? []), ...arns])];
    const statement = onlyWritersStatement(this.bucketArn, all);
    this.policy.revise(statement.sid, () => statement);
  }

  /** Who was let in to write so far: ARNs of principals, and `logs` for services. */
  get writers(): readonly string[] {
    return [...this.grants.writers, ...(this.accepted.length === 0 ? [] : ["logs"])];
  }

  /** Keeps with the bucket why a construct around it gave up a safe default. */
  keepReason(relaxation: Relaxation): void {
    assertArguments(
      this.node.path,
      { relaxation },
      { relaxation: object<Relaxation>({ what: text, reason }) },
    );
    this.relaxations = [...this.relaxations, relaxation];
    noteRelaxations(this.resource, this.relaxations);
  }

  /** Adds to the bucket policy; a sid that is there already gets a number. @throws {@link ConfigError} when the policy becomes invalid */
  addToPolicy(...statements: readonly Statement[]): readonly Statement[] {
    assertArguments(this.node.path, { statements }, { statements: statementList });
    return this.policy.add(statements);
  }

  /**
   * Lets a service write logs or reports here, once.
   *
   * @param keyArn of the key that the service was told to encrypt with, where it was told one
   * @throws {@link ConfigError} when its logs cannot go into such a bucket
   */
  acceptLogs(source: LogSource, keyArn?: string): void {
    assertArguments(this.node.path, { source, keyArn }, { source: logSource, keyArn: orNothing(logKeyArn) });
    const { env } = this.props;
    const problems = [
      ...logSourceProblems(source, logTargetOf(this.props, this.onlyWriters !== undefined), keyArn),
      ...(env === undefined ? ["the target of logs needs env, whose account stands in the conditions"] : []),
    ];
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    if (env === undefined) return;
    const statements = logSourceStatements(this.bucketArn, env, source);
    const written = JSON.stringify(statements);
    if (this.accepted.includes(written)) return;
    this.accepted.push(written);
    this.policy.add(statements);
    const { mayOmitKey = false, principal } = logSourceTraits(source.service);
    if (mayOmitKey)
      this.policy.revise(WITHOUT_KEY, (statement) => sparingServices(statement, [principal(env)]));
  }

  /**
   * Lets a principal use objects in one of the ways of `BUCKET_ACCESS`, and the key as far as S3 needs it for that.
   *
   * A role or user of this app gets a policy; for an ARN, the bucket policy names it.
   *
   * @throws {@link ConfigError} with every reason why it cannot be granted
   */
  grant(access: BucketAccessName, grantee: Grantee, options: BucketGrantOptions): BucketGrant {
    return this.grants.grant(access, grantee, options);
  }
  /** Adds and replaces objects; reads none. */
  grantWriteOnly(grantee: Grantee, options: BucketGrantOptions): BucketGrant {
    return this.grant("writeOnly", grantee, options);
  }
  /** Adds objects, and cannot replace, read or delete one: each upload needs `If-None-Match: *`. */
  grantAppendOnly(grantee: Grantee, options: BucketGrantOptions): BucketGrant {
    return this.grant("appendOnly", grantee, options);
  }
  /** Reads current objects. */
  grantReadOnly(grantee: Grantee, options: BucketGrantOptions): BucketGrant {
    return this.grant("readOnly", grantee, options);
  }
  /** Reads every version, and brings archived objects back. */
  grantRestoreOnly(grantee: Grantee, options: BucketGrantOptions): BucketGrant {
    return this.grant("restoreOnly", grantee, options);
  }

  /** The last part: what is copied elsewhere. For `Replication`; a bucket takes it once. @throws {@link ConfigError} the second time */
  addReplication(
    attributes: Omit<S3BucketReplicationConfigurationConfig, "bucket">,
    after: readonly (ITerraformDependable | undefined)[],
  ): void {
    assertArguments(
      this.node.path,
      { attributes, after },
      {
        attributes: having({ role: text, rule: knownList(having({})) }),
        after: knownList(orNothing(having({}))),
      },
    );
    if (this.node.tryFindChild("replication") !== undefined)
      throw new ConfigError(this.node.path, ["a bucket has one replication: give it more destinations"]);
    this.chain.add(
      (order) =>
        new S3BucketReplicationConfiguration(this, "replication", { ...this.owner, ...attributes, ...order }),
      after,
    );
  }

  private policyResource(after: { dependsOn?: ITerraformDependable[] }): S3BucketPolicy {
    const resource = new S3BucketPolicy(this, "policy", {
      ...this.owner,
      policy: this.policy.render(),
      ...after,
    });
    this.policy.keepReasonsWith(resource);
    return resource;
  }
}
