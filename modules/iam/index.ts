export type { HolderProps } from "./attachments/attach";
export { ExclusivePolicies, type ExclusivePoliciesProps } from "./attachments/exclusive-policies";
export type { Holder } from "./attachments/holder";
export { InlinePolicy, type InlinePolicyProps } from "./attachments/inline-policy";
export { ManagedPolicy, type ManagedPolicyProps } from "./attachments/managed-policy";
export { boundPermissions } from "./attachments/permissions-boundary";
export { PolicyAttachment, type PolicyAttachmentProps } from "./attachments/policy-attachment";
export { PolicySet, type PolicySetProps } from "./attachments/policy-set";
export { placeRoles } from "./attachments/role-path";
export { awsEnvironment } from "./aws-environment";
export { AccountSettings, type AccountSettingsProps } from "./identities/account-settings";
export { Group, type GroupProps } from "./identities/group";
export { InstanceProfile, type InstanceProfileProps } from "./identities/instance-profile";
export { OidcProvider, type OidcProviderProps } from "./identities/oidc-provider";
export { Role, type RoleProps } from "./identities/role";
export {
  RolesAnywhere,
  RolesAnywhereProfile,
  type RolesAnywhereProfileProps,
  type RolesAnywhereProps,
} from "./identities/roles-anywhere";
export { SamlProvider, type SamlProviderProps } from "./identities/saml-provider";
export type { SecretHandling } from "./identities/secret-handling";
export { type AccessKey, User, type UserProps } from "./identities/user";
export { judgePolicy } from "./judge-policy";
export { MAX_SESSION_DURATION, MFA_AGE_SECONDS, POLICY_SIZE, type PolicyKind } from "./limits";
export { principalArnCondition } from "./policies/deny-principals";
export {
  type Acknowledgements,
  acknowledgedIn,
  FINDINGS,
  type Finding,
  type FindingCode,
} from "./policies/finding";
export { assumeRoleStatement, passRoleStatement, selfManageStatements } from "./policies/identity-statements";
export { policyProblems } from "./policies/policy-check";
export {
  type Conditions,
  type PolicyDocument,
  type Principals,
  policyDocument,
  type Statement,
} from "./policies/policy-document";
export { type AwsEnvironment, accountRootArn, servicePrincipal } from "./policies/principals";
export { policyFindings } from "./policy-findings";
export { renderJson, renderPolicy, renderPolicyLater } from "./render-policy";
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
  accountWithMfaTrust,
  principalsTrust,
  type SamlTrustOptions,
  type ServiceTrustOptions,
  samlTrust,
  serviceTrust,
} from "./trust/trust-policies";
export {
  type CertificateSubject,
  type PodIdentityTrustProps,
  podIdentityTrust,
  type RolesAnywhereTrustProps,
  rolesAnywhereTrust,
} from "./trust/workloads";
