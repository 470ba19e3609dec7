import * as application from "../../../presets/application-key/claims";
import { UNNOTICED } from "../../../presets/application-key/claims/unnoticed";
import { applicationKeySchema } from "../../../presets/application-key/config";
import { withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `application-key`, with a neighbouring bucket, and what its claims are about. */
export function applicationClaimStack(
  variant: application.ClaimVariant,
  region: string,
): Judged<application.ClaimSubject> {
  const config = applicationKeySchema.parse({ ...variant, preset: "application-key", region });
  const { set, surroundings } = judgedStack(config, []);
  const otherBucketArn = `arn:${set.partition}:s3:::example-other-bucket`;
  return {
    policies: withPlainBuckets(set, [otherBucketArn]),
    subject: { ...surroundings, config, otherBucketArn },
  };
}

export const APPLICATION_KEY: ClaimTable = {
  variants: variantsOf(application.CLAIM_VARIANTS, (variant: application.ClaimVariant, region) => {
    const { policies, subject } = applicationClaimStack(variant, region);
    return { policies, claims: application.applicationKeyClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
