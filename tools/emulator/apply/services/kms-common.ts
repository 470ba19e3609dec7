/** What all kinds of keys have in common. */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KeyMetadata,
  type KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { parseJson, policyText, tags } from "../attribute-schemas";
import type { Removal } from "../resource-type";
import { tagChanges, unlessMissing } from "../sdk";
import type { Attributes } from "../stack-file";

/** Attributes of every key. */
export const commonKey = {
  description: z.string().default(""),
  policy: policyText.optional(),
  bypass_policy_lockout_safety_check: z.boolean().default(false),
  deletion_window_in_days: z.number().default(30),
  region: z.string().optional(),
  tags,
};
type CommonKey = z.output<z.ZodObject<typeof commonKey>>;

/** A key as the service shows it. */
export interface FoundKey {
  readonly key: KeyMetadata;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly computed: Attributes;
}

/** `undefined` when it is gone, or about to be. */
export async function readKey(kms: KMSClient, id: string): Promise<FoundKey | undefined> {
  const described = await unlessMissing(
    ["NotFoundException"],
    kms.send(new DescribeKeyCommand({ KeyId: id })),
  );
  const key = described?.KeyMetadata;
  if (key === undefined || key.KeyState === "PendingDeletion") return undefined;
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" }));
  const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
  return {
    key,
    facts: {
      description: key.Description,
      policy: parseJson(Policy),
      tags: Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue])),
    },
    computed: { id, key_id: id, arn: key.Arn, policy: Policy },
  };
}

/** What {@link readKey} is expected to find. */
export function keyFacts({
  description,
  policy,
  tags: wanted,
}: CommonKey): Readonly<Record<string, unknown>> {
  return { description, policy: parseJson(policy), tags: wanted };
}

/** Description, policy and tags. */
export async function updateKey(
  kms: KMSClient,
  KeyId: string,
  wanted: CommonKey,
  before: Pick<CommonKey, "tags">,
): Promise<void> {
  await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: wanted.description }));
  if (wanted.policy !== undefined)
    await kms.send(
      new PutKeyPolicyCommand({
        KeyId,
        PolicyName: "default",
        Policy: wanted.policy,
        BypassPolicyLockoutSafetyCheck: wanted.bypass_policy_lockout_safety_check,
      }),
    );
  const { set, removed } = tagChanges(before.tags, wanted.tags);
  if (removed.length > 0) await kms.send(new UntagResourceCommand({ KeyId, TagKeys: removed }));
  const Tags = keyTags({ ...wanted.tags, ...set });
  if (Tags.length > 0) await kms.send(new TagResourceCommand({ KeyId, Tags }));
}

/** `[{ TagKey, TagValue }]`, as only KMS wants tags. */
export function keyTags(wanted: Readonly<Record<string, string>>): { TagKey: string; TagValue: string }[] {
  return Object.entries(wanted).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** Removing a key only schedules its deletion: KMS has nothing faster, and that is its point. */
export async function scheduleDeletion(
  kms: KMSClient,
  id: string,
  { deletion_window_in_days }: Pick<CommonKey, "deletion_window_in_days">,
): Promise<Removal> {
  const scheduled = await unlessMissing(
    ["NotFoundException", "KMSInvalidStateException"],
    kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: deletion_window_in_days })),
  );
  const on = scheduled?.DeletionDate?.toISOString().slice(0, 10);
  return { left: true, remark: `pending deletion${on === undefined ? "" : ` until ${on}`}` };
}
