import { addStack, type PresetConfig } from "../../presets";
import type { Claim, Unnoticed } from "../../presets/claim";
import * as etcd from "../../presets/etcd-ca-backup/claims";
import { UNNOTICED as ETCD_UNNOTICED } from "../../presets/etcd-ca-backup/claims/unnoticed";
import { etcdCaBackupSchema } from "../../presets/etcd-ca-backup/config";
import * as kubernetes from "../../presets/kubernetes-kms/claims";
import { UNNOTICED as KUBERNETES_UNNOTICED } from "../../presets/kubernetes-kms/claims/unnoticed";
import { kubernetesKmsSchema } from "../../presets/kubernetes-kms/config";
import { loadPolicies, type PolicySet, withDelegatingKeys, withPlainBuckets } from "../../tools/policy-check";
import { synthStack, withApp } from "./synth";

const REGION = "eu-central-1";
const FOREIGN_ACCOUNT = "444455556666";

interface Judged<Subject> {
  readonly policies: PolicySet;
  readonly subject: Subject;
}

/** The policies of one variant of `etcd-ca-backup`, with a neighbouring key and bucket, and what its claims are about. */
export function claimStack(variant: etcd.ClaimVariant): Judged<etcd.ClaimSubject> {
  const config = etcdCaBackupSchema.parse({ ...variant, preset: "etcd-ca-backup", region: REGION });
  const { set, surroundings } = judgedStack(config, config.key.previousKeyArns);
  const subject = {
    ...surroundings,
    config,
    auditKeyArn: config.audit === undefined ? undefined : Object.keys(set.keys)[1],
    foreignKeyArn: `arn:aws:kms:${set.region}:${FOREIGN_ACCOUNT}:key/22222222-2222-4222-8222-222222222222`,
    otherBucketArn: "arn:aws:s3:::example-other-bucket",
  };
  const policies = withDelegatingKeys(set, [subject.foreignKeyArn]);
  return { policies: withPlainBuckets(policies, [subject.otherBucketArn]), subject };
}

/** The same for `kubernetes-kms`. */
export function kubernetesClaimStack(variant: kubernetes.ClaimVariant): Judged<kubernetes.ClaimSubject> {
  const config = kubernetesKmsSchema.parse({ ...variant, preset: "kubernetes-kms", region: REGION });
  const { set, surroundings } = judgedStack(config, config.key.previousKeyArns);
  return { policies: set, subject: { ...surroundings, config } };
}

function judgedStack(config: PresetConfig, previousKeyArns: readonly string[]) {
  const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
  const { json } = withApp((app) => synthStack(addStack(app, config.preset, config, deployment)));
  const set = loadPolicies(JSON.stringify(json));
  const [keyArn = ""] = Object.keys(set.keys);
  const otherKeyArn = `arn:aws:kms:${set.region}:${set.accountId}:key/11111111-1111-4111-8111-111111111111`;
  return {
    set: withDelegatingKeys(set, [otherKeyArn, ...previousKeyArns]),
    surroundings: {
      stack: config.preset,
      accountId: set.accountId,
      region: set.region,
      keyArn,
      otherKeyArn,
      otherAccountId: FOREIGN_ACCOUNT,
    },
  };
}

/** The policies and the claims of one variant of a preset. */
export interface Variant {
  readonly policies: PolicySet;
  readonly claims: readonly Claim[];
}

/** Every preset with a claim table. */
export const CLAIM_TABLES: Readonly<
  Record<
    string,
    { readonly variants: Readonly<Record<string, () => Variant>>; readonly unnoticed: readonly Unnoticed[] }
  >
> = {
  "etcd-ca-backup": {
    variants: mapValues(etcd.CLAIM_VARIANTS, (variant) => {
      const { policies, subject } = claimStack(variant);
      return { policies, claims: etcd.etcdCaBackupClaims(subject) };
    }),
    unnoticed: ETCD_UNNOTICED,
  },
  "kubernetes-kms": {
    variants: mapValues(kubernetes.CLAIM_VARIANTS, (variant) => {
      const { policies, subject } = kubernetesClaimStack(variant);
      return { policies, claims: kubernetes.kubernetesKmsClaims(subject) };
    }),
    unnoticed: KUBERNETES_UNNOTICED,
  },
};

function mapValues<T>(record: Readonly<Record<string, T>>, build: (value: T) => Variant) {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, () => build(value)] as const),
  );
}
