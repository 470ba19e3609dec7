import * as pair from "../../../presets/s3-replication/claims";
import { UNNOTICED } from "../../../presets/s3-replication/claims/unnoticed";
import { s3ReplicationSchema } from "../../../presets/s3-replication/config";
import * as half from "../../../presets/s3-replication-destination/claims";
import { UNNOTICED as UNNOTICED_THERE } from "../../../presets/s3-replication-destination/claims/unnoticed";
import { s3ReplicationDestinationSchema } from "../../../presets/s3-replication-destination/config";
import { withPlainBuckets } from "../../../tools/policy-check";
import { type ClaimTable, type Judged, judgedStack, variantsOf } from "./judged-stack";

const otherBucketOf = ({ partition }: { readonly partition: string }) =>
  `arn:${partition}:s3:::example-other-bucket`;

/** The policies of one variant of `s3-replication`, with neighbours, and what its claims are about. Another account's bucket and key are there, and allow everything. */
export function pairClaimStack(variant: pair.ClaimVariant, region: string): Judged<pair.ClaimSubject> {
  const config = s3ReplicationSchema.parse({ ...variant, preset: "s3-replication", region });
  const { account } = config.destination;
  const { set, surroundings } = judgedStack(config, account === undefined ? [] : [account.keyArn]);
  const otherBucketArn = otherBucketOf(set);
  const replicaKeyArn =
    account?.keyArn ?? Object.keys(set.keys).find((arn) => arn.includes(`:${config.destination.region}:`));
  const theirs = account === undefined ? [] : [`arn:${set.partition}:s3:::${account.bucket}`];
  return {
    policies: withPlainBuckets(set, [otherBucketArn, ...theirs]),
    subject: { ...surroundings, config, otherBucketArn, replicaKeyArn: replicaKeyArn ?? "" },
  };
}

/** The policies of one variant of `s3-replication-destination`, with neighbours, and what its claims are about. */
export function halfClaimStack(variant: half.ClaimVariant, region: string): Judged<half.ClaimSubject> {
  const config = s3ReplicationDestinationSchema.parse({
    ...variant,
    preset: "s3-replication-destination",
    region,
    accountId: "111122223333",
  });
  const { set, surroundings } = judgedStack(config, []);
  const otherBucketArn = otherBucketOf(set);
  return {
    policies: withPlainBuckets(set, [otherBucketArn]),
    subject: { ...surroundings, config, otherBucketArn },
  };
}

export const S3_REPLICATION: ClaimTable = {
  variants: variantsOf(pair.CLAIM_VARIANTS, (variant: pair.ClaimVariant, region) => {
    const { policies, subject } = pairClaimStack(variant, region);
    return { policies, claims: pair.s3ReplicationClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};

export const S3_REPLICATION_DESTINATION: ClaimTable = {
  variants: variantsOf(half.CLAIM_VARIANTS, (variant: half.ClaimVariant, region) => {
    const { policies, subject } = halfClaimStack(variant, region);
    return { policies, claims: half.s3ReplicationDestinationClaims(subject) };
  }),
  unnoticed: UNNOTICED_THERE,
};
