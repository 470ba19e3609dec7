/** Who can do what: policies evaluated as AWS would, and an answer that says when it is not known. */

export type { AccessChange, ChangeKind } from "./compare/compare";
export { AccessError } from "./evaluate/access-error";
export { decide } from "./evaluate/decide";
export type { ConditionResult, Decision, Effect, NearStatement, StatementRef } from "./evaluate/decision";
export type { NamedPolicy, PolicyDocument, PolicyKind, PolicyStatement } from "./evaluate/policy";
export type {
  BucketRules,
  ContextValue,
  Grant,
  Policies,
  Principal,
  Question,
  RequestContext,
} from "./evaluate/question";
export { strayKeys } from "./evaluate/request/stray-keys";
export { type UsualRequest, usualContext } from "./evaluate/request/usual-context";
export { isUnknown, UNKNOWN, type Unknown, unknownUntil } from "./evaluate/unknown";
export type { Cell, CellEffect, Way } from "./matrix/judge";
export type { AccessModel, ModelPrincipal, ModelResource } from "./model/model";
export { type AccessMatrixOptions, type AccessSource, accessMatrix } from "./read/access-matrix";
export { type CheckAccessOptions, checkAccess } from "./read/check-access";
export type { AccessReport, StackAccess } from "./render/report";
export { type Finding, RULES, type RuleId, type Severity } from "./rules/rule";
