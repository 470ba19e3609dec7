export { InlinePolicy, type InlinePolicyProps } from "./inline-policy";
export { MAX_SESSION_DURATION, MFA_AGE_SECONDS, POLICY_SIZE, type PolicyKind } from "./limits";
export { policyProblems } from "./policy-check";
export {
  type Conditions,
  type PolicyDocument,
  type Principals,
  policyDocument,
  type Statement,
} from "./policy-document";
export { type AwsEnvironment, accountRootArn, servicePrincipal } from "./principals";
export { renderPolicy } from "./render-policy";
export { Role, type RoleProps } from "./role";
export { accountWithMfaTrust, principalsTrust, samlTrust, serviceTrust } from "./trust-policies";
export { User, type UserProps } from "./user";
