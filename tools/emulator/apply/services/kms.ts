/** KMS: keys and aliases. */
import {
  type AliasListEntry,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeySpec,
  type KeyUsageType,
  type KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  paginateListAliases,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { parseJson, policyText, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { present, tagChanges, unlessMissing } from "../sdk";

const keySchema = z.strictObject({
  description: z.string().default(""),
  key_usage: z.string().default("ENCRYPT_DECRYPT"),
  customer_master_key_spec: z.string().default("SYMMETRIC_DEFAULT"),
  policy: policyText.optional(),
  is_enabled: z.boolean().default(true),
  enable_key_rotation: z.boolean().default(false),
  rotation_period_in_days: z.number().optional(),
  deletion_window_in_days: z.number().default(30),
  multi_region: z.boolean().default(false),
  tags,
});
type Key = z.output<typeof keySchema>;

/** Removing a key only schedules its deletion: KMS has nothing faster, and that is its point. */
export const kmsKey = resourceType(keySchema, {
  replaceOn: ["key_usage", "customer_master_key_spec", "multi_region"],
  async create({ kms }, wanted) {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Description: wanted.description,
        KeyUsage: wanted.key_usage as KeyUsageType,
        KeySpec: wanted.customer_master_key_spec as KeySpec,
        MultiRegion: wanted.multi_region,
        Tags: Object.entries(wanted.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        ...(wanted.policy === undefined ? {} : { Policy: wanted.policy }),
      }),
    );
    const id = present(KeyMetadata?.KeyId, "key id");
    if (wanted.enable_key_rotation) await rotate(kms, id, wanted);
    if (!wanted.is_enabled) await kms.send(new DisableKeyCommand({ KeyId: id }));
    return { id };
  },
  async read({ kms }, id, wanted) {
    const described = await unlessMissing(
      ["NotFoundException"],
      kms.send(new DescribeKeyCommand({ KeyId: id })),
    );
    const key = described?.KeyMetadata;
    if (key === undefined || key.KeyState === "PendingDeletion") return undefined;
    const policy = await kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" }));
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
    return {
      facts: {
        description: key.Description,
        enabled: key.Enabled,
        policy: parseJson(policy.Policy),
        rotation:
          wanted.customer_master_key_spec === "SYMMETRIC_DEFAULT" ? await rotation(kms, id) : undefined,
        tags: Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue])),
      },
      computed: { id, key_id: id, arn: key.Arn, policy: policy.Policy },
    };
  },
  facts: (wanted) => ({
    description: wanted.description,
    enabled: wanted.is_enabled,
    policy: parseJson(wanted.policy),
    rotation: wanted.enable_key_rotation
      ? { enabled: true, days: wanted.rotation_period_in_days }
      : { enabled: false },
    tags: wanted.tags,
  }),
  async update({ kms }, KeyId, wanted, before) {
    // A disabled key refuses most changes, so it is enabled first and disabled last.
    if (wanted.is_enabled) await kms.send(new EnableKeyCommand({ KeyId }));
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: wanted.description }));
    if (wanted.policy !== undefined) {
      await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: wanted.policy }));
    }
    if (wanted.enable_key_rotation) await rotate(kms, KeyId, wanted);
    else if (before.enable_key_rotation) await kms.send(new DisableKeyRotationCommand({ KeyId }));
    const { set, removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) await kms.send(new UntagResourceCommand({ KeyId, TagKeys: removed }));
    const Tags = Object.entries({ ...wanted.tags, ...set }).map(([TagKey, TagValue]) => ({
      TagKey,
      TagValue,
    }));
    if (Tags.length > 0) await kms.send(new TagResourceCommand({ KeyId, Tags }));
    if (!wanted.is_enabled) await kms.send(new DisableKeyCommand({ KeyId }));
  },
  async remove({ kms }, id, last) {
    const scheduled = await unlessMissing(
      ["NotFoundException", "KMSInvalidStateException"],
      kms.send(
        new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: last.deletion_window_in_days }),
      ),
    );
    const on = scheduled?.DeletionDate?.toISOString().slice(0, 10);
    return { left: true, remark: `pending deletion${on === undefined ? "" : ` until ${on}`}` };
  },
});

async function rotate(kms: KMSClient, KeyId: string, { rotation_period_in_days: days }: Key): Promise<void> {
  const period = days === undefined ? {} : { RotationPeriodInDays: days };
  await kms.send(new EnableKeyRotationCommand({ KeyId, ...period }));
}

async function rotation(kms: KMSClient, KeyId: string): Promise<unknown> {
  const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  return { enabled: status.KeyRotationEnabled, days: status.RotationPeriodInDays };
}

const aliasSchema = z.strictObject({ name: z.string(), target_key_id: z.string() });

export const kmsAlias = resourceType(aliasSchema, {
  replaceOn: ["name"],
  async create({ kms }, { name, target_key_id }) {
    await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: target_key_id }));
    return { id: name };
  },
  async read({ kms, region, account, partition }, id) {
    const alias = await findAlias(kms, id);
    if (alias === undefined) return undefined;
    const prefix = `arn:${partition}:kms:${region}:${account}`;
    const target_key_arn = `${prefix}:key/${alias.TargetKeyId}`;
    return { facts: { target: alias.TargetKeyId }, computed: { id, arn: alias.AliasArn, target_key_arn } };
  },
  // The id or the ARN of the key: the service only ever shows the id.
  facts: ({ target_key_id }) => ({ target: target_key_id.replace(/^.*key\//, "") }),
  async update({ kms }, id, { target_key_id }) {
    await kms.send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: target_key_id }));
  },
  async remove({ kms }, id) {
    await unlessMissing(["NotFoundException"], kms.send(new DeleteAliasCommand({ AliasName: id })));
    return undefined;
  },
});

async function findAlias(kms: KMSClient, name: string): Promise<AliasListEntry | undefined> {
  for await (const { Aliases = [] } of paginateListAliases({ client: kms }, {})) {
    const found = Aliases.find(({ AliasName }) => AliasName === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
