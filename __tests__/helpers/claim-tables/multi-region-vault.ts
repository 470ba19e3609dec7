import * as vault from "../../../presets/multi-region-vault/claims";
import { UNNOTICED } from "../../../presets/multi-region-vault/claims/unnoticed";
import { multiRegionVaultSchema } from "../../../presets/multi-region-vault/config";
import { withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `multi-region-vault`, with a neighbouring bucket, and what its claims are about. */
export function vaultClaimStack(variant: vault.ClaimVariant, region: string): Judged<vault.ClaimSubject> {
  const config = multiRegionVaultSchema.parse({ ...variant, preset: "multi-region-vault", region });
  const { set, surroundings } = judgedStack(config, []);
  const otherBucketArn = `arn:${set.partition}:s3:::example-other-bucket`;
  return {
    policies: withPlainBuckets(set, [otherBucketArn]),
    subject: { ...surroundings, config, otherBucketArn },
  };
}

export const MULTI_REGION_VAULT: ClaimTable = {
  variants: variantsOf(vault.CLAIM_VARIANTS, (variant: vault.ClaimVariant, region) => {
    const { policies, subject } = vaultClaimStack(variant, region);
    return { policies, claims: vault.multiRegionVaultClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
