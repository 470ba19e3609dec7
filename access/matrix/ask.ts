/** A question about a model, with what every request of its kind carries. */
import { parseArn } from "../../modules/arn";
import type { Decision } from "../evaluate/decision";
import type { Question, RequestContext } from "../evaluate/question";
import { usualContext } from "../evaluate/request/usual-context";
import type { AccessModel, ModelPrincipal, ModelResource } from "../model/model";

/** What answers; the evaluator of this package, unless a test says otherwise. */
export type Decide = (question: Question) => Decision;

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
    context: usualContext({
      action,
      region: parseArn(resource.arn)?.region || model.region,
      aliases: model.aliases[resource.arn] ?? [],
      context: own,
    }),
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
