import * as source from "../../../presets/vault-source/claims";
import { UNNOTICED } from "../../../presets/vault-source/claims/unnoticed";
import { vaultSourceSchema } from "../../../presets/vault-source/config";
import { withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `vault-source`, with neighbours, and what its claims are about. The vault's bucket and key are there, and allow everything. */
export function sourceClaimStack(variant: source.ClaimVariant, region: string): Judged<source.ClaimSubject> {
  const config = vaultSourceSchema.parse({
    ...variant,
    preset: "vault-source",
    region,
    accountId: "111122223333",
  });
  const { set, surroundings } = judgedStack(config, [config.vault.keyArn]);
  const { keyArn: _, ...around } = surroundings;
  const bucket = (name: string) => `arn:${set.partition}:s3:::${name}`;
  const otherBucketArn = bucket("example-other-bucket");
  return {
    policies: withPlainBuckets(set, [otherBucketArn, bucket(config.vault.bucket)]),
    subject: { ...around, config, otherBucketArn },
  };
}

export const VAULT_SOURCE: ClaimTable = {
  variants: variantsOf(source.CLAIM_VARIANTS, (variant: source.ClaimVariant, region) => {
    const { policies, subject } = sourceClaimStack(variant, region);
    return { policies, claims: source.vaultSourceClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
