import * as signing from "../../../presets/signing/claims";
import { UNNOTICED } from "../../../presets/signing/claims/unnoticed";
import { signingSchema } from "../../../presets/signing/config";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `signing`, and what its claims are about. */
export function signingClaimStack(
  variant: signing.ClaimVariant,
  region: string,
): Judged<signing.ClaimSubject> {
  const config = signingSchema.parse({ ...variant, preset: "signing", region });
  const { set, surroundings } = judgedStack(config, []);
  const [, macKeyArn] = Object.keys(set.keys);
  const subject = { ...surroundings, config, macKeyArn: config.mac === undefined ? undefined : macKeyArn };
  return { policies: set, subject };
}

export const SIGNING: ClaimTable = {
  variants: variantsOf(signing.CLAIM_VARIANTS, (variant: signing.ClaimVariant, region) => {
    const { policies, subject } = signingClaimStack(variant, region);
    return { policies, claims: signing.signingClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
