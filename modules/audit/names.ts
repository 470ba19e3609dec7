/** Names that audit resources may have, and the ARNs that follow from them before anything is deployed. */
import { formatArn } from "../arn";
import { type Range, rangeText } from "../config-error";
import { environment } from "../iam/policies/environment";
import type { AwsEnvironment } from "../iam/policies/principals";
import { text } from "../shape";
import { shown } from "../show-value";
import { assertArguments } from "../validate";
import { LOG_GROUP_NAME_LENGTH, TOPIC_NAME_LENGTH, TRAIL_NAME_LENGTH, TRAIL_PREFIX_LENGTH } from "./limits";

/** ARN of a trail, as key and bucket policies name it. */
export function trailArn(env: AwsEnvironment, name: string): string {
  assertArguments("trailArn", { env, name }, { env: environment, name: text });
  return regionalArn(env, "cloudtrail", `trail/${name}`);
}

/** ARN of a log group, without the `:*` that stands for its streams. */
export function logGroupArn(env: AwsEnvironment, name: string): string {
  assertArguments("logGroupArn", { env, name }, { env: environment, name: text });
  return regionalArn(env, "logs", `log-group:${name}`);
}

/** ARN of a topic. */
export function topicArn(env: AwsEnvironment, name: string): string {
  assertArguments("topicArn", { env, name }, { env: environment, name: text });
  return regionalArn(env, "sns", name);
}

function regionalArn(env: AwsEnvironment, service: string, resource: string): string {
  const { partition, region, accountId: account } = env;
  return formatArn({ partition, service, region, account, resource });
}

/**
 * What is wrong with the name of a trail.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 */
export function trailNameProblem(name: string): string | undefined {
  const long = lengthProblem("name", name, TRAIL_NAME_LENGTH);
  if (long !== undefined) return long;
  const got = `got ${shown(name)}`;
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return `name must be letters, digits, '.', '_' and '-', ${got}`;
  if (!/^[A-Za-z0-9].*[A-Za-z0-9]$/.test(name))
    return `name must begin and end with a letter or digit, ${got}`;
  if (/[._-]{2}/.test(name)) return `name must not have two of '.', '_' and '-' in a row, ${got}`;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return `name must not look like an IP address, ${got}`;
  return undefined;
}

/** What is wrong with what stands before `AWSLogs/` in object keys. */
export function trailPrefixProblem(prefix: string): string | undefined {
  const long = lengthProblem("prefix", prefix, TRAIL_PREFIX_LENGTH);
  if (long !== undefined) return long;
  // CloudTrail puts the slash there itself, and a second one would not be what the bucket policy allows.
  return prefix.startsWith("/") || prefix.endsWith("/")
    ? `prefix must not begin or end with '/', got ${shown(prefix)}`
    : undefined;
}

/** What is wrong with the name of a log group. Source: CloudWatch Logs API Reference, `CreateLogGroup`. */
export function logGroupNameProblem(name: string): string | undefined {
  const long = lengthProblem("logs.name", name, LOG_GROUP_NAME_LENGTH);
  if (long !== undefined) return long;
  return /^[\w./#-]+$/.test(name)
    ? undefined
    : `logs.name must be letters, digits, '.', '_', '/', '#' and '-', got ${shown(name)}`;
}

/** What is wrong with the name of a topic. Source: SNS API Reference, `CreateTopic`. */
export function topicNameProblem(name: string): string | undefined {
  const long = lengthProblem("name", name, TOPIC_NAME_LENGTH);
  if (long !== undefined) return long;
  return /^[\w-]+$/.test(name) ? undefined : `name must be letters, digits, '_' and '-', got ${shown(name)}`;
}

/** What is wrong with the length of a text. */
export function lengthProblem(prop: string, { length }: string, range: Range): string | undefined {
  if (length >= range.min && length <= range.max) return undefined;
  return `the length of ${prop} must be ${rangeText(range)}, got ${length}`;
}
