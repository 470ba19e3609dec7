/** Variables of the module of a role, and calls of it. */

/** Who may assume it, with the keys of its type. */
export interface Trust {
  readonly type: string;
  readonly sid?: string;
  readonly [key: string]: string | number | readonly string[] | undefined;
}

/** What a caller says of a role. */
export interface RoleValues {
  readonly name: string;
  readonly description: string;
  readonly trust: readonly Trust[];
  readonly inline_policies?: Readonly<Record<string, string>>;
  readonly managed_policy_arns?: Readonly<Record<string, string>>;
  readonly exclusive_policies?: boolean;
  readonly max_session_duration?: number;
  readonly path?: string;
  readonly permissions_boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const arn = (resource: string): string => `arn:aws:iam::111122223333:${resource}`;
const PERMISSION_SET = arn("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Backup_*");
const GITHUB = arn("oidc-provider/token.actions.githubusercontent.com");
const CLUSTER = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE";
const ANCHOR =
  "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/00000000-0000-0000-0000-000000000001";

const policy = (action: string, resource: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Use", Effect: "Allow", Action: action, Resource: resource }],
  });

const named = { name: "reader", description: "Reads backups." };

/** Calls that differ in one subject each. */
export const ROLE_CONFIGURATIONS: Readonly<Record<string, RoleValues>> = {
  mfa: { ...named, trust: [{ type: "mfa" }] },
  people: {
    name: "restorer",
    description: "Restores backups.",
    trust: [
      { type: "mfa", max_age_seconds: 900 },
      { type: "principals", arns: [arn("role/deployer"), arn("user/jo"), PERMISSION_SET] },
      { type: "saml", provider_arns: [arn("saml-provider/okta")] },
    ],
    max_session_duration: 7200,
    path: "/backup/",
    permissions_boundary: arn("policy/boundary"),
    tags: { team: "backup" },
  },
  patterns: {
    ...named,
    trust: [
      { type: "principals", arns: [PERMISSION_SET, arn("role/ci-*")] },
      {
        type: "saml",
        provider_arns: [arn("saml-provider/okta")],
        audiences: ["https://eu-central-1.signin.aws.amazon.com/saml"],
      },
    ],
  },
  hosts: {
    ...named,
    trust: [
      { type: "ec2" },
      { type: "rolesAnywhere", trust_anchor_arns: [ANCHOR], common_names: ["db-1", "db-2"] },
      {
        type: "rolesAnywhere",
        sid: "TrustWorkloads",
        trust_anchor_arns: [ANCHOR],
        uris: ["spiffe://example.org/backup/*"],
        organizations: ["Example"],
        issuer_common_names: ["Intermediate"],
      },
    ],
  },
  accounts: {
    ...named,
    trust: [
      { type: "account", account_id: "444455556666", external_ids: ["one", "two"] },
      {
        type: "account",
        sid: "TrustPartner",
        account_id: "777788889999",
        arns: ["arn:aws:iam::777788889999:role/reader"],
        organization_id: "o-a1b2c3d4e5",
      },
      {
        type: "organization",
        organization_id: "o-a1b2c3d4e5",
        organization_paths: ["o-a1b2c3d4e5/r-ab12/*"],
        arns: ["arn:aws:iam::*:role/deployer"],
      },
    ],
  },
  services: {
    ...named,
    trust: [
      { type: "service", service: "backup", source_accounts: ["111122223333"] },
      {
        type: "service",
        sid: "TrustLogs",
        service: "logs",
        source_arns: ["arn:aws:logs:eu-central-1:111122223333:*"],
        organization_id: "o-a1b2c3d4e5",
      },
    ],
  },
  tokens: {
    ...named,
    trust: [
      { type: "github", provider_arns: [GITHUB], subjects: ["repo:example/backup:ref:refs/heads/main"] },
      {
        type: "github",
        sid: "TrustTags",
        provider_arns: [GITHUB],
        subjects: ["repo:example/backup:ref:refs/tags/v*"],
        issuer: "https://token.actions.githubusercontent.com",
      },
      {
        type: "oidc",
        provider_arns: [arn("oidc-provider/gitlab.example.com")],
        issuer: "https://gitlab.example.com/",
        subjects: ["project_path:example/backup:ref_type:branch:ref:main"],
        audiences: ["https://gitlab.example.com"],
      },
    ],
  },
  clusters: {
    ...named,
    trust: [
      {
        type: "irsa",
        provider_arns: [arn(`oidc-provider/${CLUSTER}`)],
        issuer: CLUSTER,
        service_accounts: ["backup/writer", "backup/reader-*"],
      },
      {
        type: "podIdentity",
        cluster_arns: ["arn:aws:eks:eu-central-1:111122223333:cluster/main"],
        namespaces: ["backup"],
        service_accounts: ["writer"],
      },
    ],
  },
  pods: { ...named, trust: [{ type: "podIdentity" }] },
  allowed: {
    ...named,
    trust: [{ type: "mfa" }],
    inline_policies: {
      read: policy("s3:GetObject", "arn:aws:s3:::photos-of-cats/*"),
      open: policy("kms:Decrypt", "arn:aws:kms:eu-central-1:111122223333:key/0"),
    },
    managed_policy_arns: { ssm: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
    exclusive_policies: true,
  },
  attached: {
    ...named,
    trust: [{ type: "mfa" }],
    managed_policy_arns: {
      read: arn("policy/read"),
      ssm: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    },
  },
};

const mfa: readonly Trust[] = [{ type: "mfa" }];

/** Calls that Terraform and the construct refuse alike. */
export const ROLE_REFUSED: Readonly<Record<string, RoleValues>> = {
  nameless: { name: "", description: "d", trust: mfa },
  letters: { name: "the reader", description: "d", trust: mfa },
  long: { name: "r".repeat(65), description: "d", trust: mfa },
  wordy: { name: "r", description: "d".repeat(1001), trust: mfa },
  session: { name: "r", description: "d", trust: mfa, max_session_duration: 43_201 },
  path: { name: "r", description: "d", trust: mfa, path: "backup" },
  age: { name: "r", description: "d", trust: [{ type: "mfa", max_age_seconds: 59 }] },
  account: { name: "r", description: "d", trust: [{ type: "account", account_id: "444455556666" }] },
  root: {
    name: "r",
    description: "d",
    trust: [{ type: "principals", arns: ["arn:aws:iam::444455556666:root"] }],
  },
  // Both are called TrustService.
  alike: { name: "r", description: "d", trust: [{ type: "ec2" }, { type: "service", service: "lambda" }] },
  named: {
    name: "r",
    description: "d",
    trust: [
      { type: "service", service: "lambda", sid: "Same" },
      { type: "organization", organization_id: "o-a1b2c3d4e5", sid: "Same" },
    ],
  },
  organization: {
    name: "r",
    description: "d",
    trust: [{ type: "organization", organization_id: "example" }],
  },
  certificate: {
    name: "r",
    description: "d",
    trust: [{ type: "rolesAnywhere", trust_anchor_arns: [ANCHOR] }],
  },
  wide: {
    name: "r",
    description: "d",
    trust: [{ type: "github", provider_arns: [GITHUB], subjects: ["repo:*"] }],
  },
};
