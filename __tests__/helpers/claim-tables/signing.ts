import * as signing from "../../../presets/signing/claims";
import { UNNOTICED } from "../../../presets/signing/claims/unnoticed";
import { signingSchema } from "../../../presets/signing/config";
import { type ClaimTable, judgedStack, variantsOf } from "./judged-stack";

export const SIGNING: ClaimTable = {
  variants: variantsOf(signing.CLAIM_VARIANTS, (variant: signing.ClaimVariant, region) => {
    const config = signingSchema.parse({ ...variant, preset: "signing", region });
    const { set, surroundings } = judgedStack(config, []);
    const [, macKeyArn] = Object.keys(set.keys);
    const subject = { ...surroundings, config, macKeyArn: config.mac === undefined ? undefined : macKeyArn };
    return { policies: set, claims: signing.signingClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
