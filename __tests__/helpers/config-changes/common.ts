import type { z } from "zod";

/** Another value for every key of a configuration, by its path, beside what it would lose. */
export type Changes = Readonly<Record<string, { readonly to: unknown; readonly loses?: readonly string[] }>>;

export const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
export const trust = { to: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/somebody"] }] };
export const EVERYTHING_REGIONAL = [
  "aws_cloudtrail.audit_trail",
  "aws_cloudwatch_log_group.audit_trail_logs",
  "aws_kms_key.audit_key",
  "aws_kms_key.key",
  "aws_s3_bucket.backups",
  "aws_s3_bucket.trail_bucket",
  "aws_sns_topic.alert_topic",
  "aws_sns_topic_subscription.alert_topic_subscription_email_a_example_com",
];

export const KEY: Changes = {
  "key.alias": { to: "alias/other" },
  "key.rotationPeriodInDays": { to: 90 },
  "key.deletionWindowInDays": { to: 7 },
  "key.rootStatement": { to: "full" },
  "key.rootStatementReason": { to: "another reason" },
  "key.previousKeyArns": { to: [KEY_ARN] },
  "key.preventDestroy": { to: false },
};

export const roles = (...names: string[]): Changes => ({
  "roles.path": { to: "/platform/", loses: names.map((name) => `aws_iam_role.${name}`).sort() },
  "roles.permissionsBoundary": { to: "arn:aws:iam::111122223333:policy/bound" },
});

export const PERIMETER: Changes = {
  "perimeter.organizationIds": { to: ["o-a1b2c3d4e5"] },
  "perimeter.vpcEndpointIds": { to: ["vpce-0123456789abcdef0"] },
  "perimeter.vpcIds": { to: ["vpc-0123456789abcdef0"] },
};

export function without(changes: Changes, ...names: readonly string[]): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !names.includes(name)));
}

/** A preset: its schema, a configuration with everything in it, and another value for every key. */
export interface Row {
  readonly schema: z.ZodObject;
  readonly base: object;
  readonly changes: Changes;
}
