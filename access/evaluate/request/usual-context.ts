/** What every request of its kind carries. A request without these keys would be refused, or allowed, for the wrong reason. */
import { AccessError } from "../access-error";
import type { RequestContext } from "../question";

export interface UsualRequest {
  readonly action: string;
  /** Region that the request goes to. */
  readonly region: string;
  /** Names of the key's aliases, where it is about a key. @default none */
  readonly aliases?: readonly string[];
  /** What makes the request special; it wins. @default nothing */
  readonly context?: RequestContext;
}

/**
 * TLS, the region, a key's aliases, the names in the encryption context, and the like. What follows from principal and resource is not among it: `decide`
 * knows that.
 *
 * @throws {@link AccessError} for what is no request
 */
export function usualContext(request: UsualRequest): RequestContext {
  const { action, region, aliases = [], context = {} } = checked(request);
  return {
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": region,
    "aws:ViaAWSService": String(typeof context["kms:ViaService"] === "string"),
    ...(action.startsWith("kms:") ? kmsContext(action, aliases, context) : {}),
    ...(action.startsWith("s3:") ? s3Context(action) : {}),
    ...context,
  };
}

/** For callers without types. */
function checked(request: UsualRequest): UsualRequest {
  const { action, region, aliases = [], context = {} } = (request ?? {}) as Partial<UsualRequest>;
  for (const [name, value] of Object.entries({ action, region }))
    if (typeof value !== "string") throw new AccessError(`${name} of a request is no text`);
  if (!Array.isArray(aliases)) throw new AccessError("aliases of a request is no list");
  if (typeof context !== "object" || context === null || Array.isArray(context))
    throw new AccessError("context of a request is no object");
  return request;
}

const CONTEXT = "kms:encryptioncontext:";

function kmsContext(action: string, aliases: readonly string[], context: RequestContext): RequestContext {
  const names = Object.keys(context)
    .filter((key) => key.toLowerCase().startsWith(CONTEXT) && context[key] !== null)
    .map((key) => key.slice(CONTEXT.length));
  return {
    ...(aliases.length === 0 ? {} : { "kms:ResourceAliases": aliases }),
    ...(names.length === 0 ? {} : { "kms:EncryptionContextKeys": names }),
    ...(SYMMETRIC.includes(action) ? { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } : {}),
  };
}

const SYMMETRIC = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** S3's own call within a job, which carries nothing of a request. Source: Service Authorization Reference, S3. */
const WITHOUT_REQUEST = ["s3:InitiateReplication"];

function s3Context(action: string): RequestContext {
  if (WITHOUT_REQUEST.includes(action)) return {};
  return {
    "s3:TlsVersion": "1.3",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:authType": "REST-HEADER",
    // False only for the calls that start a multipart upload and send its parts.
    ...(action === "s3:PutObject" ? { "s3:ObjectCreationOperation": "true" } : {}),
  };
}
