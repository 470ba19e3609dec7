import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Key } from "../../../../modules/kms";
import { Bucket, type BucketProps } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const QUEUE = "arn:aws:sqs:eu-central-1:111122223333:q";
const TOPIC = "arn:aws:sns:eu-central-1:111122223333:t";
const FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:f";
const CREATED = ["s3:ObjectCreated:*"];

const withBucket = (props: Partial<BucketProps>) =>
  synth((stack) => {
    const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
    new Bucket(stack, "b", { name: "example", key, env: ENVIRONMENT, ...props });
  });

describe("notifications of a bucket", () => {
  const notifications: BucketProps["notifications"] = {
    eventBridge: true,
    queues: [{ queueArn: QUEUE, queueUrl: "https://q", events: CREATED, prefix: "in/", suffix: ".gz" }],
    topics: [{ topicArn: TOPIC, events: ["s3:ObjectRemoved:*"] }],
    functions: [{ functionArn: FUNCTION, events: ["s3:ObjectRestore:Completed"] }],
  };

  it("go to queues, topics, functions and the event bus, once these let S3 in", () => {
    const json = withBucket({ notifications });
    const own = json.resource("aws_s3_bucket_notification");
    expect(own).toMatchObject({
      eventbridge: true,
      queue: [{ queue_arn: QUEUE, events: CREATED, filter_prefix: "in/", filter_suffix: ".gz" }],
      topic: [{ topic_arn: TOPIC }],
      lambda_function: [{ lambda_function_arn: FUNCTION }],
    });
    expect((own.depends_on as string[]).map((address) => address.split(".")[0])).toEqual([
      "aws_s3_bucket_policy",
      "aws_sqs_queue_policy",
      "aws_sns_topic_policy",
      "aws_lambda_permission",
    ]);
    expect(json.statement(json.resource("aws_sqs_queue_policy"), "S3Notifications")).toMatchObject({
      Principal: { Service: ["s3.amazonaws.com"] },
      Action: ["sqs:SendMessage"],
      Resource: [QUEUE],
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnEquals: { "aws:SourceArn": expect.stringMatching(/^\$\{aws_s3_bucket\./) },
      },
    });
    expect(json.statement(json.resource("aws_sns_topic_policy"), "S3Notifications").Action).toEqual([
      "sns:Publish",
    ]);
    expect(json.resource("aws_lambda_permission")).toMatchObject({
      principal: "s3.amazonaws.com",
      source_account: "111122223333",
      source_arn: expect.stringMatching(/^\$\{aws_s3_bucket\./),
    });
  });

  it("leave a policy to its owner for a reason", () => {
    const writePolicy = { off: "kept by the platform team" };
    const json = withBucket({
      notifications: { topics: [{ topicArn: TOPIC, events: CREATED, writePolicy }] },
    });
    expect(json.resources("aws_sns_topic_policy")).toEqual({});
    expect(json.resource("aws_s3_bucket")["//"]).toMatchObject({
      relaxations: [{ what: `policy of '${TOPIC}'`, reason: writePolicy.off }],
    });
  });

  it.each<[string, NonNullable<BucketProps["notifications"]>, string]>([
    ["no event", { topics: [{ topicArn: TOPIC, events: [] }] }, "must name an event"],
    ["an event that is none", { topics: [{ topicArn: TOPIC, events: ["created"] }] }, "got 'created'"],
    ["a FIFO topic", { topics: [{ topicArn: `${TOPIC}.fifo`, events: CREATED }] }, "no FIFO"],
    ["a queue without URL", { queues: [{ queueArn: QUEUE, events: CREATED }] }, "needs queueUrl"],
    [
      "one event for two",
      {
        topics: [{ topicArn: TOPIC, events: CREATED }],
        functions: [{ functionArn: FUNCTION, events: CREATED }],
      },
      "must go to one target only",
    ],
    [
      "an overlap that a wildcard hides",
      {
        topics: [{ topicArn: TOPIC, events: CREATED, suffix: "jpg" }],
        queues: [{ queueArn: QUEUE, queueUrl: "https://q", events: ["s3:ObjectCreated:Put"], suffix: "pg" }],
      },
      `s3:ObjectCreated:Put of '*pg' must go to one target only, got '${QUEUE}', and '${TOPIC}' for s3:ObjectCreated:* of '*jpg'`,
    ],
    [
      "an overlap of one target with itself",
      {
        topics: [
          { topicArn: TOPIC, events: CREATED, prefix: "etcd/" },
          { topicArn: TOPIC, events: CREATED, prefix: "etcd/a/", suffix: ".gz" },
        ],
      },
      "must go to one target only",
    ],
    [
      "one event twice",
      { topics: [{ topicArn: TOPIC, events: [...CREATED, ...CREATED] }] },
      "must name s3:ObjectCreated:* once",
    ],
    [
      "two addresses of one queue",
      {
        queues: [
          { queueArn: QUEUE, queueUrl: "https://q", events: CREATED, prefix: "a/" },
          { queueArn: QUEUE, queueUrl: "https://r", events: CREATED, prefix: "b/" },
        ],
      },
      "queueUrl of",
    ],
    [
      "a policy that is written and is not",
      {
        topics: [
          { topicArn: TOPIC, events: CREATED, prefix: "a/" },
          { topicArn: TOPIC, events: CREATED, prefix: "b/", writePolicy: { off: "a test" } },
        ],
      },
      "writePolicy of",
    ],
  ])("fail on %s", (_, wrong, problem) => {
    expect(() => withBucket({ notifications: wrong })).toThrow(problem);
  });

  it("go to one target for several filters, with one policy", () => {
    const json = withBucket({
      notifications: {
        queues: [
          { queueArn: QUEUE, queueUrl: "https://q", events: CREATED, prefix: "etcd/" },
          { queueArn: QUEUE, events: CREATED, prefix: "step-ca/" },
        ],
        topics: [
          { topicArn: TOPIC, events: CREATED, prefix: "logs", suffix: ".jpg" },
          { topicArn: TOPIC, events: CREATED, prefix: "logs", suffix: ".png" },
          { topicArn: TOPIC, events: ["s3:ObjectRemoved:*"] },
        ],
        functions: [
          { functionArn: FUNCTION, events: CREATED, prefix: "a/" },
          { functionArn: FUNCTION, events: CREATED, prefix: "b/" },
        ],
      },
    });
    expect(json.resource("aws_s3_bucket_notification")).toMatchObject({
      queue: [{ filter_prefix: "etcd/" }, { filter_prefix: "step-ca/" }],
      topic: [{ filter_suffix: ".jpg" }, { filter_suffix: ".png" }, { events: ["s3:ObjectRemoved:*"] }],
      lambda_function: [{ filter_prefix: "a/" }, { filter_prefix: "b/" }],
    });
    for (const type of ["aws_sqs_queue_policy", "aws_sns_topic_policy", "aws_lambda_permission"])
      expect(Object.keys(json.resources(type))).toHaveLength(1);
    expect(json.resource("aws_sqs_queue_policy").queue_url).toBe("https://q");
  });

  it("go to a topic of this app under two prefixes, and no message shows what a token looks like", () => {
    const withTopic = (...prefixes: string[]) =>
      synth((stack) => {
        const { arn: topicArn } = new SnsTopic(stack, "t", { name: "t" });
        const topics = prefixes.map((prefix) => ({ topicArn, events: CREATED, prefix }));
        new Bucket(stack, "b", {
          name: "example",
          sseS3: { on: "x" },
          env: ENVIRONMENT,
          notifications: { topics },
        });
      });
    expect(withTopic("etcd/", "step-ca/").resource("aws_s3_bucket_notification").topic).toHaveLength(2);
    expect(() => withTopic("etcd/", "etcd/a/")).toThrow(
      "s3:ObjectCreated:* of 'etcd/*' must go to one target only, got '${...}', and '${...}' for s3:ObjectCreated:* of 'etcd/a/*'",
    );
  });

  it("fail without the account that their conditions name", () => {
    expect(() =>
      synth((stack) => {
        const key = new Key(stack, "key", { description: "x", policy: { env: ENVIRONMENT } });
        new Bucket(stack, "b", { name: "example", key, notifications: { eventBridge: true } });
      }),
    ).toThrow("notifications needs env");
  });
});
