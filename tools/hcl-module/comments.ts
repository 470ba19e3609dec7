/** What people, and checkov, would ask about the text. */

/** Why a resource waits for another, by the beginning of its type. */
const WAITS: readonly (readonly [RegExp, string])[] = [
  [/^aws_s3_bucket_/, "S3 takes one change of a bucket at a time: its parts wait for each other."],
  [/^aws_iam_(role|user)_policy$/, "The bucket policy refuses a part of what this allows."],
  [/^aws_cloudtrail$/, "CloudTrail tries to write when the trail is made."],
  [/^aws_cloudwatch_metric_alarm$/, "The metric is there once its filter is."],
];

/** What checkov would ask for and a stack does without for a reason, unless there is a resource that does it. */
const CHOICES: readonly {
  readonly check: string;
  readonly on: string;
  readonly unless?: string;
  readonly why: string;
}[] = [
  {
    check: "CKV_AWS_18",
    on: "aws_s3_bucket",
    unless: "aws_s3_bucket_logging",
    why: "CloudTrail records requests, where sealstack.yaml asks for it",
  },
  {
    check: "CKV2_AWS_62",
    on: "aws_s3_bucket",
    unless: "aws_s3_bucket_notification",
    why: "nothing waits for new objects, and alerts come from CloudTrail",
  },
  {
    check: "CKV_AWS_144",
    on: "aws_s3_bucket",
    unless: "aws_s3_bucket_replication_configuration",
    why: "a copy in another region is a decision of its own, with a bucket and a key of its own",
  },
  {
    check: "CKV_AWS_252",
    on: "aws_cloudtrail",
    why: "alerts come from EventBridge and metric filters, not with each file",
  },
  {
    check: "CKV_AWS_273",
    on: "aws_iam_user",
    why: "asked for in sealstack.yaml, for hosts that cannot assume a role",
  },
  {
    check: "CKV_AWS_40",
    on: "aws_iam_user_policy",
    why: "the only user of the stack, and its only policy",
  },
];

/** Every block with what there is to say about it. */
export function withComments(blocks: readonly string[]): readonly string[] {
  return blocks.map((block) => {
    const [, type = "", label = ""] = /^resource "(\w+)" "(\w+)"/.exec(block) ?? [];
    const [head = "", ...rest] = block.split("\n");
    const has = (wanted: string) =>
      blocks.some((other) => other.startsWith(`resource "${wanted}"`) && other.includes(`${type}.${label}.`));
    const skips = CHOICES.filter(({ on, unless }) => on === type && (unless === undefined || !has(unless)));
    return [
      head,
      ...skips.map(({ check, why }) => `#checkov:skip=${check}:${why}`),
      ...rest.flatMap((line) => [...waitOf(type, line), line]),
    ].join("\n");
  });
}

function waitOf(type: string, line: string): readonly string[] {
  const why = WAITS.find(([pattern]) => pattern.test(type))?.[1];
  return why !== undefined && /^\s*depends_on =/.test(line) ? [`# ${why}`] : [];
}
