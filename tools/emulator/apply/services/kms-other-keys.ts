/** KMS: keys for imported material, and replicas. */
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  type KeySpec,
  type KeyUsageType,
  type KMSClient,
  ReplicateKeyCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import type { ApplyContext } from "../resource-type";
import { resourceType } from "../resource-type";
import { present } from "../sdk";
import { commonKey, keyFacts, keyTags, readKey, scheduleDeletion, updateKey } from "./kms-common";

const externalKeySchema = z.strictObject({
  ...commonKey,
  enabled: z.boolean().optional(),
  key_spec: z.string().default("SYMMETRIC_DEFAULT"),
  key_usage: z.string().default("ENCRYPT_DECRYPT"),
  multi_region: z.boolean().default(false),
});

/** Never with material: that is imported by other means. Until then the key is disabled, whatever `enabled` says. */
export const kmsExternalKey = resourceType(externalKeySchema, {
  replaceOn: ["key_spec", "key_usage", "multi_region", "region"],
  async create({ kmsIn }, wanted) {
    const { KeyMetadata } = await kmsIn(wanted.region).send(
      new CreateKeyCommand({
        Origin: "EXTERNAL",
        Description: wanted.description,
        KeyUsage: wanted.key_usage as KeyUsageType,
        KeySpec: wanted.key_spec as KeySpec,
        MultiRegion: wanted.multi_region,
        BypassPolicyLockoutSafetyCheck: wanted.bypass_policy_lockout_safety_check,
        Tags: keyTags(wanted.tags),
        ...(wanted.policy === undefined ? {} : { Policy: wanted.policy }),
      }),
    );
    return { id: present(KeyMetadata?.KeyId, "key id") };
  },
  read: ({ kmsIn }, id, wanted) => readEnabled(kmsIn(wanted.region), id, wanted.enabled),
  facts: (wanted) => ({ ...keyFacts(wanted), enabled: wanted.enabled ?? "as it is" }),
  async update({ kmsIn }, id, wanted, before) {
    const kms = kmsIn(wanted.region);
    await updateKey(kms, id, wanted, before);
    await enable(kms, id, wanted.enabled);
  },
  remove: ({ kmsIn }, id, last) => scheduleDeletion(kmsIn(last.region), id, last),
});

const replicaSchema = z.strictObject({
  ...commonKey,
  enabled: z.boolean().optional(),
  primary_key_arn: z.string(),
  region: z.string(),
});
type Replica = z.output<typeof replicaSchema>;

/** Both kinds of replicas: what they are follows from their primary. */
export const kmsReplicaKey = resourceType(replicaSchema, {
  replaceOn: ["primary_key_arn", "region"],
  create: createReplica,
  read: ({ kmsIn }, id, { region, enabled }) => readEnabled(kmsIn(region), id, enabled),
  facts: (wanted) => ({ ...keyFacts(wanted), enabled: wanted.enabled ?? "as it is" }),
  async update({ kmsIn }, id, wanted, before) {
    const kms = kmsIn(wanted.region);
    await updateKey(kms, id, wanted, before);
    await enable(kms, id, wanted.enabled);
  },
  remove: ({ kmsIn }, id, last) => scheduleDeletion(kmsIn(last.region), id, last),
});

async function createReplica({ kmsIn }: ApplyContext, wanted: Replica): Promise<{ id: string }> {
  // The request goes to the region of the primary.
  const [, , , primaryRegion] = wanted.primary_key_arn.split(":");
  const { ReplicaKeyMetadata } = await kmsIn(primaryRegion).send(
    new ReplicateKeyCommand({
      KeyId: wanted.primary_key_arn,
      ReplicaRegion: wanted.region,
      Description: wanted.description,
      BypassPolicyLockoutSafetyCheck: wanted.bypass_policy_lockout_safety_check,
      Tags: keyTags(wanted.tags),
      ...(wanted.policy === undefined ? {} : { Policy: wanted.policy }),
    }),
  );
  const id = present(ReplicaKeyMetadata?.KeyId, "key id");
  // LocalStack 4.9.2 leaves out the tags of the request; AWS does not.
  await updateKey(kmsIn(wanted.region), id, wanted, { tags: {} });
  return { id };
}

async function readEnabled(kms: KMSClient, id: string, wanted: boolean | undefined) {
  const found = await readKey(kms, id);
  if (found === undefined) return undefined;
  const fixed = wanted === undefined || found.key.KeyState === "PendingImport";
  return {
    facts: { ...found.facts, enabled: fixed ? (wanted ?? "as it is") : found.key.Enabled },
    computed: found.computed,
  };
}

async function enable(kms: KMSClient, KeyId: string, wanted: boolean | undefined): Promise<void> {
  if (wanted === undefined) return;
  await kms.send(wanted ? new EnableKeyCommand({ KeyId }) : new DisableKeyCommand({ KeyId }));
}
