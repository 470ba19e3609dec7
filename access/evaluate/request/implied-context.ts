/**
 * Condition keys that follow from the principal, the action and the resource, so that nobody need say them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { takesKey } from "../../../modules/iam/catalogue/lookup";
import type { CatalogueAction } from "../../../modules/iam/catalogue/parse-catalogue";
import type { Principal, RequestContext } from "../question";
import { friendlyName } from "./principal";

export interface About {
  readonly principal: Principal;
  readonly account: string | undefined;
  readonly action: CatalogueAction;
  readonly service: string;
  readonly resourceAccount: string | undefined;
  readonly partition: string;
}

export function impliedContext(about: About): RequestContext {
  const { principal, account, action, service, resourceAccount, partition } = about;
  return {
    ...aboutPrincipal(principal, partition),
    ...(account === undefined ? {} : { "aws:PrincipalAccount": account }),
    ...(resourceAccount === undefined ? {} : { "aws:ResourceAccount": resourceAccount }),
    ...(service === "s3" && resourceAccount !== undefined ? { "s3:ResourceAccount": resourceAccount } : {}),
    ...(account !== undefined && takesKey(action, "kms:CallerAccount")
      ? { "kms:CallerAccount": account }
      : {}),
  };
}

/** Values of the table "Principal key values" in the page about policy variables. */
function aboutPrincipal(principal: Principal, partition: string): RequestContext {
  const somebody = (arn: string, type: string) => ({
    "aws:PrincipalArn": arn,
    "aws:PrincipalType": type,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": null,
  });
  switch (principal.kind) {
    case "user":
      return {
        ...somebody(principal.arn, "User"),
        "aws:username": friendlyName(principal.arn),
        // With long-term credentials. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
        "aws:TokenIssueTime": null,
        "aws:MultiFactorAuthPresent": null,
        "aws:MultiFactorAuthAge": null,
      };
    case "role":
      return { ...somebody(principal.arn, "AssumedRole"), "aws:username": null };
    case "federatedUser":
      return { ...somebody(principal.arn, "FederatedUser"), "aws:username": null };
    case "root":
      return {
        ...somebody(`arn:${partition}:iam::${principal.accountId}:root`, "Account"),
        "aws:username": null,
      };
    case "service":
      return {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": principal.name,
        "aws:username": null,
      };
    case "saml":
      return { "aws:FederatedProvider": principal.providerArn, "aws:username": null };
    case "webIdentity":
      return { "aws:FederatedProvider": principal.provider, "aws:username": null };
    case "anonymous":
      return { "aws:PrincipalType": "Anonymous", "aws:username": null };
  }
}
