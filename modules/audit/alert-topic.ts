import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { acknowledgedIn, InlinePolicy, Role, renderPolicy } from "../iam";
import { noteRelaxations, relaxationProblems, relaxationsOf } from "../relaxations";
import { shownList } from "../show-value";
import { tagsOf } from "../tags";
import { isToken } from "../tokens";
import { assertProps, assertValid, type Rule, unlessToken } from "../validate";
import type { AlertSubscription, AlertTopicProps } from "./alert-topic-props";
import { ALERT_TOPIC } from "./audit-shape";
import { eventsRoleName, eventsRoleStatements, eventsRoleTrust } from "./events-role";
import { keyUseProblems } from "./key-check";
import { topicNameProblem } from "./names";
import { topicStatements } from "./topic-policy";

export type { AlertSubscription, AlertTopicProps } from "./alert-topic-props";

const RULES: readonly Rule<AlertTopicProps>[] = [
  ({ name }) => unlessToken(name, topicNameProblem),
  ({ publishWithoutRole }) => relaxationProblems(relaxationsOf({ publishWithoutRole }))[0],
  ({ name, env, key, rolePath }) =>
    keyUseProblems(key, { env, topicName: name, ...(rolePath === undefined ? {} : { rolePath }) })[0],
  ({ subscriptions = [] }) => {
    const empty = subscriptions.filter(({ endpoint }) => endpoint.trim() === "");
    return empty.length === 0
      ? undefined
      : `endpoint of ${empty.map(({ protocol }) => protocol).join(", ")} subscriptions must not be empty`;
  },
  ({ subscriptions = [] }) => {
    const wrong = subscriptions.filter(
      ({ protocol, endpoint }) =>
        protocol.startsWith("email") && !endpoint.includes("@") && !isToken(endpoint),
    );
    return wrong.length === 0
      ? undefined
      : `endpoint of an email subscription must be an address, got ${shownList(wrong.map(({ endpoint }) => endpoint))}`;
  },
  ({ subscriptions = [] }) => {
    const all = subscriptions.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`);
    const twice = new Set(all.filter((one, index) => all.indexOf(one) !== index));
    return twice.size === 0 ? undefined : `subscriptions must not repeat ${shownList([...twice])}`;
  },
];

/**
 * An encrypted topic to which CloudWatch alarms of the account may publish, and rules of EventBridge through a role, which `Alerts` gives to its rules.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class AlertTopic extends Construct {
  /** ARN of the topic. */
  readonly topicArn: string;
  /** ARN of the role with which rules publish: the `role_arn` of a rule's target. */
  readonly eventsRoleArn: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    assertProps(this, props, ALERT_TOPIC);
    assertValid(this.node.path, props, RULES);
    const { name, env, key, subscriptions = [], preventDestroy, publishWithoutRole, tags } = props;
    const topic = new SnsTopic(this, "Default", {
      name,
      kmsMasterKeyId: key.keyArn,
      ...tagsOf(tags),
      ...(preventDestroy === true ? { lifecycle: { preventDestroy } } : {}),
    });
    this.topicArn = topic.arn;
    const statements = topicStatements(env, topic.arn, publishWithoutRole?.on);
    const policy = new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: renderPolicy(this, "topic", statements),
    });
    noteRelaxations(policy, acknowledgedIn(statements));
    this.eventsRoleArn = this.eventsRole(props, topic);
    subscriptions.forEach((subscription, index) => {
      new SnsTopicSubscription(this, subscriptionId(subscription, index, this), {
        topicArn: topic.arn,
        ...subscription,
      });
    });
  }

  private eventsRole({ name, env, key, rolePath, tags }: AlertTopicProps, topic: SnsTopic): string {
    const role = new Role(this, "events-role", {
      name: eventsRoleName(name),
      description: `Lets rules of EventBridge publish to topic ${name}.`,
      trust: [eventsRoleTrust(env)],
      ...(rolePath === undefined ? {} : { path: rolePath }),
      ...(tags === undefined ? {} : { tags }),
    });
    new InlinePolicy(this, "events-policy", {
      name: "publish-alerts",
      attachTo: { role },
      statements: eventsRoleStatements(env, topic.arn, key.keyArn),
    });
    return role.roleArn;
  }
}

/**
 * Named by the endpoint and not by its place, so that who is left when another one goes keeps his confirmation. An endpoint that only Terraform knows has
 * nothing but its place.
 */
function subscriptionId({ protocol, endpoint }: AlertSubscription, index: number, scope: Construct): string {
  if (isToken(endpoint)) return `subscription-${index + 1}`;
  const id = `subscription-${protocol}-${endpoint.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
  return scope.node.tryFindChild(id) === undefined ? id : `${id}-${index + 1}`;
}
