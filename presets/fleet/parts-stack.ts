/** The function and the state machine, each with its role and its alarms. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { InlinePolicy, Role } from "../../modules/iam";
import { tagsOf } from "../../modules/tags";
import type { FleetConfig } from "./config";
import { concurrencyFor, LONG_DURATION_MS, TIMEOUT_SECONDS } from "./limits";
import {
  type FleetPlace,
  functionStatements,
  functionTrust,
  machineStatements,
  machineTrust,
} from "./policies";

export interface FleetFunction {
  /** Of the version that was published, which is all that anybody invokes. */
  readonly versionArn: string;
  readonly role: Role;
}

/** @returns `undefined` for an operation that S3 does itself. */
export function fleetFunction(
  stack: Construct,
  config: FleetConfig,
  { env }: FleetPlace,
): FleetFunction | undefined {
  const { function: given, backups, operation, tags } = config;
  if (given === undefined || backups.roleArn === undefined) return undefined;
  const name = `${stack.node.id}-function`;
  const role = new Role(stack, "function-role", {
    name,
    description: `Lets the function assume the role of the backups for ${operation}; opens nothing itself.`,
    trust: [functionTrust(env)],
    tags,
  });
  const log = new CloudwatchLogGroup(stack, "log", {
    name: `/aws/lambda/${name}`,
    retentionInDays: given.logRetentionInDays,
    lifecycle: { preventDestroy: config.bucket.preventDestroy },
    ...tagsOf(tags),
  });
  const logGroupArn = formatArn({
    partition: env.partition,
    service: "logs",
    region: env.region,
    account: env.accountId,
    resource: `log-group:/aws/lambda/${name}`,
  });
  const policy = new InlinePolicy(stack, "function-policy", {
    name: "fleet",
    attachTo: { role },
    statements: functionStatements(backups.roleArn, logGroupArn),
  });
  const made = new LambdaFunction(stack, "function", {
    functionName: name,
    description: `sealstack fleet: ${operation}`,
    role: role.roleArn,
    handler: "fleet-handler.handler",
    runtime: given.runtime,
    architectures: [given.architecture],
    memorySize: given.memoryMiB,
    timeout: TIMEOUT_SECONDS,
    publish: true,
    reservedConcurrentExecutions:
      given.reservedConcurrency ?? concurrencyFor(operation, given.kmsRequestsPerSecond),
    // ARNs and a word: nothing of it is secret, so it needs no key of its own.
    environment: {
      variables: {
        SEALSTACK_FLEET_OPERATION: operation,
        SEALSTACK_FLEET_KEYS: backups.keyArns.join(","),
        SEALSTACK_FLEET_ROLE_ARN: backups.roleArn,
      },
    },
    ...codeOf(given.package),
    ...tagsOf(tags),
    dependsOn: [log],
  });
  made.node.addDependency(policy);
  alarm(stack, "errors", config, {
    says: "The function failed: see its log.",
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: name },
  });
  alarm(stack, "throttles", config, {
    says: "The function was asked more often than its reserved concurrency allows.",
    namespace: "AWS/Lambda",
    metricName: "Throttles",
    dimensions: { FunctionName: name },
  });
  alarm(stack, "duration", config, {
    says: "An object takes nearly as long as Lambda allows: do the largest ones by the local driver.",
    namespace: "AWS/Lambda",
    metricName: "Duration",
    dimensions: { FunctionName: name },
    statistic: "Maximum",
    threshold: LONG_DURATION_MS,
  });
  return { versionArn: made.qualifiedArn, role };
}

function codeOf({ path, bucket, key, versionId }: NonNullable<FleetConfig["function"]>["package"]) {
  if (path !== undefined) return { filename: path, sourceCodeHash: Fn.filebase64sha256(path) };
  return {
    ...(bucket === undefined ? {} : { s3Bucket: bucket }),
    ...(key === undefined ? {} : { s3Key: key }),
    ...(versionId === undefined ? {} : { s3ObjectVersion: versionId }),
  };
}

/** @returns its ARN; `undefined` where none is asked for. */
export function stateMachine(
  stack: Construct,
  config: FleetConfig,
  place: FleetPlace,
  functionArn: string | undefined,
): string | undefined {
  const { stateMachine: given, tags } = config;
  if (given === undefined || functionArn === undefined) return undefined;
  const { partition, region, accountId: account } = place.env;
  const name = `${stack.node.id}-machine`;
  const arn = formatArn({ partition, service: "states", region, account, resource: `stateMachine:${name}` });
  const role = new Role(stack, "machine-role", {
    name,
    description: "Reads manifests, invokes the function for each object, and writes results.",
    trust: [machineTrust(place.env, arn)],
    tags,
  });
  const policy = new InlinePolicy(stack, "machine-policy", {
    name: "fleet",
    attachTo: { role },
    statements: machineStatements(place, { name, arn }, functionArn),
  });
  const machine = new SfnStateMachine(stack, "machine", {
    name,
    roleArn: role.roleArn,
    definition: Fn.file(given.definition),
    ...tagsOf(tags),
  });
  machine.node.addDependency(policy);
  for (const [id, metricName, says] of [
    ["failed-executions", "ExecutionsFailed", "An execution, or the child for an object, failed."],
    ["timed-out-executions", "ExecutionsTimedOut", "An execution took longer than it may."],
    ["aborted-executions", "ExecutionsAborted", "An execution was ended before it was through."],
  ] as const)
    alarm(stack, id, config, {
      says,
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: machine.arn },
    });
  return machine.arn;
}

interface Alarm {
  readonly says: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic?: "Maximum";
  readonly threshold?: number;
}

/** Looks at five minutes at a time; nothing happened is well. */
function alarm(stack: Construct, id: string, { alarms, tags }: FleetConfig, given: Alarm): void {
  const { says, namespace, metricName, dimensions, statistic = "Sum", threshold = 1 } = given;
  new CloudwatchMetricAlarm(stack, `alarm-${id}`, {
    alarmName: `${stack.node.id}-${id}`,
    alarmDescription: says,
    namespace,
    metricName,
    dimensions,
    statistic,
    threshold,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    period: 300,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    ...(alarms.topicArns.length === 0 ? {} : { alarmActions: alarms.topicArns }),
    ...tagsOf(tags),
  });
}
