import { addStack } from "../../presets";
import type { ClaimSubject, ClaimVariant } from "../../presets/etcd-ca-backup/claims";
import { etcdCaBackupSchema } from "../../presets/etcd-ca-backup/config";
import { loadPolicies, type PolicySet, withDelegatingKeys, withPlainBuckets } from "../../tools/policy-check";
import { synthStack, withApp } from "./synth";

const STACK = "etcd-ca-backup";

/** The policies of one variant of the preset, with a neighbouring key and bucket, and what its claims are about. */
export function claimStack(variant: ClaimVariant): {
  readonly policies: PolicySet;
  readonly subject: ClaimSubject;
} {
  const config = etcdCaBackupSchema.parse({ ...variant, preset: "etcd-ca-backup", region: "eu-central-1" });
  const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
  const { json } = withApp((app) => synthStack(addStack(app, STACK, config, deployment)));
  const set = loadPolicies(JSON.stringify(json));
  const [keyArn = ""] = Object.keys(set.keys);
  const subject: ClaimSubject = {
    config,
    stack: STACK,
    accountId: set.accountId,
    region: set.region,
    keyArn,
    otherKeyArn: `arn:aws:kms:${set.region}:${set.accountId}:key/11111111-1111-4111-8111-111111111111`,
    foreignKeyArn: `arn:aws:kms:${set.region}:444455556666:key/22222222-2222-4222-8222-222222222222`,
    otherBucketArn: "arn:aws:s3:::example-other-bucket",
    otherAccountId: "444455556666",
  };
  const keys = [subject.otherKeyArn, subject.foreignKeyArn, ...config.key.previousKeyArns];
  return { policies: withPlainBuckets(withDelegatingKeys(set, keys), [subject.otherBucketArn]), subject };
}
