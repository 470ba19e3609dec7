/** What a trail records, as plain data: advanced event selectors in the shape of the provider. */

import { endsInSlash } from "../aws-formats";
import { ConfigError, rangeText } from "../config-error";
import { type Check, knownList, object, optional, text, word } from "../shape";
import { shown } from "../show-value";
import { isToken } from "../tokens";
import { assertArguments } from "../validate";
import { SELECTOR_VALUES } from "./limits";

/** Calls on objects of one bucket. */
export interface S3DataEvents {
  /** ARN of the bucket. */
  readonly bucketArn: string;
  /**
   * Starts of the object keys, each with a slash at its end, such as `etcd/`.
   *
   * @default - every object of the bucket
   */
  readonly prefixes?: readonly [string, ...string[]];
  /**
   * Which calls: `ReadOnly`, `WriteOnly` or `All`.
   *
   * @default "All"
   */
  readonly readWriteType?: "All" | "ReadOnly" | "WriteOnly";
}

/** Calls on objects of buckets. Their prefixes are joined with the ARN of the bucket, so they are known. */
export const dataEventList: Check = knownList(
  object<S3DataEvents>({
    bucketArn: text,
    prefixes: optional(knownList(text)),
    readWriteType: optional(word(["All", "ReadOnly", "WriteOnly"])),
  }),
);

/** One condition of a selector. */
export interface FieldSelector {
  readonly field: string;
  readonly equalTo?: string[];
  readonly startsWith?: string[];
}

export interface EventSelector {
  readonly name: string;
  readonly fieldSelector: FieldSelector[];
}

/**
 * Every management event, reads and writes, KMS included, then objects bucket by bucket.
 *
 * KMS must not be left out, which `eventSource` could do: `Decrypt` is a read-only management event. Advanced selectors are used throughout,
 * because a trail has either kind.
 *
 * @throws {@link ConfigError} when a bucket is none, or a prefix does not end in a slash.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function eventSelectors(dataEvents: readonly S3DataEvents[]): EventSelector[] {
  assertArguments("eventSelectors", { dataEvents }, { dataEvents: dataEventList });
  const problems = dataEvents.flatMap(bucketProblems);
  if (problems.length > 0) throw new ConfigError("eventSelectors", problems);
  return selectorsOf(dataEvents);
}

function selectorsOf(dataEvents: readonly S3DataEvents[]): EventSelector[] {
  return [
    { name: "Management events", fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }] },
    ...dataEvents.map(objectSelector),
  ];
}

function objectSelector(
  { bucketArn, prefixes = [""], readWriteType = "All" }: S3DataEvents,
  index: number,
): EventSelector {
  return {
    name: `Objects ${index + 1}`,
    fieldSelector: [
      { field: "eventCategory", equalTo: ["Data"] },
      { field: "resources.type", equalTo: ["AWS::S3::Object"] },
      // The slash keeps out buckets whose names only begin alike.
      { field: "resources.ARN", startsWith: prefixes.map((prefix) => `${bucketArn}/${prefix}`) },
      ...(readWriteType === "All"
        ? []
        : [{ field: "readOnly", equalTo: [String(readWriteType === "ReadOnly")] }]),
    ],
  };
}

/** What is wrong with data events, one sentence each. */
export function dataEventProblems(dataEvents: readonly S3DataEvents[], trailBucketArn: string): string[] {
  const values = selectorsOf(dataEvents)
    .flatMap(({ fieldSelector }) => fieldSelector)
    .reduce((count, { equalTo = [], startsWith = [] }) => count + equalTo.length + startsWith.length, 0);
  const buckets = dataEvents.map(({ bucketArn }) => bucketArn);
  const twice = new Set(buckets.filter((bucket, index) => buckets.indexOf(bucket) !== index));
  return [
    ...(values <= SELECTOR_VALUES.max
      ? []
      : [`dataEvents must come to ${rangeText(SELECTOR_VALUES)} of selector values, got ${values}`]),
    ...dataEvents.flatMap(bucketProblems),
    ...[...twice].map((bucket) => `dataEvents must name a bucket once, got ${shown(bucket)} more than once`),
    ...(buckets.includes(trailBucketArn)
      ? [
          "dataEvents must not name the trail's own bucket: each delivery would be recorded, and delivered, in turn",
        ]
      : []),
  ];
}

function bucketProblems({ bucketArn, prefixes }: S3DataEvents): string[] {
  const problems: string[] = [];
  if (!/^arn:[^:]+:s3:::[^/]+$/.test(bucketArn) && !isToken(bucketArn))
    problems.push(`bucketArn of dataEvents must be the ARN of a bucket, got ${shown(bucketArn)}`);
  if (prefixes?.length === 0)
    problems.push(`prefixes of ${shown(bucketArn)} must name a prefix, or be left out`);
  for (const prefix of prefixes ?? [])
    if (prefix.startsWith("/"))
      problems.push(`prefixes of ${shown(bucketArn)} must not begin with '/', got ${shown(prefix)}`);
    else if (!endsInSlash(prefix))
      problems.push(`prefixes of ${shown(bucketArn)} must end in a slash, got ${shown(prefix)}`);
  return problems;
}
