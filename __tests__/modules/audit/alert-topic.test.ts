import { AlertTopic, type AlertTopicProps, auditKeyUses } from "../../../modules/audit";
import { Key } from "../../../modules/kms";
import { ENVIRONMENT as env } from "../../helpers/environment";
import { synth } from "../../helpers/synth";

const withTopic = (props: Partial<AlertTopicProps> = {}) =>
  synth((stack) => {
    new AlertTopic(stack, "topic", { name: "alerts", env, key: { keyArn: "arn:x" }, ...props });
  });

describe("AlertTopic", () => {
  it("is encrypted with the key, and keeps the reason why EventBridge comes without a condition", () => {
    const json = withTopic({ tags: { a: "b" } });
    expect(json.resource("aws_sns_topic")).toMatchObject({
      name: "alerts",
      kms_master_key_id: "arn:x",
      tags: { a: "b" },
    });
    const policy = json.resource("aws_sns_topic_policy");
    expect(json.statement(policy, "PublishEvents")).toEqual({
      Sid: "PublishEvents",
      Effect: "Allow",
      Principal: { Service: ["events.amazonaws.com"] },
      Action: ["sns:Publish"],
      Resource: ["${aws_sns_topic.topic.arn}"],
    });
    expect(policy["//"]).toMatchObject({
      relaxations: [{ what: "statement PublishEvents", reason: expect.stringContaining("EventBridge") }],
    });
  });

  it("tells whom it was told to", () => {
    const json = withTopic({
      subscriptions: [
        { protocol: "email", endpoint: "a@example.com" },
        { protocol: "https", endpoint: "https://example.com/hook" },
      ],
    });
    expect(Object.values(json.resources("aws_sns_topic_subscription"))).toMatchObject([
      { protocol: "email", endpoint: "a@example.com", topic_arn: "${aws_sns_topic.topic.arn}" },
      { protocol: "https", endpoint: "https://example.com/hook" },
    ]);
  });

  it("fails on a key with which messages would be lost without a sign", () => {
    const topicKey = (topicName: string) =>
      synth((stack) => {
        const key = new Key(stack, "key", {
          description: "x",
          policy: { env, ...auditKeyUses({ env, topicName }) },
        });
        new AlertTopic(stack, "topic", { name: "alerts", env, key });
      });
    topicKey("alerts");
    expect(() => topicKey("others")).toThrow(
      /the key policy must let eventBridgeToTopics for arn:aws:sns:eu-central-1:\d+:alerts use the key/,
    );
  });

  it("fails with every problem at once", () => {
    const email = { protocol: "email", endpoint: "nobody" } as const;
    expect(() =>
      withTopic({ name: "a.b", subscriptions: [email, email, { protocol: "sqs", endpoint: " " }] }),
    ).toThrow(
      `invalid configuration at 'test/topic':
  - name must be letters, digits, '_' and '-', got 'a.b'
  - endpoint of sqs subscriptions must not be empty
  - endpoint of an email subscription must be an address, got 'nobody', 'nobody'
  - subscriptions must not repeat 'email nobody'`,
    );
    expect(() => withTopic({ name: "x".repeat(257) })).toThrow(
      "the length of name must be a whole number from 1 to 256, got 257",
    );
  });
});
