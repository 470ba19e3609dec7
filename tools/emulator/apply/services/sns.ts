/** SNS: topics, their policies and subscriptions. */
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { z } from "zod";
import { parseJson, policyText, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, present, tagChanges, tagList, unlessMissing } from "../sdk";

const MISSING = ["NotFoundException", "NotFound"];

const topicSchema = z.strictObject({ name: z.string(), kms_master_key_id: z.string().default(""), tags });

export const snsTopic = resourceType(topicSchema, {
  replaceOn: ["name"],
  async create({ sns }, { name, kms_master_key_id: KmsMasterKeyId, tags: wanted }) {
    const { TopicArn } = await sns.send(
      new CreateTopicCommand({ Name: name, Attributes: { KmsMasterKeyId }, Tags: tagList(wanted) }),
    );
    return { id: present(TopicArn, "TopicArn") };
  },
  async read({ sns }, id) {
    const found = await topicAttributes(sns, id);
    if (found === undefined) return undefined;
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: id }));
    return {
      facts: { key: found.KmsMasterKeyId ?? "", tags: fromTagList(Tags) },
      computed: { id, arn: id, owner: found.Owner },
    };
  },
  facts: ({ kms_master_key_id: key, tags: wanted }) => ({ key, tags: wanted }),
  async update({ sns }, TopicArn, wanted, before) {
    await setAttribute(sns, TopicArn, "KmsMasterKeyId", wanted.kms_master_key_id);
    const { set, removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0)
      await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: removed }));
    if (Object.keys(set).length > 0)
      await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: tagList(set) }));
  },
  async remove({ sns }, TopicArn) {
    await unlessMissing(MISSING, sns.send(new DeleteTopicCommand({ TopicArn })));
    return undefined;
  },
});

const policySchema = z.strictObject({ arn: z.string(), policy: policyText });

export const snsTopicPolicy = resourceType(policySchema, {
  replaceOn: ["arn"],
  async create({ sns }, { arn, policy }) {
    await setAttribute(sns, arn, "Policy", policy);
    return { id: arn };
  },
  async read({ sns }, id) {
    const found = await topicAttributes(sns, id);
    return found && { facts: { policy: parseJson(found.Policy) }, computed: { id } };
  },
  facts: ({ policy }) => ({ policy: parseJson(policy) }),
  update: ({ sns }, id, { policy }) => setAttribute(sns, id, "Policy", policy),
  // A topic always has a policy; this one goes with it.
  remove: () => Promise.resolve(undefined),
});

const subscriptionSchema = z.strictObject({
  topic_arn: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
});

export const snsTopicSubscription = resourceType(subscriptionSchema, {
  replaceOn: ["topic_arn", "protocol", "endpoint"],
  async create({ sns }, { topic_arn: TopicArn, protocol: Protocol, endpoint: Endpoint }) {
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ TopicArn, Protocol, Endpoint, ReturnSubscriptionArn: true }),
    );
    return { id: present(SubscriptionArn, "SubscriptionArn") };
  },
  async read({ sns }, id) {
    const request = new GetSubscriptionAttributesCommand({ SubscriptionArn: id });
    const found = (await unlessMissing(MISSING, sns.send(request)))?.Attributes;
    if (found === undefined) return undefined;
    const { TopicArn, Protocol, Endpoint } = found;
    return { facts: { TopicArn, Protocol, Endpoint }, computed: { id, arn: id } };
  },
  facts: ({ topic_arn: TopicArn, protocol: Protocol, endpoint: Endpoint }) => ({
    TopicArn,
    Protocol,
    Endpoint,
  }),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ sns }, SubscriptionArn) {
    await unlessMissing(MISSING, sns.send(new UnsubscribeCommand({ SubscriptionArn })));
    return undefined;
  },
});

async function topicAttributes(sns: SNSClient, TopicArn: string) {
  const found = await unlessMissing(MISSING, sns.send(new GetTopicAttributesCommand({ TopicArn })));
  return found?.Attributes;
}

async function setAttribute(
  sns: SNSClient,
  TopicArn: string,
  AttributeName: string,
  AttributeValue: string,
): Promise<void> {
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
}
