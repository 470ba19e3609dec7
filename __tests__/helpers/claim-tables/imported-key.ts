import * as preset from "../../../presets/imported-key/claims";
import { UNNOTICED } from "../../../presets/imported-key/claims/unnoticed";
import { importedKeySchema } from "../../../presets/imported-key/config";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `imported-key`, and what its claims are about. */
export function importedKeyClaimStack(
  variant: preset.ClaimVariant,
  region: string,
): Judged<preset.ClaimSubject> {
  const config = importedKeySchema.parse({ ...variant, preset: "imported-key", region });
  const { set, surroundings } = judgedStack(config, []);
  const keyArns = Object.keys(set.keys).slice(0, config.key.versions.length);
  return { policies: set, subject: { ...surroundings, config, keyArns } };
}

export const IMPORTED_KEY: ClaimTable = {
  variants: variantsOf(preset.CLAIM_VARIANTS, (variant: preset.ClaimVariant, region) => {
    const { policies, subject } = importedKeyClaimStack(variant, region);
    return { policies, claims: preset.importedKeyClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
