import * as states from "../../../presets/state-key/claims";
import { UNNOTICED } from "../../../presets/state-key/claims/unnoticed";
import { stateKeySchema } from "../../../presets/state-key/config";
import { withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `state-key`, with a neighbouring bucket, and what its claims are about. */
export function stateClaimStack(variant: states.ClaimVariant, region: string): Judged<states.ClaimSubject> {
  const config = stateKeySchema.parse({ ...variant, preset: "state-key", region });
  const { set, surroundings } = judgedStack(config, []);
  const otherBucketArn = `arn:${set.partition}:s3:::example-other-bucket`;
  return {
    policies: withPlainBuckets(set, [otherBucketArn]),
    subject: { ...surroundings, config, otherBucketArn },
  };
}

export const STATE_KEY: ClaimTable = {
  variants: variantsOf(states.CLAIM_VARIANTS, (variant: states.ClaimVariant, region) => {
    const { policies, subject } = stateClaimStack(variant, region);
    return { policies, claims: states.stateKeyClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
