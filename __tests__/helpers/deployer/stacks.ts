/** Every preset in every variant of its claims, ready for a deployer. */
import type { TerraformStack } from "cdktf";
import { deployerStatements, tagForDeployer } from "../../../modules/deployer";
import { documentOf } from "../../../modules/iam/policies/policy-document";
import { addStack, type PresetInput, type PresetName } from "../../../presets";
import * as applicationKey from "../../../presets/application-key/claims";
import * as etcdCaBackup from "../../../presets/etcd-ca-backup/claims";
import * as fleet from "../../../presets/fleet/claims";
import * as importedKey from "../../../presets/imported-key/claims";
import * as keyAudit from "../../../presets/key-audit/claims";
import * as kubernetesKms from "../../../presets/kubernetes-kms/claims";
import * as multiRegionVault from "../../../presets/multi-region-vault/claims";
import * as publicEncryption from "../../../presets/public-encryption/claims";
import * as s3Replication from "../../../presets/s3-replication/claims";
import * as s3ReplicationDestination from "../../../presets/s3-replication-destination/claims";
import * as signing from "../../../presets/signing/claims";
import * as snapshotSharing from "../../../presets/snapshot-sharing/claims";
import * as stateKey from "../../../presets/state-key/claims";
import * as vaultAccount from "../../../presets/vault-account/claims";
import * as vaultSource from "../../../presets/vault-source/claims";
import {
  loadPolicies,
  type PolicyDocument,
  type PolicySet,
  withDelegatingKeys,
  withPlainBuckets,
  withPlainTopics,
} from "../../../tools/policy-check";
import {
  ACCOUNT_ID,
  type Resource,
  type StackValues,
  stackValues,
} from "../../../tools/policy-check/stack-values";
import { synthStack, withApp } from "../stacks/synth";

export const STACK = "shop-backups";
export const REGION = "eu-central-1";
export const STATE = { bucket: "acme-state", key: `sealstack/${STACK}.tfstate` } as const;
export const STATE_KEY = `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/22222222-2222-4222-8222-222222222222`;

/** What the account has besides the stack, and a deployer must not touch. */
export const NEIGHBOURS = {
  bucket: "arn:aws:s3:::example-other-bucket",
  topic: `arn:aws:sns:${REGION}:${ACCOUNT_ID}:other`,
} as const;

/** A key in each region of the stack, with a policy that leaves everything to policies of identities. */
export function neighbourKeys({ resources, attribute }: StackValues): readonly string[] {
  const keys = resources.filter(({ type }) => /^aws_kms_(external_|replica_)?key$/.test(type));
  const regions = new Set(keys.map(({ address }) => attribute(address, "arn").split(":")[3]));
  return [...regions].map(
    (region) => `arn:aws:kms:${region}:${ACCOUNT_ID}:key/11111111-1111-4111-8111-111111111111`,
  );
}

