/** CloudWatch Logs: log groups and metric filters. */
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  ListTagsForResourceCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { block, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { tagChanges, unlessMissing } from "../sdk";

const MISSING = ["ResourceNotFoundException"];

const groupSchema = z.strictObject({
  name: z.string(),
  kms_key_id: z.string().optional(),
  /** 0 keeps events for ever. */
  retention_in_days: z.number().default(0),
  tags,
});

export const cloudwatchLogGroup = resourceType(groupSchema, {
  // AWS changes the key in place. LocalStack 4.9.2 lacks AssociateKmsKey and DisassociateKmsKey.
  replaceOn: ["name", "kms_key_id"],
  async create({ logs }, { name: logGroupName, kms_key_id: kmsKeyId, retention_in_days, tags: wanted }) {
    await logs.send(
      new CreateLogGroupCommand({
        logGroupName,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        ...(Object.keys(wanted).length === 0 ? {} : { tags: wanted }),
      }),
    );
    await putRetention(logs, logGroupName, retention_in_days);
    return { id: logGroupName };
  },
  async read({ logs }, id) {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
    const group = logGroups.find(({ logGroupName }) => logGroupName === id);
    if (group === undefined) return undefined;
    const arn = String(group.arn).replace(/:\*$/, "");
    const tagging = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      facts: { key: group.kmsKeyId ?? "", retention: group.retentionInDays ?? 0, tags: tagging.tags ?? {} },
      computed: { id, arn },
    };
  },
  facts: ({ kms_key_id: key = "", retention_in_days: retention, tags: wanted }) => ({
    key,
    retention,
    tags: wanted,
  }),
  async update({ logs, region, account, partition }, id, wanted, before) {
    await putRetention(logs, id, wanted.retention_in_days);
    const resourceArn = `arn:${partition}:logs:${region}:${account}:log-group:${id}`;
    const { set, removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
    if (Object.keys(set).length > 0) await logs.send(new TagResourceCommand({ resourceArn, tags: set }));
  },
  async remove({ logs }, logGroupName) {
    await unlessMissing(MISSING, logs.send(new DeleteLogGroupCommand({ logGroupName })));
    return undefined;
  },
});

async function putRetention(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  retentionInDays: number,
): Promise<void> {
  if (retentionInDays === 0) await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  else await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}

const filterSchema = z.strictObject({
  name: z.string(),
  log_group_name: z.string(),
  pattern: z.string(),
  metric_transformation: block(
    z.strictObject({
      name: z.string(),
      namespace: z.string(),
      value: z.string(),
      default_value: z.coerce.number().optional(),
    }),
  ),
});
type Filter = z.output<typeof filterSchema>;

export const cloudwatchLogMetricFilter = resourceType(filterSchema, {
  replaceOn: ["name", "log_group_name"],
  async create({ logs }, wanted) {
    await putFilter(logs, wanted);
    return { id: wanted.name };
  },
  async read({ logs }, id, { log_group_name: logGroupName }) {
    const request = new DescribeMetricFiltersCommand({ logGroupName, filterNamePrefix: id });
    const found = await unlessMissing(MISSING, logs.send(request));
    const filter = found?.metricFilters?.find(({ filterName }) => filterName === id);
    if (filter === undefined) return undefined;
    return {
      facts: { pattern: filter.filterPattern, transformations: filter.metricTransformations },
      computed: { id },
    };
  },
  facts: (wanted) => ({ pattern: wanted.pattern, transformations: transformations(wanted) }),
  async update({ logs }, filterName, wanted) {
    // AWS replaces a filter of the same name; LocalStack 4.9.2 keeps both.
    await logs.send(new DeleteMetricFilterCommand({ logGroupName: wanted.log_group_name, filterName }));
    await putFilter(logs, wanted);
  },
  async remove({ logs }, filterName, { log_group_name: logGroupName }) {
    await unlessMissing(MISSING, logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName })));
    return undefined;
  },
});

async function putFilter(logs: CloudWatchLogsClient, wanted: Filter): Promise<void> {
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName: wanted.log_group_name,
      filterName: wanted.name,
      filterPattern: wanted.pattern,
      metricTransformations: transformations(wanted),
    }),
  );
}

function transformations({ metric_transformation: metric }: Filter) {
  return [
    {
      metricName: metric.name,
      metricNamespace: metric.namespace,
      metricValue: metric.value,
      ...(metric.default_value === undefined ? {} : { defaultValue: metric.default_value }),
    },
  ];
}
