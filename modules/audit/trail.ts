import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ConfigError } from "../config-error";
import { InlinePolicy, Role } from "../iam";
import { noteRelaxations } from "../relaxations";
import { tagsOf } from "../tags";
import { assertProps } from "../validate";
import { TRAIL } from "./audit-shape";
import { eventSelectors } from "./event-selectors";
import { DEFAULT_LOG_RETENTION_IN_DAYS } from "./limits";
import { trailArn } from "./names";
import { logsRoleStatements, logsRoleTrust } from "./trail-logs-policy";
import type { TrailBucket, TrailLogs, TrailProps } from "./trail-props";
import { logsRoleName, trailProblems, trailRelaxations } from "./trail-rules";

export type { TrailProps } from "./trail-props";

/**
 * A trail that records every management event of the account, reads and writes, in all regions, into an encrypted bucket, with signed digests;
 * optionally calls on objects, and a copy in an encrypted log group.
 *
 * The key comes first, and names the trail in its policy: see `auditKeyUses`.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class Trail extends Construct {
  /** ARN of the trail. */
  readonly trailArn: string;
  /** Name of the trail. */
  readonly trailName: string;
  /** Name of the log group, where `logs` was given. */
  readonly logGroupName: string | undefined;

  constructor(scope: Construct, id: string, props: TrailProps) {
    super(scope, id);
    assertProps(this, props, TRAIL);
    const problems = trailProblems(props);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    const { name, env, bucket, key, prefix, dataEvents = [], logs } = props;
    const source = { service: "cloudTrail", sourceArns: [trailArn(env, name)] } as const;
    bucket.acceptLogs?.(prefix === undefined ? source : { ...source, prefix: `${prefix}/` }, key.keyArn);
    const delivery = logs === undefined ? undefined : this.logDelivery(props, logs);
    const trail = new Cloudtrail(this, "Default", {
      name,
      s3BucketName: bucket.bucketName,
      ...(prefix === undefined ? {} : { s3KeyPrefix: prefix }),
      kmsKeyId: key.keyArn,
      isMultiRegionTrail: (props.multiRegion ?? true) === true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: (props.logFileValidation ?? true) === true,
      enableLogging: (props.logging ?? true) === true,
      advancedEventSelector: eventSelectors(dataEvents),
      ...(delivery === undefined
        ? {}
        : {
            // CloudTrail takes the group with all its streams.
            cloudWatchLogsGroupArn: `${delivery.group.arn}:*`,
            cloudWatchLogsRoleArn: delivery.roleArn,
          }),
      ...tagsOf(props.tags),
      // CloudTrail tries to write when the trail is made.
      dependsOn: [...policiesOf(bucket), ...(delivery === undefined ? [] : policiesIn(delivery.policy))],
      lifecycle: { preventDestroy: (props.preventDestroy ?? true) === true },
    });
    noteRelaxations(trail, trailRelaxations(props));
    // Known before the deployment, as key and bucket have to know them.
    this.trailArn = trailArn(env, name);
    this.trailName = name;
    this.logGroupName = delivery?.group.name;
  }

  private logDelivery(props: TrailProps, logs: TrailLogs) {
    const { env, name, key, tags } = props;
    const group = new CloudwatchLogGroup(this, "logs", {
      name: logs.name,
      kmsKeyId: key.keyArn,
      retentionInDays: logs.retentionInDays ?? DEFAULT_LOG_RETENTION_IN_DAYS,
      ...tagsOf(tags),
      lifecycle: { preventDestroy: (props.preventDestroy ?? true) === true },
    });
    const role = new Role(this, "logs-role", {
      name: logsRoleName(name, logs),
      description: `Lets CloudTrail copy the records of trail ${name} to CloudWatch Logs.`,
      trust: [logsRoleTrust(env)],
      ...(tags === undefined ? {} : { tags }),
    });
    const policy = new InlinePolicy(this, "logs-policy", {
      name: "write-trail-logs",
      attachTo: { role },
      statements: logsRoleStatements(env, logs.name),
    });
    return { group, roleArn: role.roleArn, policy };
  }
}

/** The policy of a bucket that this app makes. */
function policiesOf(bucket: TrailBucket): ITerraformDependable[] {
  if (!Construct.isConstruct(bucket)) return [];
  return bucket.node.findAll().filter((child) => child instanceof S3BucketPolicy);
}

function policiesIn(policy: Construct): ITerraformDependable[] {
  return policy.node.findAll().filter((child) => TerraformResource.isTerraformResource(child));
}
