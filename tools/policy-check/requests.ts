/** What AWS adds to a request before it judges it. A request without these keys would be refused, or allowed, for the wrong reason. */
import { parseArn } from "../../modules/arn";
import type { ClaimContext, ClaimRequest } from "../../presets/common/claims/claim";
import { contextNames } from "./encryption-context";
import type { PolicySet } from "./policy-set";
import { callerOf } from "./principals";

/** Where the resource of a request is: S3 ARNs name no account, and only this account's buckets are known. */
export function ownerOf(set: PolicySet, resource: string): string {
  return parseArn(resource)?.account || set.accountId;
}

/** A context without absent keys. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** The full context of a request; its own keys win. */
export function contextOf(set: PolicySet, request: ClaimRequest): RequestContext {
  const { action, resource, context = {}, principal } = request;
  const [service = ""] = action.split(":");
  const caller = callerOf(set, principal).context;
  const full: ClaimContext = {
    ...caller,
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": set.region,
    "aws:ResourceAccount": ownerOf(set, resource),
    "aws:ViaAWSService": String(context["kms:ViaService"] !== undefined),
    ...(service === "kms" ? kmsContext(set, request, caller) : {}),
    ...(service === "s3" ? s3Context(set, action) : {}),
    ...context,
  };
  const present = Object.entries(full).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
  return Object.fromEntries(present);
}

function kmsContext(
  set: PolicySet,
  { action, resource, context = {} }: ClaimRequest,
  caller: ClaimContext,
): ClaimContext {
  const names = contextNames(context);
  const aliases = set.keys[resource];
  const account = caller["aws:PrincipalAccount"];
  return {
    ...(account === undefined || WITHOUT_CALLER_ACCOUNT.includes(action)
      ? {}
      : { "kms:CallerAccount": account }),
    ...(aliases === undefined ? {} : { "kms:ResourceAliases": aliases }),
    ...(names.length === 0 ? {} : { "kms:EncryptionContextKeys": names }),
    ...(SYMMETRIC.includes(action) ? { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } : {}),
  };
}

/** KMS's own call, which keeps copies of a multi-region key alike, and those about no key. Source: Service Authorization Reference, KMS. */
const WITHOUT_CALLER_ACCOUNT = ["kms:ListAliases", "kms:ListKeys", "kms:SynchronizeMultiRegionKey"];

const SYMMETRIC = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

/** S3's own call within a job, which carries nothing of a request. Source: Service Authorization Reference, S3. */
const WITHOUT_REQUEST = ["s3:InitiateReplication"];

function s3Context(set: PolicySet, action: string): ClaimContext {
  if (WITHOUT_REQUEST.includes(action)) return { "s3:ResourceAccount": set.accountId };
  return {
    "s3:TlsVersion": "1.3",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:authType": "REST-HEADER",
    "s3:ResourceAccount": set.accountId,
    // False only for the calls that start a multipart upload and send its parts.
    ...(action === "s3:PutObject" ? { "s3:ObjectCreationOperation": "true" } : {}),
  };
}
