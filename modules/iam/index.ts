export { type Acknowledgements, acknowledgedIn, FINDINGS, type Finding, type FindingCode } from "./finding";
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
export { policyFindings } from "./policy-findings";
export { type AwsEnvironment, accountRootArn, servicePrincipal } from "./principals";
export { renderPolicy } from "./render-policy";
export { Role, type RoleProps } from "./role";
export {
  type AccountTrustOptions,
  accountTrust,
  type OrganizationTrustOptions,
  organizationTrust,
} from "./trust/accounts";
export {
  type GithubTrustProps,
  githubSubject,
  githubTrust,
  type IrsaTrustProps,
  irsaTrust,
  type OidcTrustProps,
  oidcTrust,
} from "./trust/oidc";
export type { TrustOptions } from "./trust/statement";
export {
  type CertificateSubject,
  type PodIdentityTrustProps,
  podIdentityTrust,
  type RolesAnywhereTrustProps,
  rolesAnywhereTrust,
} from "./trust/workloads";
export {
  accountWithMfaTrust,
  principalsTrust,
  type ServiceTrustOptions,
  samlTrust,
  serviceTrust,
} from "./trust-policies";
export { User, type UserProps } from "./user";
