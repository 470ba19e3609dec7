/** What a topic for alerts is made from. */
import type { AwsEnvironment } from "../iam/policies/principals";
import type { On } from "../relaxations";
import type { Tags } from "../tags";

/** Where alerts go on to. */
export interface AlertSubscription {
  /** How: `email` and `email-json` have to be confirmed by the recipient, by a link that SNS sends. */
  readonly protocol: "email" | "email-json" | "https" | "lambda" | "sqs" | "sms";
  /** Address, URL, number or ARN. */
  readonly endpoint: string;
}

/** What `AlertTopic` needs. */
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
