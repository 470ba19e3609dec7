/**
 * AWS services that write logs and reports into a bucket, each with the statements and conditions of its documentation, and what its target must not
 * be. Without the condition on the source, anybody's trail, bucket or load balancer could write here.
 */
import { ConfigError } from "../../config-error";
import { environment } from "../../iam/policies/environment";
import type { Conditions, Statement } from "../../iam/policies/policy-document";
import { type AwsEnvironment, servicePrincipal } from "../../iam/policies/principals";
import type { ServiceName } from "../../kms/policy/service-principals";
import { list, object, optional, type Shape, text, word } from "../../shape";
import { shown } from "../../show-value";
import { assertArguments } from "../../validate";

/**
 * A service that may write, and for what. Where it is told a key, as trails and inventories are, that must be the key of the bucket or one of its
 * `otherKeyArns`: the bucket policy refuses any other.
 */
export interface LogSource {
  readonly service: LogSourceName;
  /**
   * ARNs of what the logs are about; `*` is a wildcard. Buckets for `serverAccessLogs`, `inventory` and `analytics`; trails for `cloudTrail`; load
   * balancers; deliveries of CloudWatch Logs.
   *
   * @default - the account's, where the service documents such a pattern; the others have to be named
   */
  readonly sourceArns?: readonly string[];
  /** Account of what the logs are about, twelve digits. @default - the bucket's */
  readonly accountId?: string;
  /** Start of the object keys, with the slash. @default - none */
  readonly prefix?: string;
}

interface Scope {
  readonly env: AwsEnvironment;
  readonly bucketArn: string;
  readonly accountId: string;
  readonly sourceArns: readonly string[];
  readonly prefix: string;
}

/** One service. */
export interface LogSourceTraits {
  readonly sid: string;
  /** How messages call it. */
  readonly name: string;
  principal(env: AwsEnvironment): string;
  /** Whether objects may be encrypted under a key of the customer. */
  readonly takesKey: boolean;
  /**
   * Whether some objects may come with `AES256`, whatever key the service was told: editions of the CloudTrail User Guide disagree on digests. A refusal would be
   * seen nowhere but in what is missing.
   */
  readonly mayOmitKey?: boolean;
  /** Row of the kms module's `SERVICES`, where the key policy has to let the service in. */
  readonly keyService?: ServiceName;
  /** Whether objects may be locked. */
  readonly takesLock: boolean;
  readonly takesRequesterPays: boolean;
  /** What `sourceArns` are when the caller names none; absent where he has to. */
  defaultSourceArns?(scope: Pick<Scope, "env" | "accountId">): readonly string[];
  statements(scope: Scope): readonly {
    readonly suffix?: string;
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly conditions?: Conditions;
  }[];
  /** Where AWS documents all of it. */
  readonly source: string;
}

const global = (service: string) => (env: AwsEnvironment) => servicePrincipal(service, env);

const fromSource = ({ accountId, sourceArns }: Scope): Conditions => ({
  StringEquals: { "aws:SourceAccount": accountId },
  ArnLike: { "aws:SourceArn": sourceArns },
});

/** Load balancers, trails and deliveries put their logs below the account's id, so the path alone keeps other accounts out. */
const accountFolder = ({ bucketArn, prefix, accountId }: Scope) =>
  `${bucketArn}/${prefix}AWSLogs/${accountId}/*`;

const OWNER_GETS_ALL = { "s3:x-amz-acl": "bucket-owner-full-control" };

const report = (source: string, name: string, sid: string) => ({
  sid,
  name,
  principal: global("s3"),
  takesKey: true,
  takesLock: true,
  takesRequesterPays: true,
  statements: (scope: Scope) => [
    {
      actions: ["s3:PutObject"],
      resources: [`${scope.bucketArn}/${scope.prefix}*`],
      conditions: {
        ArnLike: { "aws:SourceArn": scope.sourceArns },
        StringEquals: { "aws:SourceAccount": scope.accountId, ...OWNER_GETS_ALL },
      },
    },
  ],
  source,
});

