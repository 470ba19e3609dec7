/** EventBridge: rules of the default bus and their targets. */
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { parseJson, policyText, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, present, tagChanges, tagList, unlessMissing } from "../sdk";

const MISSING = ["ResourceNotFoundException"];

const ruleSchema = z.strictObject({
  name: z.string(),
  description: z.string().default(""),
  state: z.enum(["DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]).default("ENABLED"),
  event_pattern: policyText,
  tags,
});
type Rule = z.output<typeof ruleSchema>;

export const cloudwatchEventRule = resourceType(ruleSchema, {
  replaceOn: ["name"],
  async create({ events }, wanted) {
    await putRule(events, wanted, wanted.tags);
    return { id: wanted.name };
  },
  async read({ events }, id) {
    const rule = await unlessMissing(MISSING, events.send(new DescribeRuleCommand({ Name: id })));
    if (rule === undefined) return undefined;
    const arn = present(rule.Arn, "Arn");
    const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
    return {
      facts: {
        description: rule.Description ?? "",
        state: rule.State,
        pattern: parseJson(rule.EventPattern),
        tags: fromTagList(Tags),
      },
      computed: { id, arn },
    };
  },
  facts: ({ description, state, event_pattern: pattern, tags: wanted }) => ({
    description,
    state,
    pattern: parseJson(pattern),
    tags: wanted,
  }),
  async update({ events, region, account, partition }, id, wanted, before) {
    await putRule(events, wanted);
    const ResourceARN = `arn:${partition}:events:${region}:${account}:rule/${id}`;
    const { set, removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) await events.send(new UntagResourceCommand({ ResourceARN, TagKeys: removed }));
    if (Object.keys(set).length > 0)
      await events.send(new TagResourceCommand({ ResourceARN, Tags: tagList(set) }));
  },
  async remove({ events }, Name) {
    await unlessMissing(MISSING, events.send(new DeleteRuleCommand({ Name })));
    return undefined;
  },
});

/** EventBridge takes tags only of a rule that is new. */
async function putRule(
  events: EventBridgeClient,
  { name, description, state, event_pattern }: Rule,
  newTags: Rule["tags"] = {},
): Promise<void> {
  await events.send(
    new PutRuleCommand({
      Name: name,
      Description: description,
      State: state,
      EventPattern: event_pattern,
      ...(Object.keys(newTags).length === 0 ? {} : { Tags: tagList(newTags) }),
    }),
  );
}

const targetSchema = z.strictObject({
  rule: z.string(),
  target_id: z.string(),
  arn: z.string(),
  role_arn: z.string().optional(),
});
type Target = z.output<typeof targetSchema>;

export const cloudwatchEventTarget = resourceType(targetSchema, {
  replaceOn: ["rule", "target_id"],
  async create({ events }, wanted) {
    await putTarget(events, wanted);
    return { id: `${wanted.rule}-${wanted.target_id}` };
  },
  async read({ events }, id, { rule, target_id }) {
    const request = new ListTargetsByRuleCommand({ Rule: rule });
    const found = await unlessMissing(MISSING, events.send(request));
    const target = found?.Targets?.find(({ Id }) => Id === target_id);
    return target && { facts: { arn: target.Arn, role_arn: target.RoleArn }, computed: { id } };
  },
  facts: ({ arn, role_arn }) => ({ arn, role_arn }),
  update: ({ events }, _id, wanted) => putTarget(events, wanted),
  async remove({ events }, _id, { rule, target_id }) {
    await unlessMissing(MISSING, events.send(new RemoveTargetsCommand({ Rule: rule, Ids: [target_id] })));
    return undefined;
  },
});

async function putTarget(
  events: EventBridgeClient,
  { rule, target_id, arn, role_arn }: Target,
): Promise<void> {
  const request = new PutTargetsCommand({
    Rule: rule,
    Targets: [{ Id: target_id, Arn: arn, ...(role_arn === undefined ? {} : { RoleArn: role_arn }) }],
  });
  const { FailedEntries = [] } = await events.send(request);
  const [failed] = FailedEntries;
  if (failed !== undefined) throw new Error(`${failed.ErrorCode}: ${failed.ErrorMessage}`);
}
