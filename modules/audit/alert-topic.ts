import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { type AwsEnvironment, acknowledgedIn, InlinePolicy, Role, renderPolicy } from "../iam";
import { noteRelaxations, type On, relaxationProblems, relaxationsOf } from "../relaxations";
import { type Tags, tagsOf } from "../tags";
import { isToken } from "../tokens";
import { assertValid, type Rule, unlessToken } from "../validate";
import { eventsRoleName, eventsRoleStatements, eventsRoleTrust } from "./events-role";
import { keyUseProblems } from "./key-check";
import { topicNameProblem } from "./names";
import { topicStatements } from "./topic-policy";

/** Where alerts go on to. */
export interface AlertSubscription {
  /** How: `email` and `email-json` have to be confirmed by the recipient, by a link that SNS sends. */
  readonly protocol: "email" | "email-json" | "https" | "lambda" | "sqs" | "sms";
  /** Address, URL, number or ARN. */
  readonly endpoint: string;
}

/** What {@link AlertTopic} needs. */
export interface AlertTopicProps {
  /** Name of the topic, unique in account and region: 1 to 256 letters, digits, `_` and `-`. A change makes a new topic. */
  readonly name: string;
  /** Where the topic is. */
  readonly env: AwsEnvironment;
  /**
   * Key that encrypts messages; one of your own, because nobody can let alarms and EventBridge use SNS's. Its policy has to hold what
   * `auditKeyUses` gives for the name of the topic.
   */
  readonly key: { readonly keyArn: string };
  /**
   * Who is told. Subscriptions can be made by hand as well, and need nothing here then.
   *
   * @default - nobody
   */
  readonly subscriptions?: readonly AlertSubscription[];
  /**
   * Whether Terraform refuses any plan that would delete the topic, and with it subscriptions that were made by hand.
   *
   * @default false
   */
  readonly preventDestroy?: boolean;
  /**
   * Lets EventBridge publish without a role as well, for rules that have none. It cannot be bound to rules of this account: anybody's rule could then forge
   * alerts. The key has to let in `eventBridgeToTopics` for it.
   *
   * @default - only through the role that the topic comes with
   */
  readonly publishWithoutRole?: On;
  /** Path of the role with which rules publish; `auditKeyUses` has to be given the same. A change makes a new role. @default "/" */
  readonly rolePath?: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

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
      : `endpoint of an email subscription must be an address, got '${wrong.map(({ endpoint }) => endpoint).join("', '")}'`;
  },
  ({ subscriptions = [] }) => {
    const all = subscriptions.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`);
    const twice = new Set(all.filter((one, index) => all.indexOf(one) !== index));
    return twice.size === 0 ? undefined : `subscriptions must not repeat '${[...twice].join("', '")}'`;
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
