import * as etcd from "../../../presets/etcd-ca-backup/claims";
import { UNNOTICED } from "../../../presets/etcd-ca-backup/claims/unnoticed";
import { etcdCaBackupSchema } from "../../../presets/etcd-ca-backup/config";
import { withDelegatingKeys, withPlainBuckets, withPlainTopics } from "../../../tools/policy-check";
import { COMMERCIAL } from "../stacks/partitions";
import { type ClaimTable, FOREIGN_ACCOUNT, type Judged, judgedStack, variantsOf } from "./judged-stack";

/** The policies of one variant of `etcd-ca-backup`, with a neighbouring key and bucket, and what its claims are about. */
export function claimStack(
  variant: etcd.ClaimVariant,
  region: string = COMMERCIAL.region,
): Judged<etcd.ClaimSubject> {
  const config = etcdCaBackupSchema.parse({ ...variant, preset: "etcd-ca-backup", region });
  // Another account's bucket and key are there, and allow everything: this half is held by itself.
  const theirs = config.bucket.replica?.account;
  const { set, surroundings } = judgedStack(config, [
    ...config.key.previousKeyArns,
    ...(theirs === undefined ? [] : [theirs.keyArn]),
  ]);
  const subject = {
    ...surroundings,
    config,
    auditKeyArn: config.audit === undefined ? undefined : Object.keys(set.keys)[1],
    foreignKeyArn: `arn:${set.partition}:kms:${set.region}:${FOREIGN_ACCOUNT}:key/22222222-2222-4222-8222-222222222222`,
    otherBucketArn: `arn:${set.partition}:s3:::example-other-bucket`,
  };
  const policies = withDelegatingKeys(set, [subject.foreignKeyArn]);
  const otherTopic = `arn:${set.partition}:sns:${set.region}:${set.accountId}:${config.preset}-alerts-2`;
  return {
    policies: withPlainTopics(
      withPlainBuckets(policies, [
        subject.otherBucketArn,
        ...(theirs === undefined ? [] : [`arn:${set.partition}:s3:::${theirs.bucket}`]),
      ]),
      [otherTopic],
    ),
    subject,
  };
}

export const ETCD_CA_BACKUP: ClaimTable = {
  variants: variantsOf(etcd.CLAIM_VARIANTS, (variant, region) => {
    const { policies, subject } = claimStack(variant, region);
    return { policies, claims: etcd.etcdCaBackupClaims(subject) };
  }),
  unnoticed: UNNOTICED,
};