export const LOG_SOURCES = {
  /** Server access logs of buckets in the same account and region. */
  serverAccessLogs: {
    sid: "ServerAccessLogs",
    name: "server access logs",
    principal: global("logging.s3"),
    takesKey: false,
    takesLock: false,
    takesRequesterPays: false,
    statements: (scope) => [
      {
        actions: ["s3:PutObject"],
        resources: [`${scope.bucketArn}/${scope.prefix}*`],
        conditions: fromSource(scope),
      },
    ],
    source: "S3 User Guide, 'Enabling Amazon S3 server access logging'; 'Object Lock considerations'",
  },
  /** Trails. A trail of an organisation needs the organisation's folder too: one more source with its id as `accountId`. */
  cloudTrail: {
    sid: "CloudTrail",
    name: "CloudTrail",
    principal: global("cloudtrail"),
    takesKey: true,
    // "Digest files are encrypted with SSE-S3" (CloudTrail User Guide until 2023); "log files and digest files using SSE-KMS" (since).
    mayOmitKey: true,
    keyService: "cloudTrail",
    takesLock: true,
    takesRequesterPays: false,
    statements: (scope) => [
      {
        suffix: "Acl",
        actions: ["s3:GetBucketAcl"],
        resources: [scope.bucketArn],
        conditions: { StringEquals: { "aws:SourceArn": scope.sourceArns } },
      },
      {
        actions: ["s3:PutObject"],
        resources: [accountFolder(scope)],
        conditions: { StringEquals: { "aws:SourceArn": scope.sourceArns, ...OWNER_GETS_ALL } },
      },
    ],
    source: "CloudTrail User Guide, 'Amazon S3 bucket policy for CloudTrail'",
  },
  /** Application Load Balancers: access, connection and health-check logs. The path binds them to the account; load balancers can be named beside. */
  applicationLoadBalancer: {
    sid: "ApplicationLoadBalancer",
    name: "Application Load Balancers",
    principal: global("logdelivery.elasticloadbalancing"),
    takesKey: false,
    takesLock: true,
    takesRequesterPays: true,
    defaultSourceArns: () => [],
    statements: (scope) => [
      {
        actions: ["s3:PutObject"],
        resources: [accountFolder(scope)],
        ...(scope.sourceArns.length === 0
          ? {}
          : { conditions: { ArnLike: { "aws:SourceArn": scope.sourceArns } } }),
      },
    ],
    source:
      "User Guide for Application Load Balancers, 'Enable access logs for your Application Load Balancer'",
  },
  /** What CloudWatch Logs delivers: access logs of Network Load Balancers, VPC flow logs, resolver query logs and others. */
  logDelivery: {
    sid: "LogDelivery",
    name: "deliveries of CloudWatch Logs",
    principal: global("delivery.logs"),
    takesKey: true,
    keyService: "logDelivery",
    takesLock: true,
    takesRequesterPays: true,
    defaultSourceArns: ({ env, accountId }) => [`arn:${env.partition}:logs:${env.region}:${accountId}:*`],
    statements: (scope) => [
      {
        suffix: "Acl",
        actions: ["s3:GetBucketAcl", "s3:ListBucket"],
        resources: [scope.bucketArn],
        conditions: fromSource(scope),
      },
      {
        actions: ["s3:PutObject"],
        resources: [accountFolder(scope)],
        conditions: {
          StringEquals: { "aws:SourceAccount": scope.accountId, ...OWNER_GETS_ALL },
          ArnLike: { "aws:SourceArn": scope.sourceArns },
        },
      },
    ],
    source:
      "CloudWatch Logs User Guide, 'Logs sent to Amazon S3'; User Guide for Network Load Balancers, 'Enable access logs'",
  },
  /** Inventory reports of buckets. */
  inventory: {
    ...report(
      "S3 User Guide, 'Configuring Amazon S3 Inventory' and 'Grant permissions for S3 Inventory and S3 analytics'",
      "inventory reports",
      "Inventory",
    ),
    keyService: "s3Inventory",
  },
  /** Exports of storage class analysis, which are encrypted as the bucket says. */
  analytics: {
    ...report(
      "S3 User Guide, 'Grant permissions for S3 Inventory and S3 analytics'",
      "exports of storage class analysis",
      "Analytics",
    ),
    keyService: "s3Inventory",
  },
} as const satisfies Record<string, LogSourceTraits>;

export type LogSourceName = keyof typeof LOG_SOURCES;

/** The row of a source, without the exact types of the table. */
export function logSourceTraits(name: LogSourceName): LogSourceTraits {
  return LOG_SOURCES[name];
}

/** What a source looks like. */
export const LOG_SOURCE: Shape<LogSource> = {
  service: word(Object.keys(LOG_SOURCES)),
  sourceArns: optional(list(text)),
  accountId: optional(text),
  prefix: optional(text),
};

/** A prefix is a folder, and literal: a policy would read wildcards as such. */
export function logPrefixProblems(name: string, prefix: string | undefined): readonly string[] {
  if (prefix === undefined || /^[^*?]*\/$/.test(prefix)) return [];
  return [`prefix of ${name} must end in a slash and hold no wildcard, got ${shown(prefix)}`];
}

/**
 * Statements that let a source write into a bucket.
 *
 * @throws {@link ConfigError} for a prefix without its slash or with a wildcard.
 */
export function logSourceStatements(
  bucketArn: string,
  env: AwsEnvironment,
  source: LogSource,
): readonly Statement[] {
  assertArguments(
    "logSourceStatements",
    { bucketArn, env, source },
    { bucketArn: text, env: environment, source: object(LOG_SOURCE) },
  );
  const { service, sourceArns, accountId = env.accountId, prefix = "" } = source;
  const problems = logPrefixProblems("source", source.prefix);
  if (problems.length > 0) throw new ConfigError("logSourceStatements", problems);
  const { sid, principal, statements, defaultSourceArns } = logSourceTraits(service);
  const arns = sourceArns ?? defaultSourceArns?.({ env, accountId }) ?? [];
  return statements({ env, bucketArn, accountId, sourceArns: arns, prefix }).map(
    ({ suffix = "", ...rest }) => ({
      sid: `${sid}${suffix}`,
      principals: { service: [principal(env)] },
      ...rest,
    }),
  );
}
