import { awsEnvironment } from "../../../modules/iam";
import { parsePolicy } from "../../../modules/iam/policies/parse-policy";
import { ExistingKey } from "../../../modules/kms";
import { Bucket, type BucketProps } from "../../../modules/s3";
import { BUCKET_CONFIGURATIONS, BUCKET_REFUSED, type BucketValues, type Target } from "./bucket-values";
import { type ConstructModule, camelKeys } from "./construct";

export const bucket: ConstructModule<BucketValues> = {
  partials: ["data"],
  configurations: BUCKET_CONFIGURATIONS,
  refused: BUCKET_REFUSED,
  names: {
    queue_url: "url",
    encryption_updaters: "encryption_updater_arns",
    " sse_s3": " sse_s3_reason",
    "sse_s3 needs": "sse_s3_reason needs",
  },
  build: (stack, _, values) => {
    const { kms_key_arn, sse_s3_reason, bucket_key_enabled, encryption_updater_arns, ...others } = values;
    const { object_lock, access_logs, notifications, cors_rules, lifecycle_rules, ...more } = others;
    const { retentions, extra_policy, ...own } = more;
    const env = awsEnvironment(stack);
    const made = new Bucket(stack, "bucket", {
      env,
      ...camelKeys(own),
      ...(kms_key_arn === undefined
        ? {}
        : { key: new ExistingKey(stack, "key", { keyArn: kms_key_arn, env }) }),
      ...(sse_s3_reason === undefined ? {} : { sseS3: { on: sse_s3_reason } }),
      ...(bucket_key_enabled === false && kms_key_arn !== undefined
        ? { bucketKey: { off: "each use shows" } }
        : {}),
      ...(encryption_updater_arns === undefined ? {} : { encryptionUpdaters: encryption_updater_arns }),
      retentions: (retentions ?? []).map((one) =>
        camelKeys({ abort_incomplete_multipart_upload_in_days: 7, ...one }),
      ),
      lifecycle: (lifecycle_rules ?? []).map(lifecycleRule),
      ...(object_lock === undefined
        ? {}
        : { objectLock: object_lock.mode ? camelKeys(object_lock) : "perObject" }),
      ...(access_logs === undefined ? {} : { accessLogs: accessLogs(access_logs) }),
      ...(notifications === undefined ? {} : { notifications: notificationsOf(notifications) }),
      ...(cors_rules === undefined ? {} : { cors: cors_rules.map((rule) => camelKeys({ ...rule })) }),
      ...(extra_policy === undefined ? {} : { policy: () => parsePolicy(extra_policy).statements }),
    } as unknown as BucketProps);
    return { bucket_name: made.bucketName, bucket_arn: made.bucketArn };
  },
};

type Row<K extends keyof BucketValues> = NonNullable<BucketValues[K]>;

function lifecycleRule(rule: Row<"lifecycle_rules">[number]) {
  const { prefix, tags, object_size_greater_than, object_size_less_than, ...others } = rule;
  const { transitions, noncurrent_transitions, ...own } = others;
  return {
    ...camelKeys(own),
    filter: camelKeys({ prefix, tags, object_size_greater_than, object_size_less_than }),
    ...(transitions === undefined ? {} : { transitions: transitions.map((one) => camelKeys({ ...one })) }),
    ...(noncurrent_transitions === undefined
      ? {}
      : { noncurrentTransitions: noncurrent_transitions.map((one) => camelKeys({ ...one })) }),
  };
}

function accessLogs({ bucket: bucketName, ...logs }: Row<"access_logs">) {
  return { ...camelKeys(logs), target: { bucketName, bucketArn: `arn:aws:s3:::${bucketName}` } };
}

function notificationsOf({ event_bridge, queues = [], topics = [], functions = [] }: Row<"notifications">) {
  return {
    ...(event_bridge === undefined ? {} : { eventBridge: event_bridge }),
    queues: queues.map((one) => target("queue", one)),
    topics: topics.map((one) => target("topic", one)),
    functions: functions.map((one) => target("function", one)),
  };
}

function target(kind: string, { arn, url, write_policy, ...filter }: Target) {
  return {
    ...filter,
    [`${kind}Arn`]: arn,
    ...(url === undefined ? {} : { queueUrl: url }),
    ...(write_policy === false ? { writePolicy: { off: "somebody else writes it" } } : {}),
  };
}