export const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/deployer-shop`;
const ENV = { partition: "aws", dnsSuffix: "amazonaws.com", accountId: ACCOUNT_ID, region: REGION };

type Variants = Readonly<Record<string, object>>;

/** Presets that do not go without it. */
const WITH_ACCOUNT: readonly PresetName[] = ["s3-replication-destination", "vault-account", "vault-source"];

/** A preset without a row does not compile. */
const VARIANTS: Readonly<Record<PresetName, Variants>> = {
  "application-key": applicationKey.CLAIM_VARIANTS,
  "etcd-ca-backup": etcdCaBackup.CLAIM_VARIANTS,
  fleet: fleet.CLAIM_VARIANTS,
  "imported-key": importedKey.CLAIM_VARIANTS,
  "key-audit": keyAudit.CLAIM_VARIANTS,
  "kubernetes-kms": kubernetesKms.CLAIM_VARIANTS,
  "multi-region-vault": multiRegionVault.CLAIM_VARIANTS,
  "public-encryption": publicEncryption.CLAIM_VARIANTS,
  "s3-replication": s3Replication.CLAIM_VARIANTS,
  "s3-replication-destination": s3ReplicationDestination.CLAIM_VARIANTS,
  signing: signing.CLAIM_VARIANTS,
  "snapshot-sharing": snapshotSharing.CLAIM_VARIANTS,
  "state-key": stateKey.CLAIM_VARIANTS,
  "vault-account": vaultAccount.CLAIM_VARIANTS,
  "vault-source": vaultSource.CLAIM_VARIANTS,
};

/** Every variant of every preset. */
export const ALL: readonly (readonly [PresetName, string])[] = Object.entries(VARIANTS).flatMap(
  ([preset, variants]) => Object.keys(variants).map((variant) => [preset as PresetName, variant] as const),
);

/** Of the variants of a preset that have the same types of resources, and boundaries or none, the first: in the others only policies and settings differ. */
export function typical(preset: PresetName): readonly (readonly [string, Deployed])[] {
  const known = TYPICAL.get(preset) ?? findTypical(preset);
  TYPICAL.set(preset, known);
  return known;
}

const TYPICAL = new Map<PresetName, readonly (readonly [string, Deployed])[]>();

function findTypical(preset: PresetName): readonly (readonly [string, Deployed])[] {
  const seen = new Map<string, readonly [string, Deployed]>();
  for (const variant of Object.keys(VARIANTS[preset])) {
    const found = deployed(preset, variant);
    const kinds = found.values.resources.map(({ type, attributes }) => [
      type,
      attributes.permissions_boundary !== undefined,
    ]);
    const signature = JSON.stringify([...new Set(kinds.map((kind) => kind.join()))].sort());
    if (!seen.has(signature)) seen.set(signature, [variant, found]);
  }
  return [...seen.values()];
}

/** A stack with the policies of whoever deploys it. */
export interface Deployed {
  readonly json: unknown;
  readonly values: StackValues;
  /** The stack's policies, the deployer's and neighbours of the account. */
  readonly set: PolicySet;
  readonly policy: PolicyDocument;
}

/** @param mode whose policy it is */
export function deployed(preset: PresetName, variant: string, mode: "apply" | "plan" = "apply"): Deployed {
  const config = {
    region: REGION,
    ...(WITH_ACCOUNT.includes(preset) ? { accountId: ACCOUNT_ID } : {}),
    ...VARIANTS[preset][variant],
    preset,
  } as PresetInput;
  const json = withApp((app) => {
    const backend = { type: "s3", ...STATE, region: REGION, kmsKeyId: STATE_KEY } as const;
    const stack: TerraformStack = addStack(app, STACK, config, { backend });
    tagForDeployer(stack);
    return synthStack(stack).json;
  });
  const policy = documentOf(deployerStatements(json, { env: ENV, mode })) as unknown as PolicyDocument;
  return judged(json, policy);
}

/** The same stack deployed with another policy. */
export function judged(json: unknown, policy: PolicyDocument): Deployed {
  const text = JSON.stringify(json);
  const values = stackValues(text);
  const stack = loadPolicies(text, boundariesOf(values.resources));
  const packages = values.resources.flatMap(({ type, attributes }) =>
    type === "aws_lambda_function" && attributes.s3_bucket !== undefined
      ? [`arn:aws:s3:::${attributes.s3_bucket}`]
      : [],
  );
  const withNeighbours = withPlainTopics(
    withPlainBuckets(withDelegatingKeys(stack, [...neighbourKeys(values), STATE_KEY]), [
      NEIGHBOURS.bucket,
      `arn:aws:s3:::${STATE.bucket}`,
      ...packages,
    ]),
    [NEIGHBOURS.topic],
  );
  const set: PolicySet = {
    ...withNeighbours,
    identities: [...withNeighbours.identities, ROLE],
    policies: [
      ...withNeighbours.policies,
      { kind: "identity", address: "the deployer", attachedTo: ROLE, document: policy },
    ],
  };
  return { json, values, set, policy };
}

/** Boundaries are the account's: what they say does not matter to the deployer. */
function boundariesOf(resources: readonly Resource[]): Readonly<Record<string, PolicyDocument>> {
  const arns = resources.flatMap(({ attributes }) =>
    typeof attributes.permissions_boundary === "string" ? [attributes.permissions_boundary] : [],
  );
  const Statement = [{ Sid: "Bound", Effect: "Allow" as const, Action: ["s3:*"], Resource: ["*"] }];
  return Object.fromEntries(arns.map((arn) => [arn, { Version: "2012-10-17", Statement }]));
}
