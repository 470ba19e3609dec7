/** The policies of a synthesized preset with its surroundings, for the tables beside this file. */
import { addStack, type PresetConfig } from "../../../presets";
import type { Claim, Unnoticed } from "../../../presets/common/claims/claim";
import { loadPolicies, type PolicySet, withDelegatingKeys } from "../../../tools/policy-check";
import { COMMERCIAL, claimsIn, inPartition, type TestPartition } from "../stacks/partitions";
import { synthStack, withApp } from "../stacks/synth";

/** An account that nothing of a stack names. */
export const FOREIGN_ACCOUNT = "444455556666";

export interface Judged<Subject> {
  readonly policies: PolicySet;
  readonly subject: Subject;
}

/** The policies and the claims of one variant of a preset. */
export interface Variant {
  readonly policies: PolicySet;
  readonly claims: readonly Claim[];
}

/** What the tests hold a preset to: its claims in every variant, and the mutants that no claim has to notice. */
export interface ClaimTable {
  /** Of the commercial partition where none is named. */
  readonly variants: Readonly<Record<string, (where?: TestPartition) => Variant>>;
  readonly unnoticed: readonly Unnoticed[];
}

/** A boundary as an account may have it, where the configuration names one: what the roles are for, and no more. */
function boundaryOf(config: PresetConfig) {
  const permissionsBoundary = "roles" in config ? config.roles.permissionsBoundary : undefined;
  if (permissionsBoundary === undefined) return {};
  const Statement = [
    {
      Sid: "Bound",
      Effect: "Allow" as const,
      Action: [
        "dynamodb:*",
        "ec2:*",
        "kms:*",
        "lambda:*",
        "logs:*",
        "rds:*",
        "s3:*",
        "sns:*",
        "states:*",
        "sts:*",
      ],
      Resource: ["*"],
    },
  ];
  return { [permissionsBoundary]: { Version: "2012-10-17", Statement } };
}

/** Synthesizes a configuration, beside a key of the account and previous keys whose policies leave everything to identities. */
export function judgedStack(config: PresetConfig, previousKeyArns: readonly string[]) {
  const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
  const { json } = withApp((app) => synthStack(addStack(app, config.preset, config, deployment)));
  const set = loadPolicies(JSON.stringify(json), boundaryOf(config));
  const [keyArn = ""] = Object.keys(set.keys);
  const otherKeyArn = `arn:${set.partition}:kms:${set.region}:${set.accountId}:key/11111111-1111-4111-8111-111111111111`;
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

/** One function for each variant, so that only what a test looks at is synthesized. */
export function variantsOf<T>(
  variants: Readonly<Record<string, T>>,
  build: (variant: T, region: string) => Variant,
): ClaimTable["variants"] {
  return Object.fromEntries(
    Object.entries(variants).map(([name, variant]) => [
      name,
      (where = COMMERCIAL) => {
        const { policies, claims } = build(inPartition(variant, where), where.region);
        return { policies, claims: claimsIn(where, claims) };
      },
    ]),
  );
}
