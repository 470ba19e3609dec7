/** Trails, logs, alarms and messages. */
import type { Quantity } from "../billing";
import type { Profile } from "../profile/fields";
import type { Bucket } from "../synthesis/buckets";
import {
  allOf,
  type Body,
  firstOf,
  numberAt,
  type Resource,
  referenceOf,
  type Synthesis,
} from "../synthesis/read";
import { DAYS_PER_MONTH, GIB } from "../units";

const HOURS_PER_MONTH = 730;

/**
 * Files that a trail delivers in an hour: logs about every five minutes, and a digest.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const LOGS_PER_HOUR = 12;
const DIGESTS_PER_HOUR = 1;

/** @param objectRequests requests on the objects of the stack's buckets in a month. */
export function auditQuantities(
  { resources }: Synthesis,
  buckets: readonly Bucket[],
  profile: Profile,
  objectRequests: number,
): readonly Quantity[] {
  const found = resources.flatMap((resource): readonly Quantity[] => {
    const at = { of: resource.address, region: resource.region };
    switch (resource.type) {
      case "aws_cloudtrail":
        return ofTrail(resource, resources, buckets, profile, objectRequests);
      case "aws_cloudwatch_metric_alarm":
        return [
          {
            ...at,
            of: "aws_cloudwatch_metric_alarm",
            what: "alarms",
            price: "cloudwatch.alarm",
            quantity: 1,
          },
        ];
      case "aws_cloudwatch_composite_alarm":
        return [{ ...at, what: "composite alarm", price: "cloudwatch.compositeAlarm", quantity: 1 }];
      case "aws_sns_topic":
        return ofTopic(resource, resources, profile);
      default:
        return [];
    }
  });
  return [...found, ...constantMetrics(resources)];
}

function ofTrail(
  trail: Resource,
  resources: readonly Resource[],
  buckets: readonly Bucket[],
  profile: Profile,
  objectRequests: number,
): Quantity[] {
  const { address: of, region, body } = trail;
  const selected = selectedEvents(body);
  const management = selected.has("Management") ? profile.managementEventsPerMonth : 0;
  const data = selected.has("Data") ? objectRequests : 0;
  const gib = ((management + data) * profile.eventSize) / GIB;
  const at = { of, region };
  const group = resources.find(({ address }) => address === referenceOf(body.cloud_watch_logs_group_arn));
  const days =
    group === undefined ? 0 : (numberAt(group, "retention_in_days", group.body.retention_in_days) ?? 0);
  const logged = group === undefined ? 0 : gib;
  return [
    {
      ...at,
      what: "management events, where another trail has the free copy",
      price: "cloudtrail.managementEvents",
      quantity: profile.firstTrail ? 0 : management,
    },
    { ...at, what: "events on objects", price: "cloudtrail.dataEvents", quantity: data },
    ...logFiles(trail, buckets, gib),
    { ...at, what: "log group: what comes in", price: "logs.ingestion", quantity: logged },
    {
      ...at,
      what: `log group: what is kept ${days} days`,
      price: "logs.storage",
      quantity: (logged * days) / DAYS_PER_MONTH,
    },
  ];
}

function logFiles({ body }: Resource, buckets: readonly Bucket[], gib: number): Quantity[] {
  const bucket = buckets.find(({ address }) => address === referenceOf(body.s3_bucket_name));
  if (bucket === undefined) return [];
  const at = { of: bucket.address, region: bucket.region };
  const rule = bucket.rules.find(({ expirationInDays }) => expirationInDays !== undefined);
  const days = (rule?.expirationInDays ?? 0) + (bucket.versioned ? (rule?.noncurrentInDays ?? 0) : 0);
  const files = (LOGS_PER_HOUR + DIGESTS_PER_HOUR) * HOURS_PER_MONTH;
  return [
    {
      ...at,
      what: `log files, ${days} days, as if they were not compressed`,
      price: "s3.storage.STANDARD",
      quantity: (gib * days) / DAYS_PER_MONTH,
    },
    { ...at, what: "log files that are written", price: "s3.requests.write", quantity: files },
    { ...at, what: "requests to KMS for log files", price: "kms.requests", quantity: bucket.kms ? files : 0 },
  ];
}

/** The kinds of events that a trail records; without selectors, management events. */
function selectedEvents(body: Body): ReadonlySet<string> {
  const advanced = allOf(body.advanced_event_selector).flatMap(({ field_selector: fields }) =>
    allOf(fields)
      .filter(({ field }) => field === "eventCategory")
      .flatMap(({ equals }) => [equals].flat().map(String)),
  );
  if (advanced.length > 0) return new Set(advanced);
  const simple = allOf(body.event_selector);
  if (simple.length === 0) return new Set(["Management"]);
  return new Set(
    simple.flatMap((each) => [
      ...(each.include_management_events === false ? [] : ["Management"]),
      ...(allOf(each.data_resource).length > 0 ? ["Data"] : []),
    ]),
  );
}

/** Metrics that are reported, and billed, all the time, because their filters have a default; several filters may report the same. */
function constantMetrics(resources: readonly Resource[]): Quantity[] {
  const of = "aws_cloudwatch_log_metric_filter";
  const metrics = new Map(
    resources
      .filter(({ type }) => type === of)
      .flatMap(({ region, body }) => {
        const { name, namespace, default_value } = firstOf(body.metric_transformation) ?? {};
        return default_value === undefined ? [] : [[`${region} ${namespace} ${name}`, region] as const];
      }),
  );
  return [...metrics.values()].map((region) => ({
    of,
    region,
    what: "metrics of alerts",
    price: "cloudwatch.metric",
    quantity: 1,
  }));
}

function ofTopic(
  { address: of, region }: Resource,
  resources: readonly Resource[],
  profile: Profile,
): Quantity[] {
  const readers = resources.filter(
    ({ type, body }) =>
      type === "aws_sns_topic_subscription" &&
      referenceOf(body.topic_arn) === of &&
      body.protocol === "email",
  );
  const { alertsPerMonth } = profile;
  return [
    { of, region, what: "alerts that are published", price: "sns.requests", quantity: alertsPerMonth },
    { of, region, what: "alerts by e-mail", price: "sns.emails", quantity: alertsPerMonth * readers.length },
  ];
}
