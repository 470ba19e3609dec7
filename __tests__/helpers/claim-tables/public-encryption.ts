import * as preset from "../../../presets/public-encryption/claims";
import { UNNOTICED } from "../../../presets/public-encryption/claims/unnoticed";
import { publicEncryptionSchema } from "../../../presets/public-encryption/config";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `public-encryption`, and what its claims are about. */
export function publicEncryptionClaimStack(
  variant: preset.ClaimVariant,
  region: string,
): Judged<preset.ClaimSubject> {
  const config = publicEncryptionSchema.parse({ ...variant, preset: "public-encryption", region });
  const { set, surroundings } = judgedStack(config, []);
  return { policies: set, subject: { ...surroundings, config } };
}

export const PUBLIC_ENCRYPTION: ClaimTable = {
  variants: variantsOf(preset.CLAIM_VARIANTS, (variant: preset.ClaimVariant, region) => {
    const { policies, subject } = publicEncryptionClaimStack(variant, region);
    return { policies, claims: preset.publicEncryptionClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
