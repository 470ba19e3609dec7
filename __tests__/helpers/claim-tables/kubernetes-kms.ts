import * as kubernetes from "../../../presets/kubernetes-kms/claims";
import { UNNOTICED } from "../../../presets/kubernetes-kms/claims/unnoticed";
import { kubernetesKmsSchema } from "../../../presets/kubernetes-kms/config";
import { type ClaimTable, type Judged, judgedStack, REGION, variantsOf } from "./judged-stack";

/** The policies of one variant of `kubernetes-kms`, and what its claims are about. */
export function kubernetesClaimStack(variant: kubernetes.ClaimVariant): Judged<kubernetes.ClaimSubject> {
  const config = kubernetesKmsSchema.parse({ ...variant, preset: "kubernetes-kms", region: REGION });
  const { set, surroundings } = judgedStack(config, config.key.previousKeyArns);
  return { policies: set, subject: { ...surroundings, config } };
}

export const KUBERNETES_KMS: ClaimTable = {
  variants: variantsOf(kubernetes.CLAIM_VARIANTS, (variant) => {
    const { policies, subject } = kubernetesClaimStack(variant);
    return { policies, claims: kubernetes.kubernetesKmsClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
