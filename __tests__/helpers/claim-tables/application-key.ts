import * as application from "../../../presets/application-key/claims";
import { UNNOTICED } from "../../../presets/application-key/claims/unnoticed";
import { applicationKeySchema } from "../../../presets/application-key/config";
import { withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, judgedStack, variantsOf } from "./judged-stack";

const OTHER_BUCKET = "arn:aws:s3:::example-other-bucket";

export const APPLICATION_KEY: ClaimTable = {
  variants: variantsOf(application.CLAIM_VARIANTS, (variant: application.ClaimVariant, region) => {
    const config = applicationKeySchema.parse({ ...variant, preset: "application-key", region });
    const { set, surroundings } = judgedStack(config, []);
    const subject = { ...surroundings, config, otherBucketArn: OTHER_BUCKET };
    return {
      policies: withPlainBuckets(set, [OTHER_BUCKET]),
      claims: application.applicationKeyClaims(subject),
    };
  }),
  unnoticed: UNNOTICED,
};
