/** KMS actions that claims name. Written out, although the policies are made from such lists too: a claim must not follow what it checks. */

import type { Claim, ClaimsAbout } from "./claim";

/** To manage a key. */
export const MANAGES_KEY = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DeleteImportedKeyMaterial",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyLastUsage",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:GetParametersForImport",
  "kms:GetPublicKey",
  "kms:ImportKeyMaterial",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:SynchronizeMultiRegionKey",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
] as const;

/** What would let somebody change, open or end the protection. */
export const KEY_POWERS = [
  "kms:CreateGrant",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
] as const;

/** Days that KMS takes. */
const SHORTEST_DELETION_WINDOW = 7;

/**
 * Somebody who manages the key may have it deleted no sooner than configured.
 *
 * @param days `deletionWindowInDays` of the key
 */
export function deletionClaims({ may, mayNot }: ClaimsAbout, key: string, days: number): readonly Claim[] {
  const action = "kms:ScheduleKeyDeletion";
  const within = (window: number) => ({ "kms:ScheduleKeyDeletionPendingWindowInDays": String(window) });
  const sooner = [...new Set([days - 1, SHORTEST_DELETION_WINDOW])].filter(
    (window) => window >= SHORTEST_DELETION_WINDOW && window < days,
  );
  return [
    may(`have ${key} deleted in ${days} days`, action, key, within(days)),
    ...sooner.map((window) =>
      mayNot(`have ${key} deleted in ${window} days`, action, key, within(window), "DenyEarlierDeletion"),
    ),
  ];
}
