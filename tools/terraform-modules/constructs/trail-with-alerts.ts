import { TerraformLocal } from "cdktf";
import { awsEnvironment } from "../../../modules/iam";
import { auditSchema } from "../../../presets/common/config/audit-schema";
import { addAudit } from "../../../presets/common/stack/audit";
import { type ConstructModule, camelKeys } from "./construct";
import { AUDIT_CONFIGURATIONS, AUDIT_REFUSED, type AuditValues } from "./trail-with-alerts-values";

export const trailWithAlerts: ConstructModule<AuditValues> = {
  partials: ["data", "audit", "audit-trail", "alerts", "alert-patterns"],
  configurations: AUDIT_CONFIGURATIONS,
  refused: AUDIT_REFUSED,
  stackId: ({ name }) => name,
  build: (stack, _, { keys, aliases = [], buckets = [], roles = [], users = [], audit = {}, tags = {} }) => {
    const env = awsEnvironment(stack);
    const { trail = {}, ...others } = audit;
    // Known to Terraform only, as of what a stack makes: how long a pattern may become is measured by the longest.
    const hidden = (kind: string) => (name: string, index: number) =>
      new TerraformLocal(stack, `${kind}-${index}`, name).asString;
    const arns = keys.map(hidden("key"));
    const names = buckets.map(hidden("bucket"));
    const { topicArn, keyArn, trailBucketName } = addAudit(
      stack,
      // biome-ignore lint/style/noNonNullAssertion: something was given
      auditSchema.parse({ ...camelKeys(others), trail: camelKeys(trail) })!,
      {
        env,
        keys: arns.map((key, index) => ({
          keyArn: key,
          keyId: hidden("key-id")((keys[index] ?? "").split("/").at(-1) ?? "", index),
        })) as unknown as Parameters<typeof addAudit>[2]["keys"],
        aliases,
        buckets: names.map((bucketName) => ({ bucketName, bucketArn: `arn:aws:s3:::${bucketName}` })),
        roles: roles.map(hidden("role")).map((roleName) => ({ roleName })),
        users: users.map(hidden("user")).map((userName) => ({ userName })),
        rolePath: "/",
        tags,
      },
    );
    return { alert_topic_arn: topicArn, audit_key_arn: keyArn, trail_bucket_name: trailBucketName ?? "" };
  },
};
