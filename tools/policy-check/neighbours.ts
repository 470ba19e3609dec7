/** Things beside the stack, so that a claim can say what its principals may not do to them. */
import { PLAIN_BUCKET, type PolicyDocument, type PolicySet } from "./policy-set";

/**
 * Adds keys whose policy leaves everything to policies of this account's identities, as KMS's default key policy does. What a principal may do there is
 * what its own policy allows.
 */
export function withDelegatingKeys(set: PolicySet, keyArns: readonly string[]): PolicySet {
  const policies = keyArns.map((attachedTo) => ({
    kind: "key" as const,
    address: "default key policy",
    attachedTo,
    neighbour: true as const,
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EnableIAMUserPermissions",
          Effect: "Allow" as const,
          Principal: { AWS: [`arn:${set.partition}:iam::${set.accountId}:root`] },
          Action: ["kms:*"],
          Resource: ["*"],
        },
      ],
    },
  }));
  const keys = Object.fromEntries(keyArns.map((arn) => [arn, []]));
  return { ...set, policies: [...set.policies, ...policies], keys: { ...set.keys, ...keys } };
}

/** Adds buckets of the same account, without policies and settings. */
export function withPlainBuckets(set: PolicySet, bucketArns: readonly string[]): PolicySet {
  const buckets = Object.fromEntries(bucketArns.map((arn) => [arn, PLAIN_BUCKET]));
  return { ...set, buckets: { ...set.buckets, ...buckets } };
}

/** Adds topics of the same account whose policy lets nobody in, so that what a principal may do there is what its own policy allows. */
export function withPlainTopics(set: PolicySet, topicArns: readonly string[]): PolicySet {
  const policies = topicArns.map((attachedTo) => ({
    kind: "topic" as const,
    address: "empty topic policy",
    attachedTo,
    neighbour: true as const,
    document: { Version: "2012-10-17", Statement: [] },
  }));
  return { ...set, policies: [...set.policies, ...policies] };
}

/** Adds roles of other accounts, each with the policy that it has there. */
export function withIdentitiesElsewhere(
  set: PolicySet,
  roles: readonly { readonly arn: string; readonly document: PolicyDocument }[],
): PolicySet {
  const policies = roles.map(({ arn, document }) => ({
    kind: "identity" as const,
    address: `policy of ${arn}`,
    attachedTo: arn,
    neighbour: true as const,
    document,
  }));
  return {
    ...set,
    policies: [...set.policies, ...policies],
    identities: [...new Set([...set.identities, ...roles.map(({ arn }) => arn)])],
  };
}
