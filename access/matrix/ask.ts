/** A question about a model, with what every request of its kind carries. */
import { parseArn } from "../../modules/arn";
import type { Decision } from "../evaluate/decision";
import type { Question, RequestContext } from "../evaluate/question";
import type { AccessModel, ModelPrincipal, ModelResource } from "../model/model";

/** What answers; the evaluator of this package, unless a test says otherwise. */
export type Decide = (question: Question) => Decision;

const SYMMETRIC =
  /^kms:(Decrypt|Encrypt|GenerateDataKey|GenerateDataKeyWithoutPlaintext|ReEncrypt(From|To))$/;
const CONTEXT = "kms:EncryptionContext:";

/** @param own what makes this request special */
export function questionAbout(
  model: AccessModel,
  who: ModelPrincipal,
  resource: ModelResource,
  action: string,
  own: RequestContext = {},
  otherKeys: "unknown" | "absent" = "unknown",
): Question {
  const bucket = resource.kind === "objects" ? (resource.arn.split("/")[0] ?? "") : resource.arn;
  const settings = model.buckets[bucket];
  const grants = model.grants.filter(({ key }) => key === resource.arn);
  const policy = resource.policy;
  return {
    principal: who.principal,
    action,
    resource: resource.arn,
    resourceAccount: parseArn(resource.arn)?.account || model.account,
    context: { ...usual(model, resource, action, own), ...own },
    otherKeys,
    policies: {
      identity: who.identity,
      ...(who.boundary === undefined ? {} : { boundary: who.boundary }),
      ...(policy === undefined ? {} : resource.kind === "role" ? { trust: policy } : { resource: policy }),
    },
    ...(grants.length === 0 ? {} : { grants }),
    ...(settings === undefined ? {} : { bucket: settings }),
  };
}

/** TLS, the region, a key's aliases and the like: without them an answer would be for the wrong reason. */
function usual(
  model: AccessModel,
  resource: ModelResource,
  action: string,
  own: RequestContext,
): RequestContext {
  const context: Record<string, string | readonly string[]> = {
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": parseArn(resource.arn)?.region || model.region,
    "aws:ViaAWSService": String(typeof own["kms:ViaService"] === "string"),
  };
  if (action.startsWith("s3:")) {
    context["s3:TlsVersion"] = "1.3";
    context["s3:signatureversion"] = "AWS4-HMAC-SHA256";
    context["s3:authType"] = "REST-HEADER";
    if (action === "s3:PutObject") context["s3:ObjectCreationOperation"] = "true";
  }
  if (action.startsWith("kms:")) {
    const aliases = model.aliases[resource.arn] ?? [];
    if (aliases.length > 0) context["kms:ResourceAliases"] = aliases;
    if (SYMMETRIC.test(action)) context["kms:EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT";
    const names = Object.keys(own).filter((key) => key.toLowerCase().startsWith(CONTEXT.toLowerCase()));
    if (names.length > 0)
      context["kms:EncryptionContextKeys"] = names.map((key) => key.slice(CONTEXT.length));
  }
  return context;
}
