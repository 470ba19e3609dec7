import type { Construct } from "constructs";
import { parseArn } from "../../modules/arn";
import type { WatchedKey } from "../../modules/audit";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { type Audited, addAudit } from "../common/stack/audit";
import { AwsStack } from "../common/stack/aws-stack";
import { type KeyAuditConfig, keyAuditSchema } from "./config";
import { OUTPUT } from "./outputs";

/** What {@link KeyAuditStack} needs. */
export type KeyAuditStackProps = PresetProps<typeof keyAuditSchema>;

/**
 * Alerts on keys that are there already: a topic, event rules and, with a trail, alarms. The only key it makes encrypts alerts and log files; the watched keys are left
 * as they are.
 */
export class KeyAuditStack extends AwsStack {
  constructor(scope: Construct, id: string, props: KeyAuditStackProps) {
    const { config, deployment } = presetProps(keyAuditSchema, scope, id, props);
    super(scope, id, deployment);
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { enabled, ...trail } = config.trail;
    const { emails, preventDestroy } = config;
    const parts = addAudit(
      this,
      { emails, preventDestroy, ...(enabled ? { trail } : {}) },
      this.audited(config),
    );
    this.output(OUTPUT.region, "Region of keys and alerts.", this.env.region);
    this.output(OUTPUT.topicArn, "ARN of the topic that alerts go to.", parts.topicArn);
    this.output(OUTPUT.auditKeyArn, "ARN of the key that encrypts alerts and log files.", parts.keyArn);
    if (parts.trailBucketName !== undefined)
      this.output(
        OUTPUT.trailBucket,
        "Name of the bucket with the log files of the trail.",
        parts.trailBucketName,
      );
  }

  private audited({ keys, aliases, buckets, identities, roles, tags }: KeyAuditConfig): Audited {
    const named = (kind: string) =>
      identities
        .filter((arn) => parseArn(arn)?.resource.startsWith(kind))
        .map((arn) => arn.split("/").at(-1) ?? "");
    return {
      env: this.env,
      account: parseArn(keys[0] ?? "")?.account ?? "",
      // The schema wants one at least.
      keys: keys.map(watched) as unknown as readonly [WatchedKey, ...WatchedKey[]],
      aliases,
      buckets: buckets.map((bucketArn) => ({ bucketArn, bucketName: parseArn(bucketArn)?.resource ?? "" })),
      roles: named("role/").map((roleName) => ({ roleName })),
      users: named("user/").map((userName) => ({ userName })),
      rolePath: roles.path,
      tags,
    };
  }
}

function watched(keyArn: string): WatchedKey {
  return { keyArn, keyId: keyArn.slice(keyArn.lastIndexOf("/") + 1) };
}
