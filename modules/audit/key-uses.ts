/** What the policy of the key that encrypts an audit trail, its logs and its alerts has to allow. */
import { type AwsEnvironment, servicePrincipal } from "../iam/principals";
import type { KeyPolicyProps } from "../kms/key-policy-props";
import { logGroupArn, topicArn, trailArn } from "./names";

/** What the key encrypts, by name: the key comes before all of it. */
export interface AuditKeyUses {
  readonly env: AwsEnvironment;
  /** Trail whose log files and digests are encrypted. @default - none */
  readonly trailName?: string;
  /** Log group. @default - none */
  readonly logGroupName?: string;
  /** Topic to which alarms and event rules publish. @default - none */
  readonly topicName?: string;
}

/**
 * For the policy of a key: `new Key(scope, "audit-key", { …, policy: { env, administrators, ...auditKeyUses({ env, trailName: "audit" }) } })`.
 * Each service may use the key for what is named and nothing else.
 *
 * - A bucket that uses bucket keys, as `Bucket` does, makes CloudTrail decrypt, too, when the trail is made or changed.
 * - EventBridge and SNS know no `aws:SourceArn` between them; what bounds the use is the topic, which SNS puts into the encryption context.
 *
 * Who reads the logs needs `kms:Decrypt` besides: name them in `decryptOnly`.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function auditKeyUses({
  env,
  trailName,
  logGroupName,
  topicName,
}: AuditKeyUses): Required<Pick<KeyPolicyProps, "services" | "otherServices">> {
  return {
    services: [
      ...(trailName === undefined
        ? []
        : [{ service: "cloudTrail", sourceArns: [trailArn(env, trailName)] } as const]),
      ...(logGroupName === undefined
        ? []
        : [{ service: "cloudWatchLogs", sourceArns: [logGroupArn(env, logGroupName)] } as const]),
      ...(topicName === undefined ? [] : [{ service: "cloudWatchAlarms" } as const]),
    ],
    otherServices: [
      ...(topicName === undefined
        ? []
        : [
            {
              sid: "EventBridgeToTopic",
              principal: servicePrincipal("events", env),
              actions: ["kms:GenerateDataKey", "kms:Decrypt"],
              conditions: {
                StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn(env, topicName) },
              },
            },
          ]),
    ],
  };
}
