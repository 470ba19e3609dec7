/** A question, looked at: what every policy is held against. */
import { parseArn } from "../../../modules/arn";
import { actionsNamed, serviceExists, typeMatches } from "../../../modules/iam/catalogue/lookup";
import type { CatalogueAction } from "../../../modules/iam/catalogue/parse-catalogue";
import { AccessError } from "../access-error";
import type { Facts } from "../facts";
import { referenceIn } from "../matching/glob";
import type { Principal, Question } from "../question";
import { checkQuestion } from "./check-question";
import { factsOf } from "./facts";
import { impliedContext } from "./implied-context";
import { principalAccount } from "./principal";

export interface Request {
  readonly principal: Principal;
  /** Account of the principal; absent for those who have none. */
  readonly account: string | undefined;
  /** Whether the principal, or the user whose session it is, has a permissions boundary. */
  readonly hasBoundary: boolean;
  /** As AWS writes it. */
  readonly action: string;
  readonly service: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  /** Of the resource; `aws` where its ARN says none. */
  readonly partition: string;
  readonly facts: Facts;
}

/** Kinds of principals whose own permissions boundary counts. */
const HAVE_BOUNDARIES: readonly Principal["kind"][] = ["user", "role", "federatedUser"];

/** @throws {@link AccessError} for an action that AWS does not have, and a resource that it does not take */
export function requestOf(question: Question): Request {
  checkQuestion(question);
  const { principal, resource, context = {}, otherKeys = "unknown" } = question;
  const [service = "", given = ""] = question.action.split(":");
  const found = actionNamed(question.action, service.toLowerCase(), given);
  const action = `${service.toLowerCase()}:${found.name}`;
  const account = principalAccount(principal);
  checkResource(action, found, resource);
  const arn = parseArn(resource);
  if (question.resourceAccount === undefined && arn?.account === "")
    throw new AccessError(`the ARN '${resource}' names no account: give resourceAccount`);
  const about = {
    principal,
    account,
    hasBoundary: HAVE_BOUNDARIES.includes(principal.kind) && question.policies.boundary !== undefined,
    service: service.toLowerCase(),
    resourceAccount: question.resourceAccount ?? (arn?.account || account),
    partition: arn?.partition ?? "aws",
  };
  const facts = factsOf(context, impliedContext({ ...about, action: found }), found, otherKeys);
  return { ...about, action, resource, facts };
}

function actionNamed(text: string, service: string, name: string): CatalogueAction {
  if (!/^[a-z0-9-]+:[a-z0-9]+$/i.test(text))
    throw new AccessError(`'${text}' is no action: name one, such as kms:Decrypt`);
  const [found] = actionsNamed(`${service}:${name}`) ?? [];
  if (found !== undefined) return found;
  if (actionsNamed(`${service}:*`) !== undefined)
    throw new AccessError(`service '${service}' has no action '${name}'`);
  if (serviceExists(service))
    throw new AccessError(
      `the actions of '${service}' are not known here, so that '${text}' cannot be evaluated`,
    );
  throw new AccessError(`AWS has no service '${service}'`);
}

function checkResource(action: string, { types }: CatalogueAction, resource: string): void {
  if (resource === "*" || referenceIn(resource) !== undefined) return;
  if (!resource.startsWith("arn:"))
    throw new AccessError(`'${resource}' is no ARN: name the resource of ${action} by its ARN, or '*'`);
  if (/[*?]/.test(resource)) throw new AccessError(`'${resource}' names no single resource`);
  if (types.length === 0 || types.some((type) => typeMatches(type, resource))) return;
  const taken = types.map(({ arn }) => arn.replaceAll("+", "…")).join(", ");
  throw new AccessError(`${action} takes ${taken}, which '${resource}' is not`);
}
