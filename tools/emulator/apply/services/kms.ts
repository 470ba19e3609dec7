/** KMS: keys and aliases. */

import { randomUUID } from "node:crypto";
import {
  type AliasListEntry,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  type KeySpec,
  type KeyUsageType,
  type KMSClient,
  paginateListAliases,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { resourceType } from "../resource-type";
import { present, unlessMissing } from "../sdk";
import { commonKey, keyFacts, keyTags, readKey, scheduleDeletion, updateKey } from "./kms-common";

const keySchema = z.strictObject({
  ...commonKey,
  key_usage: z.string().default("ENCRYPT_DECRYPT"),
  customer_master_key_spec: z.string().default("SYMMETRIC_DEFAULT"),
  is_enabled: z.boolean().default(true),
  enable_key_rotation: z.boolean().default(false),
  rotation_period_in_days: z.number().optional(),
  multi_region: z.boolean().default(false),
});
type Key = z.output<typeof keySchema>;

export const kmsKey = resourceType(keySchema, {
  replaceOn: ["key_usage", "customer_master_key_spec", "multi_region", "region"],
  async create({ kmsIn }, wanted) {
    const kms = kmsIn(wanted.region);
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Description: wanted.description,
        KeyUsage: wanted.key_usage as KeyUsageType,
        KeySpec: wanted.customer_master_key_spec as KeySpec,
        MultiRegion: wanted.multi_region,
        BypassPolicyLockoutSafetyCheck: wanted.bypass_policy_lockout_safety_check,
        Tags: keyTags(wanted.tags),
        ...(wanted.policy === undefined ? {} : { Policy: wanted.policy }),
      }),
    );
    const id = present(KeyMetadata?.KeyId, "key id");
    if (wanted.enable_key_rotation) await rotate(kms, id, wanted);
    if (!wanted.is_enabled) await kms.send(new DisableKeyCommand({ KeyId: id }));
    return { id };
  },
  async read({ kmsIn }, id, wanted) {
    const kms = kmsIn(wanted.region);
    const found = await readKey(kms, id);
    if (found === undefined) return undefined;
    const symmetric = wanted.customer_master_key_spec === "SYMMETRIC_DEFAULT";
    return {
      facts: {
        ...found.facts,
        enabled: found.key.Enabled,
        rotation: symmetric ? await rotation(kms, id) : undefined,
      },
      computed: found.computed,
    };
  },
  facts: (wanted) => ({
    ...keyFacts(wanted),
    enabled: wanted.is_enabled,
    ...(wanted.customer_master_key_spec === "SYMMETRIC_DEFAULT"
      ? {
          rotation: wanted.enable_key_rotation
            ? { enabled: true, days: wanted.rotation_period_in_days }
            : { enabled: false },
        }
      : {}),
  }),
  async update({ kmsIn }, KeyId, wanted, before) {
    const kms = kmsIn(wanted.region);
    // A disabled key refuses most changes, so it is enabled first and disabled last.
    if (wanted.is_enabled) await kms.send(new EnableKeyCommand({ KeyId }));
    await updateKey(kms, KeyId, wanted, before);
    if (wanted.enable_key_rotation) await rotate(kms, KeyId, wanted);
    else if (before.enable_key_rotation) await kms.send(new DisableKeyRotationCommand({ KeyId }));
    if (!wanted.is_enabled) await kms.send(new DisableKeyCommand({ KeyId }));
  },
  remove: ({ kmsIn }, id, last) => scheduleDeletion(kmsIn(last.region), id, last),
});

async function rotate(kms: KMSClient, KeyId: string, { rotation_period_in_days: days }: Key): Promise<void> {
  const period = days === undefined ? {} : { RotationPeriodInDays: days };
  await kms.send(new EnableKeyRotationCommand({ KeyId, ...period }));
}

async function rotation(kms: KMSClient, KeyId: string): Promise<unknown> {
  const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  return { enabled: status.KeyRotationEnabled, days: status.RotationPeriodInDays };
}

const aliasSchema = z.strictObject({
  name: z.string().optional(),
  name_prefix: z.string().optional(),
  target_key_id: z.string(),
  region: z.string().optional(),
});

export const kmsAlias = resourceType(aliasSchema, {
  replaceOn: ["name", "name_prefix", "region"],
  async create({ kmsIn }, { name, name_prefix = "alias/", target_key_id, region }) {
    const id = name ?? name_prefix + randomUUID().replaceAll("-", "").slice(0, 26);
    await kmsIn(region).send(new CreateAliasCommand({ AliasName: id, TargetKeyId: target_key_id }));
    return { id };
  },
  async read({ kmsIn, region: own, account, partition }, id, { region = own }) {
    const alias = await findAlias(kmsIn(region), id);
    if (alias === undefined) return undefined;
    const target_key_arn = `arn:${partition}:kms:${region}:${account}:key/${alias.TargetKeyId}`;
    return {
      facts: { target: alias.TargetKeyId },
      computed: { id, name: id, arn: alias.AliasArn, target_key_arn },
    };
  },
  // The id or the ARN of the key: the service only ever shows the id.
  facts: ({ target_key_id }) => ({ target: target_key_id.replace(/^.*key\//, "") }),
  async update({ kmsIn }, id, { target_key_id, region }) {
    await kmsIn(region).send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: target_key_id }));
  },
  async remove({ kmsIn }, id, { region }) {
    await unlessMissing(["NotFoundException"], kmsIn(region).send(new DeleteAliasCommand({ AliasName: id })));
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
