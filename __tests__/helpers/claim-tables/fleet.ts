import * as fleet from "../../../presets/fleet/claims";
import { UNNOTICED } from "../../../presets/fleet/claims/unnoticed";
import { fleetSchema } from "../../../presets/fleet/config";
import { type AttachedPolicy, type PolicySet, withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, judgedStack, variantsOf } from "./judged-stack";

/** Of the keys that the variants name. */
const REGION = "eu-central-1";

/** A role of another stack that leaves it to policies of identities who takes it. */
function trustOfAccount({ partition, accountId }: PolicySet, attachedTo: string): AttachedPolicy {
  const Principal = { AWS: [`arn:${partition}:iam::${accountId}:root`] };
  return {
    kind: "trust",
    address: "trust of the account",
    attachedTo,
    neighbour: true,
    document: {
      Version: "2012-10-17",
      Statement: [{ Sid: "TrustAccount", Effect: "Allow", Principal, Action: ["sts:AssumeRole"] }],
    },
  };
}

export const FLEET: ClaimTable = {
  variants: variantsOf(fleet.CLAIM_VARIANTS, (variant: fleet.ClaimVariant, region) => {
    const { backups } = variant;
    const keyArns = backups.keyArns.map((arn) => arn.replace(`:${REGION}:`, `:${region}:`));
    const config = fleetSchema.parse({
      ...variant,
      backups: { ...backups, keyArns },
      preset: "fleet",
      region,
    });
    const { set, surroundings } = judgedStack(config, config.backups.keyArns);
    const otherBucketArn = `arn:${set.partition}:s3:::example-other-bucket`;
    const invoked = set.policies
      .flatMap(({ document }) => document.Statement)
      .find(({ Sid }) => Sid === "InvokeFunction")?.Resource;
    const functionArn = [invoked].flat()[0];
    const subject = { ...surroundings, config, otherBucketArn, functionArn };
    const roles = [
      config.backups.roleArn ?? [],
      `arn:${set.partition}:iam::${set.accountId}:role/other`,
    ].flat();
    const trusting = { ...set, policies: [...set.policies, ...roles.map((arn) => trustOfAccount(set, arn))] };
    return {
      policies: withPlainBuckets(trusting, [
        otherBucketArn,
        `arn:${set.partition}:s3:::${config.backups.bucket}`,
      ]),
      claims: fleet.fleetClaims(subject),
    };
  }),
  unnoticed: UNNOTICED,
};
