import * as kubernetes from "../../../presets/kubernetes-kms/claims";
import { UNNOTICED } from "../../../presets/kubernetes-kms/claims/unnoticed";
import { kubernetesKmsSchema } from "../../../presets/kubernetes-kms/config";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `kubernetes-kms`, and what its claims are about. */
export function kubernetesClaimStack(
  variant: kubernetes.ClaimVariant,
  region: string,
): Judged<kubernetes.ClaimSubject> {
  const config = kubernetesKmsSchema.parse({ ...variant, preset: "kubernetes-kms", region });
  const { set, surroundings } = judgedStack(config, config.key.previousKeyArns);
  return { policies: set, subject: { ...surroundings, config } };
}

export const KUBERNETES_KMS: ClaimTable = {
  variants: variantsOf(kubernetes.CLAIM_VARIANTS, (variant, region) => {
    const { policies, subject } = kubernetesClaimStack(variant, region);
    return { policies, claims: kubernetes.kubernetesKmsClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
