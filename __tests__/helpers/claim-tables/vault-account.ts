import { WAY_NAMES } from "../../../presets/common/vault/ways";
import * as vault from "../../../presets/vault-account/claims";
import { UNNOTICED } from "../../../presets/vault-account/claims/unnoticed";
import { vaultAccountSchema } from "../../../presets/vault-account/config";
import { type SourceOutput, sourceOutputs } from "../../../presets/vault-account/outputs";
import { vaultOf } from "../../../presets/vault-account/vault";
import {
  type PolicyDocument,
  type PolicySet,
  withIdentitiesElsewhere,
  withPlainBuckets,
} from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `vault-account`, with neighbours and the roles of its sources, and what its claims are about. */
export function vaultClaimStack(variant: vault.ClaimVariant, region: string): Judged<vault.ClaimSubject> {
  const config = vaultAccountSchema.parse({
    ...variant,
    preset: "vault-account",
    region,
    accountId: "111122223333",
  });
  const { set, surroundings } = judgedStack(config, []);
  const otherBucketArn = `arn:${set.partition}:s3:::example-other-bucket`;
  return {
    policies: withIdentitiesElsewhere(withPlainBuckets(set, [otherBucketArn]), sourceRoles(set, config)),
    subject: { ...surroundings, config, otherBucketArn },
  };
}

/** The roles of the sources, each with the policy that the outputs have for it. */
function sourceRoles(set: PolicySet, config: vault.ClaimSubject["config"]) {
  const [keyArn = ""] = Object.keys(set.keys);
  const [bucketArn = ""] = Object.keys(set.buckets);
  const { partition, accountId, region } = set;
  const env = { partition, accountId, region, dnsSuffix: "amazonaws.com" };
  const sources = sourceOutputs({ env, bucketArn, keyArn }, "unused", vaultOf(config));
  return Object.values(sources).flatMap((source: SourceOutput) =>
    WAY_NAMES.flatMap((way) => {
      const made = source[way];
      if (made === undefined) return [];
      return made.roles.map((role) => ({
        arn: `arn:${partition}:iam::${source.account_id}:role${role}`,
        // As it stands in the outputs.
        document: JSON.parse(JSON.stringify(made.policy)) as PolicyDocument,
      }));
    }),
  );
}

export const VAULT_ACCOUNT: ClaimTable = {
  variants: variantsOf(vault.CLAIM_VARIANTS, (variant: vault.ClaimVariant, region) => {
    const { policies, subject } = vaultClaimStack(variant, region);
    return { policies, claims: vault.vaultAccountClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
