import * as audit from "../../../presets/key-audit/claims";
import { UNNOTICED } from "../../../presets/key-audit/claims/unnoticed";
import { keyAuditSchema } from "../../../presets/key-audit/config";
import { withPlainBuckets, withPlainTopics } from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `key-audit`, with the keys and buckets that it watches, and what its claims are about. */
export function keyAuditClaimStack(variant: audit.ClaimVariant, region: string): Judged<audit.ClaimSubject> {
  const config = keyAuditSchema.parse({ ...variant, preset: "key-audit", region });
  const { set, surroundings } = judgedStack(config, config.keys);
  const otherTopic = `arn:${set.partition}:sns:${set.region}:${set.accountId}:${config.preset}-alerts-2`;
  return {
    policies: withPlainTopics(withPlainBuckets(set, config.buckets), [otherTopic]),
    subject: { ...surroundings, config },
  };
}

export const KEY_AUDIT: ClaimTable = {
  variants: variantsOf(audit.CLAIM_VARIANTS, (variant: audit.ClaimVariant, region) => {
    const { policies, subject } = keyAuditClaimStack(variant, region);
    return { policies, claims: audit.keyAuditClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
