export { AccountSettings, type AccountSettingsProps } from "./account-settings";
export type { HolderProps } from "./attach";
export { ExclusivePolicies, type ExclusivePoliciesProps } from "./exclusive-policies";
export { type Acknowledgements, acknowledgedIn, FINDINGS, type Finding, type FindingCode } from "./finding";
export { Group, type GroupProps } from "./group";
export type { Holder } from "./holder";
export { assumeRoleStatement, passRoleStatement, selfManageStatements } from "./identity-statements";
export { InlinePolicy, type InlinePolicyProps } from "./inline-policy";
export { InstanceProfile, type InstanceProfileProps } from "./instance-profile";
export { judgePolicy } from "./judge-policy";
export { MAX_SESSION_DURATION, MFA_AGE_SECONDS, POLICY_SIZE, type PolicyKind } from "./limits";
export { ManagedPolicy, type ManagedPolicyProps } from "./managed-policy";
export { OidcProvider, type OidcProviderProps } from "./oidc-provider";
export { boundPermissions } from "./permissions-boundary";
export { PolicyAttachment, type PolicyAttachmentProps } from "./policy-attachment";
export { policyProblems } from "./policy-check";
export {
  type Conditions,
  type PolicyDocument,
  type Principals,
  policyDocument,
  type Statement,
} from "./policy-document";
export { policyFindings } from "./policy-findings";
export { PolicySet, type PolicySetProps } from "./policy-set";
export { type AwsEnvironment, accountRootArn, servicePrincipal } from "./principals";
export { renderJson, renderPolicy, renderPolicyLater } from "./render-policy";
export { Role, type RoleProps } from "./role";
export {
  RolesAnywhere,
  RolesAnywhereProfile,
  type RolesAnywhereProfileProps,
  type RolesAnywhereProps,
} from "./roles-anywhere";
export { SamlProvider, type SamlProviderProps } from "./saml-provider";
export type { SecretHandling } from "./secret-handling";
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
export { type AccessKey, User, type UserProps } from "./user";
