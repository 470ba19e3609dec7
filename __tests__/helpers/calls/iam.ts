import type { TerraformStack } from "cdktf";
import * as iam from "../../../modules/iam";
import { ENVIRONMENT } from "../processes/environment";
import { builder, type Call, construct, type Given } from "./call";

const TAGS = { team: "backup" };
const ARN = "arn:aws:iam::111122223333:role/app";
const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/id.example.com";

/** A statement with everything that a policy of an identity can have. */
export const STATEMENTS = [
  {
    sid: "Read",
    effect: "Allow",
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::b/*"],
    conditions: {
      StringEquals: { "aws:PrincipalTag/team": ["a", "b"], "aws:ResourceAccount": "111122223333" },
      Bool: { "aws:SecureTransport": true },
      NumericLessThan: { "aws:MultiFactorAuthAge": 60 },
    },
    reason: "it is meant",
  },
];

/** For those that only hand statements on. */
const ONE = [{ sid: "Read", actions: ["s3:GetObject"], resources: ["*"] }];

/** Trust in a service. */
const TRUST = [
  {
    sid: "Trust",
    principals: { aws: [ARN], service: ["ec2.amazonaws.com"], federated: [PROVIDER] },
    actions: ["sts:AssumeRole"],
  },
];

export const role = (stack: TerraformStack, name = "role") =>
  new iam.Role(stack, name, { name, description: "x", trust: [iam.serviceTrust("ec2", ENVIRONMENT)] });

const holder = (stack: TerraformStack) => ({ role: role(stack) });
const options = { sid: "Mine", conditions: { Bool: { "aws:SecureTransport": "true" } } };
const policies = {
  managedPolicies: { ssm: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  exclusivePolicies: true,
};
const account: Given = { partition: "aws", accountId: "111122223333" };

export const IAM_CALLS: readonly Call[] = [
  construct(iam.AccountSettings, {
    alias: "acme",
    minimumPasswordLength: 20,
    passwordReusePrevention: 5,
    maxPasswordAgeInDays: 90,
  }),
  construct(iam.ExclusivePolicies, (stack) => ({ attachTo: holder(stack) })),
  construct(iam.Group, { name: "g", members: ["anna"], path: "/x/", ...policies }),
  construct(iam.InlinePolicy, (stack) => ({ name: "p", attachTo: holder(stack), statements: STATEMENTS })),
  construct(iam.InstanceProfile, (stack) => ({ name: "p", role: role(stack), path: "/x/", tags: TAGS })),
  construct(iam.ManagedPolicy, (stack) => ({
    name: "p",
    statements: ONE,
    description: "x",
    path: "/x/",
    attachTo: [holder(stack), { user: { userName: "anna" } }, { group: { groupName: "ops" } }],
    tags: TAGS,
  })),
  construct(iam.OidcProvider, {
    url: "https://id.example.com",
    clientIds: ["sts.amazonaws.com"],
    thumbprints: ["0".repeat(40)],
    tags: TAGS,
  }),
  construct(iam.PolicyAttachment, (stack) => ({ policyArn: ARN, attachTo: holder(stack), quota: 20 })),
  construct(iam.PolicySet, (stack) => ({
    name: "p",
    attachTo: holder(stack),
    statements: ONE,
    tokenLength: 64,
    quota: 20,
    tags: TAGS,
  })),
  construct(iam.Role, {
    name: "r",
    description: "x",
    trust: TRUST,
    maxSessionDuration: 7200,
    instanceProfile: true,
    permissionsBoundary: "arn:aws:iam::111122223333:policy/bound",
    path: "/x/",
    tags: TAGS,
    ...policies,
  }),
  construct(iam.RolesAnywhere, {
    name: "a",
    certificateAuthority: { acmPcaArn: "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/1" },
    enabled: true,
    tags: TAGS,
  }),
  construct(iam.RolesAnywhereProfile, (stack) => ({
    name: "a",
    roles: [role(stack)],
    durationSeconds: 1800,
    sessionPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    enabled: true,
    tags: TAGS,
  })),
  construct(iam.SamlProvider, { name: "s", metadataDocument: "x".repeat(1000), tags: TAGS }),
  construct(iam.User, {
    name: "u",
    accessKey: { unencrypted: "a robot" },
    login: { pgpKey: "keybase:anna" },
    passwordLength: 20,
    groups: ["ops"],
    permissionsBoundary: "arn:aws:iam::111122223333:policy/bound",
    path: "/x/",
    tags: TAGS,
    ...policies,
  }),
  builder("acknowledgedIn", iam.acknowledgedIn, { statements: ONE }),
  builder("accountRootArn", iam.accountRootArn, { account }),
  builder("accountTrust", iam.accountTrust, {
    account,
    options: {
      ...options,
      mfa: { maxAgeSeconds: 600 },
      externalIds: ["id"],
      principalArns: [ARN],
      organizationId: "o-a1b2c3d4e5",
    },
  }),
  builder("accountWithMfaTrust", iam.accountWithMfaTrust, { env: account, maxAgeSeconds: 600 }),
  {
    name: "awsEnvironment",
    given: () => ({ given: { ...ENVIRONMENT, byPartition: () => "x" } }),
    call: (stack, { given }) => ({ ...iam.awsEnvironment(stack, given), byPartition: "x" }),
  },
  builder("assumeRoleStatement", iam.assumeRoleStatement, {
    roleArns: [ARN],
    conditions: options.conditions,
  }),
  {
    name: "boundPermissions",
    given: () => ({ policyArn: ARN }),
    call: (stack, { policyArn }) => iam.boundPermissions(stack, policyArn),
  },
  {
    name: "placeRoles",
    given: () => ({ path: "/platform/" }),
    call: (stack, { path }) => iam.placeRoles(stack, path),
  },
  builder("githubSubject.branch", iam.githubSubject.branch, { repository: "acme/app", branch: "main" }),
  builder("githubSubject.tag", iam.githubSubject.tag, { repository: "acme/app", tag: "v*" }),
  builder("githubSubject.environment", iam.githubSubject.environment, {
    repository: "acme/app",
    environment: "e",
  }),
  builder("githubSubject.pullRequest", iam.githubSubject.pullRequest, { repository: "acme/app" }),
  builder("githubTrust", iam.githubTrust, {
    props: {
      ...options,
      providerArn: PROVIDER,
      subjects: ["repo:acme/app:pull_request"],
      issuer: "ghe.example.com/_services/token",
      audience: "aud",
    },
  }),
  builder("irsaTrust", iam.irsaTrust, {
    props: {
      ...options,
      providerArn: PROVIDER,
      issuer: "id.example.com",
      serviceAccounts: ["ns/name"],
      audience: "aud",
    },
  }),
  builder("judgePolicy", iam.judgePolicy, { kind: "managed", statements: STATEMENTS }),
  builder("oidcTrust", iam.oidcTrust, {
    props: {
      ...options,
      providerArn: PROVIDER,
      issuer: "id.example.com",
      subjects: ["me"],
      audiences: ["aud"],
    },
  }),
  builder("organizationTrust", iam.organizationTrust, {
    organizationId: "o-a1b2c3d4e5",
    options: { ...options, paths: ["o-a1b2c3d4e5/*"], principalArns: [ARN] },
  }),
  builder("passRoleStatement", iam.passRoleStatement, {
    roleArns: [ARN],
    services: ["ec2"],
    env: { dnsSuffix: "amazonaws.com" },
  }),
  builder("podIdentityTrust", iam.podIdentityTrust, {
    props: {
      ...options,
      clusterArns: ["arn:aws:eks:eu-central-1:111122223333:cluster/c"],
      namespaces: ["ns"],
      serviceAccounts: ["name"],
    },
  }),
  builder("policyDocument", iam.policyDocument, { statements: ONE }),
  builder("policyFindings", iam.policyFindings, { kind: "managed", statements: ONE }),
  builder("policyProblems", iam.policyProblems, { kind: "managed", statements: ONE }),
  builder("principalArnCondition", iam.principalArnCondition, { arns: [ARN], operator: "ArnNotEquals" }),
  builder("principalsTrust", iam.principalsTrust, {
    arns: [ARN, "arn:aws:iam::111122223333:role/x*"],
    options: { wholeAccount: "it is meant" },
  }),
  {
    name: "renderJson",
    given: () => ({ value: { a: [1, true] } }),
    call: (stack, { value }) => iam.renderJson(stack, value),
  },
  {
    name: "renderPolicy",
    given: () => ({ kind: "managed", statements: ONE }),
    call: (stack, { kind, statements }) => iam.renderPolicy(stack, kind, statements),
  },
  {
    name: "renderPolicyLater",
    given: () => ({ kind: "managed", statements: () => ONE }),
    call: (stack, { kind, statements }) => iam.renderPolicyLater(stack, kind, statements),
  },
  builder("rolesAnywhereTrust", iam.rolesAnywhereTrust, {
    props: {
      ...options,
      trustAnchorArns: ["arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/1"],
      certificate: {
        commonName: "host",
        organizationalUnit: ["a", "b"],
        organization: "acme",
        dnsName: "*.example.com",
        uri: "spiffe://x",
        issuerCommonName: "ca",
      },
    },
  }),
  builder("samlTrust", iam.samlTrust, {
    providerArns: ["arn:aws:iam::111122223333:saml-provider/s"],
    env: ENVIRONMENT,
    options: { ...options, audiences: ["https://signin.aws.amazon.com/saml"] },
  }),
  builder("selfManageStatements", iam.selfManageStatements, { account, options: { requireMfa: false } }),
  builder("servicePrincipal", iam.servicePrincipal, { service: "ec2", env: { dnsSuffix: "amazonaws.com" } }),
  builder("serviceTrust", iam.serviceTrust, {
    service: "ec2",
    env: { dnsSuffix: "amazonaws.com" },
    options: {
      ...options,
      sourceAccounts: ["111122223333"],
      sourceArns: ["arn:aws:s3:::b"],
      sourceOrganizationId: "o-a1b2c3d4e5",
    },
  }),
];
