import { AlertTopic, type AlertTopicProps, auditKeyUses } from "../../../modules/audit";
import { Key } from "../../../modules/kms";
import { ENVIRONMENT as env } from "../../helpers/processes/environment";
import { synth } from "../../helpers/stacks/synth";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
const withTopic = (props: Partial<AlertTopicProps> = {}) =>
  synth((stack) => {
    new AlertTopic(stack, "topic", { name: "alerts", env, key: { keyArn: KEY }, ...props });
  });

describe("AlertTopic", () => {
  it("is encrypted with the key, and lets EventBridge in through a role for rules of the account only", () => {
    const json = withTopic({ tags: { a: "b" } });
    expect(String(json.resource("aws_sns_topic_policy").policy)).not.toContain("events.amazonaws.com");
    const role = json.resource("aws_iam_role");
    expect(role).toMatchObject({ name: "alerts-events", tags: { a: "b" } });
    expect(json.statement(role, "TrustService", "assume_role_policy")).toMatchObject({
      Principal: { Service: ["events.amazonaws.com"] },
      Action: ["sts:AssumeRole"],
      Condition: {
        StringEquals: { "aws:SourceAccount": ["111122223333"] },
        ArnLike: { "aws:SourceArn": ["arn:aws:events:eu-central-1:111122223333:rule/*"] },
      },
    });
    expect(json.statement(json.resource("aws_iam_role_policy"), "PublishAlerts")).toMatchObject({
      Action: ["sns:Publish"],
      Resource: ["${aws_sns_topic.topic.arn}"],
    });
  });

  it("lets EventBridge in without a role for a reason, and keeps it", () => {
    const json = withTopic({ tags: { a: "b" }, publishWithoutRole: { on: "rules of EventBridge by hand" } });
    expect(json.resource("aws_sns_topic")).toMatchObject({
      name: "alerts",
      kms_master_key_id: KEY,
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
      "the key policy must let the role of EventBridge for alerts use the key: put what auditKeyUses gives into it",
    );
  });

  it("fails on a reason that says nothing", () => {
    expect(() => withTopic({ publishWithoutRole: { on: " " } })).toThrow(
      "publishWithoutRole needs a reason, got an empty one",
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
