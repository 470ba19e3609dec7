/** Second half of the port: may this principal do this? A thin layer over `access`, which decides. */
import { type Decision, decide, type Policies, type Question, strayKeys, usualContext } from "../../access";
import { parseArn } from "../../modules/arn";
import type { ClaimRequest } from "../../presets/common/claims/claim";
import {
  type AttachedPolicy,
  PLAIN_BUCKET,
  PolicyCheckError,
  type PolicySet,
  policiesOf,
} from "./policy-set";
import { callerOf, named } from "./principals";

/**
 * Keys that the request does not have are absent: a claim says all that makes its request special.
 *
 * @throws {@link PolicyCheckError} when the set does not know the principal or the resource, and when AWS does not send a condition key with the action
 */
export function evaluate(set: PolicySet, request: ClaimRequest): Decision {
  return decide(questionOf(set, request));
}

/** All that decides a request. */
export function questionOf(set: PolicySet, request: ClaimRequest): Question {
  const { action, resource, context = {} } = request;
  const { principal, identity, boundary } = callerOf(set, request.principal);
  const stray = strayKeys(action, Object.keys(context));
  if (stray.length > 0)
    throw new PolicyCheckError(`AWS does not send ${stray.join(", ")} with ${action}, says its reference`);
  const bucketArn = isAboutBucket(action, resource) ? (resource.split("/")[0] ?? resource) : undefined;
  const { restrictPublicBuckets, blockedEncryption } =
    bucketArn === undefined ? PLAIN_BUCKET : bucketOf(set, bucketArn);
  return {
    principal,
    action,
    resource,
    // S3 ARNs name no account, and only this account's buckets are known.
    resourceAccount: parseArn(resource)?.account || set.accountId,
    context: usualContext({ action, region: set.region, aliases: set.keys[resource] ?? [], context }),
    otherKeys: "absent",
    policies: {
      identity,
      ...(boundary === undefined ? {} : { boundary }),
      ...resourcePolicy(set, action, bucketArn ?? resource),
    },
    grants: set.grants.filter(({ attachedTo }) => attachedTo === resource),
    bucket: {
      name: blockedEncryption.address,
      blockedEncryptionTypes: blockedEncryption.types,
      restrictPublicBuckets,
    },
  };
}

/** Not what stands for no bucket: jobs, access points, and a list of all buckets. */
function isAboutBucket(action: string, resource: string): boolean {
  const { service, region } = parseArn(resource) ?? { service: resource === "*" ? "" : "s3", region: "" };
  return action.startsWith("s3:") && service === "s3" && region === "";
}

function bucketOf(set: PolicySet, arn: string) {
  const bucket = set.buckets[arn];
  if (bucket === undefined) throw new PolicyCheckError(`nothing is known of bucket '${arn}'`);
  return bucket;
}

function resourcePolicy(set: PolicySet, action: string, arn: string): Pick<Policies, "resource" | "trust"> {
  const known = (policy: AttachedPolicy | undefined) => {
    if (policy === undefined) throw new PolicyCheckError(`no policy is known of '${arn}'`);
    return named(policy);
  };
  const [service = ""] = action.split(":");
  if (service === "s3") {
    const [policy] = policiesOf(set, "bucket", arn);
    return policy === undefined ? {} : { resource: named(policy) };
  }
  if (service === "sns") return { resource: known(policiesOf(set, "topic", arn)[0]) };
  if (service === "sts") return { trust: known(policiesOf(set, "trust", arn)[0]) };
  // An alias has no policy, and neither has what stands for no key at all, such as a list of all aliases.
  if (service !== "kms" || arn === "*" || parseArn(arn)?.resource.startsWith("alias/") === true) return {};
  return { resource: known(policiesOf(set, "key", arn)[0]) };
}
