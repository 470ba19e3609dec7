import type { Construct } from "constructs";
import { InlinePolicy, Role, User } from "../../modules/iam";
import { Alias, type Key } from "../../modules/kms";
import { Bucket } from "../../modules/s3";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { noncurrentRules } from "../common/config/retention-schema";
import { manageKeysStatements } from "../common/policies/manage-keys";
import { AwsStack } from "../common/stack/aws-stack";
import { presetKey, rootAccessOf } from "../common/stack/preset-key";
import { trustStatements } from "../common/stack/trust";
import { applicationKeySchema } from "./config";
import { OUTPUT } from "./outputs";
import { keyPolicy, userStatements } from "./policies";

/** What {@link ApplicationKeyStack} needs. */
export type ApplicationKeyStackProps = PresetProps<typeof applicationKeySchema>;

/** An application's key as the KMS console makes it, a bucket under it, the user that uses both, and a role that manages. */
export class ApplicationKeyStack extends AwsStack {
  constructor(scope: Construct, id: string, props: ApplicationKeyStackProps) {
    const { config, deployment } = presetProps(applicationKeySchema, scope, id, props);
    super(scope, id, deployment);
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { tags } = config;
    const administrator = new Role(this, "administrator", {
      name: `${id}-administrator`,
      description: "Manages the key; does not use it.",
      trust: trustStatements(config.administrator.trust, this.env),
      maxSessionDuration: config.administrator.maxSessionDuration,
      tags,
    });
    const accessKey = config.user.accessKey && { unencrypted: "asked for by user.accessKey" };
    const user = new User(this, "user", { name: id, accessKey, tags });
    const audiences = { administrators: [administrator.roleArn], users: [user.userArn] };
    const key = presetKey(this, "key", {
      config: config.key,
      description: config.key.description,
      policy: keyPolicy(this.env, rootAccessOf(config.key), audiences),
      opens: "use the key",
      tags,
    });
    const alias = new Alias(this, "alias", { name: config.key.alias, targetKey: key });
    const bucket = new Bucket(this, "data", {
      name: config.bucket.name ?? `${id}-${this.env.accountId}-${this.env.region}`,
      key,
      preventDestroy: config.bucket.preventDestroy || {
        off: "bucket.preventDestroy is false in the configuration",
      },
      ...noncurrentRules(config.bucket.noncurrentExpirationInDays),
      tags,
    });
    new InlinePolicy(this, "user-policy", {
      name: "application",
      attachTo: { user },
      statements: userStatements(bucket.bucketArn),
      waitFor: [bucket.ready],
    });
    new InlinePolicy(this, "administrator-policy", {
      name: "application",
      attachTo: { role: administrator },
      statements: manageKeysStatements(this.env, [config.key.alias], [key.keyArn]),
    });
    this.outputs({ administrator, user, key, alias, bucket });
  }

  private outputs({ administrator, user, key, alias, bucket }: Parts): void {
    this.output(OUTPUT.region, "Region of key and bucket.", this.env.region);
    this.output(OUTPUT.keyArn, "ARN of the key.", key.keyArn);
    this.output(OUTPUT.keyId, "Id of the key.", key.keyId);
    this.output(OUTPUT.alias, "Alias of the key.", alias.aliasName);
    this.output(OUTPUT.bucket, "Name of the bucket.", bucket.bucketName);
    this.output(OUTPUT.userArn, "ARN of the user that uses the key.", user.userArn);
    this.output(OUTPUT.administratorRoleArn, "ARN of the role that manages.", administrator.roleArn);
    if (user.accessKey === undefined) return;
    this.output(OUTPUT.accessKeyId, "Access key of the user.", user.accessKey.accessKeyId, true);
    this.output(OUTPUT.secretAccessKey, "Its secret.", user.accessKey.secretAccessKey, true);
  }
}

interface Parts {
  readonly administrator: Role;
  readonly user: User;
  readonly key: Key;
  readonly alias: Alias;
  readonly bucket: Bucket;
}
