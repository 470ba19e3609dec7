/**
 * The role with which EventBridge publishes alerts, as plain data. Without a role, a topic policy has to let in `events.amazonaws.com`, and may bind that to
 * nothing: a rule of any account could forge alerts.
 *
 * Sources: AWS, "Amazon EventBridge announces support for IAM execution role for all targets" (March 2025), which recommends it; EventBridge User
 * Guide, "Using resource-based policies" (no `Condition` for topics); the trust policy is what the console makes for a rule.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
import { formatArn } from "../arn";
import { environment } from "../iam/policies/environment";
import type { Conditions, Statement } from "../iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../iam/policies/principals";
import { serviceTrust } from "../iam/trust/trust-policies";
import { delegatedStatement } from "../kms/policy/key-policy";
import { orNothing, text } from "../shape";
import { assertArguments } from "../validate";
import { topicArn } from "./names";

/** Name of the role that belongs to a topic. */
export function eventsRoleName(topicName: string): string {
  assertArguments("eventsRoleName", { topicName }, { topicName: text });
  return `${topicName}-events`;
}

/** ARN of the role, before it is there: the key names it. */
export function eventsRoleArn(env: AwsEnvironment, roleName: string, path = "/"): string {
  assertArguments("eventsRoleArn", { env, roleName, path }, { env: environment, roleName: text, path: text });
  const { partition, accountId } = env;
  return formatArn({
    partition,
    service: "iam",
    region: "",
    account: accountId,
    resource: `role${path}${roleName}`,
  });
}

/** Only for rules of this account and region; who may pass the role to a rule is decided by `iam:PassRole`. */
export function eventsRoleTrust(env: AwsEnvironment): Statement {
  assertArguments("eventsRoleTrust", { env }, { env: environment });
  const { partition, region, accountId: account } = env;
  return serviceTrust("events", env, {
    sourceAccounts: [account],
    sourceArns: [formatArn({ partition, service: "events", region, account, resource: "rule/*" })],
  });
}

/** What SNS does with the key on behalf of who publishes. */
const USES = ["kms:Decrypt", "kms:GenerateDataKey"];

function throughTopic(env: AwsEnvironment, topic: string): Conditions {
  return {
    StringEquals: {
      "kms:ViaService": viaService("sns", env),
      "kms:EncryptionContext:aws:sns:topicArn": topic,
    },
  };
}

/** What the role may do: publish to one topic, and have its messages encrypted. */
export function eventsRoleStatements(
  env: AwsEnvironment,
  topic: string,
  keyArn: string,
): readonly Statement[] {
  assertArguments(
    "eventsRoleStatements",
    { env, topic, keyArn },
    { env: environment, topic: text, keyArn: text },
  );
  return [
    { sid: "PublishAlerts", actions: ["sns:Publish"], resources: [topic] },
    { sid: "EncryptAlerts", actions: USES, resources: [keyArn], conditions: throughTopic(env, topic) },
  ];
}

/** Sid in the key policy. */
export const EVENTS_SID = "EventsToTopic";

/**
 * What the key policy needs for it. The role is named by a condition: KMS takes no principal that is not there yet, and the key comes first.
 */
export function eventsKeyStatement(env: AwsEnvironment, topicName: string, path?: string): Statement {
  assertArguments(
    "eventsKeyStatement",
    { env, topicName, path },
    { env: environment, topicName: text, path: orNothing(text) },
  );
  return delegatedStatement(env, [eventsRoleArn(env, eventsRoleName(topicName), path)], {
    sid: EVENTS_SID,
    actions: USES,
    conditions: throughTopic(env, topicArn(env, topicName)),
  });
}
