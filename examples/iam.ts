/** Identity and access: each part between `#region` and `#endregion` stands in docs/modules/iam.md. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AccountSettings,
  type AwsEnvironment,
  accountTrust,
  assumeRoleStatement,
  boundPermissions,
  ExclusivePolicies,
  Group,
  githubSubject,
  githubTrust,
  InlinePolicy,
  InstanceProfile,
  irsaTrust,
  ManagedPolicy,
  OidcProvider,
  organizationTrust,
  PolicyAttachment,
  PolicySet,
  passRoleStatement,
  podIdentityTrust,
  Role,
  RolesAnywhere,
  RolesAnywhereProfile,
  rolesAnywhereTrust,
  SamlProvider,
  type Statement,
  samlTrust,
  selfManageStatements,
  serviceTrust,
  User,
} from "../modules/iam";

/** Adds every example to a stack. */
export function addIam(stack: TerraformStack, { rootCa, samlMetadata }: ExampleFiles): void {
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const account = new DataAwsCallerIdentity(stack, "account");
  const env: AwsEnvironment = {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    accountId: account.accountId,
    region: "eu-central-1",
  };

  // #region Role
  const writer = new Role(stack, "writer", {
    name: "report-writer",
    description: "Writes reports from EC2 instances.",
    trust: [serviceTrust("ec2", env)],
    instanceProfile: true,
    managedPolicies: { ssm: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
    exclusivePolicies: true,
  });
  // #endregion

  // #region InlinePolicy
  new InlinePolicy(stack, "writer-policy", {
    name: "write",
    attachTo: { role: writer },
    statements: [
      { sid: "AddReports", actions: ["s3:PutObject"], resources: ["arn:aws:s3:::example-reports/*"] },
      { sid: "ListReports", actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::example-reports"] },
    ],
  });
  // #endregion

  // #region ManagedPolicy
  const boundary = new ManagedPolicy(stack, "boundary", {
    name: "no-identity-changes",
    description: "Bounds what programs can ever do.",
    statements: [
      { sid: "Everything", actions: ["*"], resources: ["*"] },
      { sid: "ButIdentities", effect: "Deny", actions: ["iam:Create*", "iam:Put*"], resources: ["*"] },
    ],
  });
  // #endregion

  // #region boundPermissions
  boundPermissions(stack, boundary.policyArn);
  // #endregion

  // #region accountTrust
  const auditor = new Role(stack, "auditor", {
    name: "auditor",
    description: "Reads on behalf of a third party.",
    trust: [
      accountTrust({ partition: "aws", accountId: "111122223333" }, { externalIds: ["customer-7"] }),
      accountTrust(env, { sid: "OwnUsers", mfa: { maxAgeSeconds: 3600 } }),
    ],
  });
  // #endregion

  // #region PolicyAttachment
  new PolicyAttachment(stack, "auditor-reads", {
    policyArn: "arn:aws:iam::aws:policy/SecurityAudit",
    attachTo: { role: auditor },
  });
  // #endregion

  // #region ExclusivePolicies
  new ExclusivePolicies(stack, "auditor-nothing-else", { attachTo: { role: auditor } });
  // #endregion

  // #region PolicySet
  const buckets = Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::example-tenant-${index + 1}/*`);
  const read: Statement = { sid: "ReadTenants", actions: ["s3:GetObject"], resources: buckets };
  const tenants = new Role(stack, "tenants", {
    name: "tenant-reader",
    description: "Reads the buckets of all tenants.",
    trust: [organizationTrust("o-a1b2c3d4e5", { principalArns: ["arn:aws:iam::*:role/deployer"] })],
  });
  new PolicySet(stack, "tenants-policy", {
    name: "read-tenants",
    attachTo: { role: tenants },
    statements: [read],
  });
  // #endregion

  // #region InstanceProfile
  new InstanceProfile(stack, "existing", { name: "existing", role: { roleName: "made-elsewhere" } });
  // #endregion

  // #region User
  const operator = new User(stack, "operator", {
    name: "operator",
    login: { pgpKey: "keybase:example" },
    permissionsBoundary: boundary.policyArn,
  });
  // #endregion

  // #region Group
  const operators = new Group(stack, "operators", { name: "operators", members: [operator.userName] });
  new InlinePolicy(stack, "operators-policy", {
    name: "self-manage",
    attachTo: { group: operators },
    statements: selfManageStatements(env),
  });
  // #endregion

  // #region assumeRoleStatement
  new InlinePolicy(stack, "operators-assume", {
    name: "assume",
    attachTo: { group: operators },
    statements: [assumeRoleStatement([auditor.roleArn]), passRoleStatement([writer.roleArn], ["ec2"], env)],
  });
  // #endregion

  // #region OidcProvider
  const github = new OidcProvider(stack, "github", { url: "https://token.actions.githubusercontent.com" });
  // #endregion

  // #region githubTrust
  new Role(stack, "deployer", {
    name: "deployer",
    description: "Deploys from GitHub Actions, to production and from version tags.",
    trust: [
      githubTrust({
        providerArn: github.providerArn,
        subjects: [
          githubSubject.environment("acme/infrastructure", "production"),
          githubSubject.tag("acme/infrastructure", "v*"),
        ],
      }),
    ],
  });
  // #endregion

  // #region irsaTrust
  const cluster = new OidcProvider(stack, "cluster", {
    url: "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
  });
  new Role(stack, "job", {
    name: "backup-job",
    description: "Runs in a cluster, by service account or by Pod Identity.",
    trust: [
      irsaTrust({
        providerArn: cluster.providerArn,
        issuer: cluster.issuer,
        serviceAccounts: ["backup/job"],
      }),
      podIdentityTrust({ namespaces: ["backup"], serviceAccounts: ["job"] }),
    ],
  });
  // #endregion

  // #region SamlProvider
  const people = new SamlProvider(stack, "people", { name: "people", metadataDocument: samlMetadata });
  new Role(stack, "reader", {
    name: "reader",
    description: "For people who sign in through the identity provider.",
    trust: [samlTrust([people.providerArn], env)],
  });
  // #endregion

  // #region RolesAnywhere
  const hosts = new RolesAnywhere(stack, "hosts", {
    name: "step-ca",
    certificateAuthority: { certificateBundle: rootCa },
  });
  // #endregion

  // #region RolesAnywhereProfile
  const host = new Role(stack, "host", {
    name: "etcd-host",
    description: "For hosts with a certificate of step-ca.",
    trust: [
      rolesAnywhereTrust({
        trustAnchorArns: [hosts.trustAnchorArn],
        certificate: { organizationalUnit: "etcd", dnsName: "*.etcd.example.com" },
      }),
    ],
  });
  new RolesAnywhereProfile(stack, "host-profile", { name: "etcd-host", roles: [host] });
  // #endregion

  // #region AccountSettings
  new AccountSettings(stack, "settings", { alias: "acme-production", minimumPasswordLength: 16 });
  // #endregion
}

/** What the examples read from files. */
export interface ExampleFiles {
  /** Certificates of the CA in PEM, such as `fs.readFileSync("root_ca.crt", "utf8")`. */
  readonly rootCa: string;
  /** The identity provider's metadata, an XML document. */
  readonly samlMetadata: string;
}

/** A program of its own, as `cdktf.json` would name it. */
export function iamApp(files: ExampleFiles, outdir?: string): App {
  const app = new App(outdir === undefined ? {} : { outdir });
  addIam(new TerraformStack(app, "iam"), files);
  return app;
}
