import * as snapshots from "../../../presets/snapshot-sharing/claims";
import { UNNOTICED } from "../../../presets/snapshot-sharing/claims/unnoticed";
import { snapshotSharingSchema } from "../../../presets/snapshot-sharing/config";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `snapshot-sharing`, and what its claims are about. */
export function snapshotClaimStack(
  variant: snapshots.ClaimVariant,
  region: string,
): Judged<snapshots.ClaimSubject> {
  const config = snapshotSharingSchema.parse({ ...variant, preset: "snapshot-sharing", region });
  const { set, surroundings } = judgedStack(config, config.target?.keyArns ?? []);
  return { policies: set, subject: { ...surroundings, config } };
}

export const SNAPSHOT_SHARING: ClaimTable = {
  variants: variantsOf(snapshots.CLAIM_VARIANTS, (variant: snapshots.ClaimVariant, region) => {
    const { policies, subject } = snapshotClaimStack(variant, region);
    return { policies, claims: snapshots.snapshotSharingClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
