/** Second half of the port: may this principal do this? */
import { parseArn } from "../../modules/arn";
import type { ClaimRequest } from "../../presets/common/claims/claim";
import { kmsKeyName } from "./encryption-context";
import { type GrantedPolicy, withGrants } from "./grants";
import {
  type AttachedPolicy,
  PLAIN_BUCKET,
  PolicyCheckError,
  type PolicySet,
  policiesOf,
} from "./policy-set";
import { callerOf } from "./principals";
import { contextOf, ownerOf } from "./requests";
import { type RequestAnalysis, simulate } from "./simulate";

/** A statement, a grant, or a bucket's setting, that had a say. */
export interface Deciding {
  /** Terraform address of what holds it. */
  readonly policy: string;
  /** For a setting, the attribute's name; for a grant, what part of it. */
  readonly sid: string;
}

export interface Decision {
  readonly allowed: boolean;
  /** The statements that allow it; or, when it is denied explicitly, those that deny it. Empty when nothing allows it. */
  readonly decidedBy: readonly Deciding[];
  /** Statements that would have allowed it but for a condition, with the conditions that did not hold. */
  readonly nearMisses: readonly (Deciding & { readonly conditions: readonly string[] })[];
}

/** @throws {@link PolicyCheckError} when the set does not know the principal or the resource, or the evaluator cannot answer in full. */
export async function evaluate(set: PolicySet, request: ClaimRequest): Promise<Decision> {
  const { action, resource } = request;
  const bucketArn = resource.split("/")[0] ?? resource;
  const bucket = isAboutBucket(action, resource) ? bucketOf(set, bucketArn) : PLAIN_BUCKET;
  const context = contextOf(set, request);
  const { address, types } = bucket.blockedEncryption;
  if (types.includes("SSE-C") && context["s3:x-amz-server-side-encryption-customer-algorithm"] !== undefined)
    return {
      allowed: false,
      decidedBy: [{ policy: address, sid: "blocked_encryption_types" }],
      nearMisses: [],
    };
  const granted = resourcePolicyOf(set, action, isAboutBucket(action, resource) ? bucketArn : resource);
  const analysis = await simulate({
    caller: callerOf(set, request.principal),
    action,
    resource,
    owner: ownerOf(set, resource),
    context,
    resourcePolicy: granted?.policy,
    restrictPublicBuckets: bucket.restrictPublicBuckets,
  });
  return decisionOf(analysis, granted);
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

/** The policy of the resource, with the grants on it. */
function resourcePolicyOf(set: PolicySet, action: string, arn: string): GrantedPolicy | undefined {
  const plain = (policy: AttachedPolicy | undefined) => withGrants(policy ?? unknown(arn), []);
  if (isAboutBucket(action, arn)) {
    const [policy] = policiesOf(set, "bucket", arn);
    return policy === undefined ? undefined : plain(policy);
  }
  if (action.startsWith("sns:")) return plain(policiesOf(set, "topic", arn)[0]);
  if (action.startsWith("sts:")) return plain(policiesOf(set, "trust", arn)[0]);
  if (!action.startsWith("kms:")) return undefined;
  // An alias has no policy, and neither has what stands for no key at all, such as a list of all aliases.
  if (arn === "*" || parseArn(arn)?.resource.startsWith("alias/")) return undefined;
  const policy = policiesOf(set, "key", arn)[0] ?? unknown(arn);
  // KMS knows the key in policies of identities only; the evaluator would let it decide here too.
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
  if (/"kms:ResourceAliases"/i.test(JSON.stringify(policy.document)))
    throw new PolicyCheckError(
      `'${policy.address}' uses kms:ResourceAliases, which never matches in a key policy`,
    );
  return withGrants(policy, policiesOf(set, "grant", arn));
}

function unknown(arn: string): never {
  throw new PolicyCheckError(`no policy is known of '${arn}'`);
}

function decisionOf(analysis: RequestAnalysis, granted: GrantedPolicy | undefined): Decision {
  const {
    identityAnalysis: identity,
    resourceAnalysis: resource,
    permissionBoundaryAnalysis: boundary,
  } = analysis;
  const parts = [
    { found: identity, policy: "" },
    { found: resource, policy: granted?.policy.address ?? "" },
    { found: boundary, policy: "" },
  ];
  const pick = (list: "allowStatements" | "denyStatements" | "unmatchedStatements") =>
    parts.flatMap(({ found, policy }) =>
      (found?.[list] ?? []).map((statement) => ({
        statement,
        deciding: (policy === "" ? undefined : granted?.grants.get(statement.explain.identifier)) ?? {
          policy: policy || statement.policyId,
          sid: statement.explain.identifier,
        },
      })),
    );
  const allowed = analysis.result === "Allowed";
  const list = allowed ? "allowStatements" : "denyStatements";
  const decidedBy = pick(list).map(({ deciding }) => deciding);
  if (!allowed && decidedBy.length === 0)
    refuseWhereOpen(
      pick("allowStatements").map(({ deciding }) => deciding),
      granted,
    );
  const misses = pick("unmatchedStatements").filter(
    ({ statement: { actionMatch, resourceMatch, principalMatch, explain } }) =>
      explain.effect === "Allow" && actionMatch && resourceMatch && principalMatch !== "NoMatch",
  );
  return {
    allowed,
    decidedBy,
    nearMisses: misses.map(({ deciding, statement }) => ({
      ...deciding,
      conditions: (statement.explain.conditions ?? [])
        .filter(({ matches }) => !matches)
        .map(({ operator, conditionKeyValue }) => `${operator} ${kmsKeyName(conditionKeyValue)}`),
    })),
  };
}

/** A grant that allows what something else of the principal does not: AWS leaves open which counts, so that no claim may stand on it. */
function refuseWhereOpen(allowing: readonly Deciding[], granted: GrantedPolicy | undefined): void {
  const grants = [...(granted?.grants.values() ?? [])];
  const grant = grants.find((each) => allowing.includes(each));
  if (grant === undefined) return;
  throw new PolicyCheckError(
    `'${grant.policy}' allows it, and no policy of the principal's own account, or not its permissions boundary: AWS does not say what that comes to`,
  );
}
