/** Trust and identity policies, judged by the evaluator: what they allow, and what they must not. */
import "../../../tools/policy-check/jest-matchers";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import {
  accountTrust,
  Group,
  githubSubject,
  githubTrust,
  InlinePolicy,
  ManagedPolicy,
  OidcProvider,
  organizationTrust,
  PolicySet,
  podIdentityTrust,
  Role,
  RolesAnywhere,
  rolesAnywhereTrust,
  type Statement,
  selfManageStatements,
  serviceTrust,
  User,
} from "../../../modules/iam";
import type { ClaimContext, ClaimPrincipal } from "../../../presets/claim";
import { loadPolicies, type PolicySet as Policies } from "../../../tools/policy-check";
import { ENVIRONMENT } from "../../helpers/environment";
import { synth } from "../../helpers/synth";

const ROLE = "arn:aws:iam::111122223333:role/r";
const USER = "arn:aws:iam::111122223333:user/anna";
const OTHER = "arn:aws:iam::444455556666";

function policies(build: (stack: TerraformStack) => void): Policies {
  const { json } = synth((stack) => {
    new AwsProvider(stack, "aws", { region: ENVIRONMENT.region });
    build(stack);
  });
  return loadPolicies(JSON.stringify(json));
}

const trusting = (...trust: Statement[]) =>
  policies((stack) => {
    new Role(stack, "r", { name: "r", description: "", trust });
  });

const assume = (principal: ClaimPrincipal, context: ClaimContext = {}, action = "sts:AssumeRole") => ({
  principal,
  action,
  resource: ROLE,
  context,
});

describe("trust in an account", () => {
  const user: ClaimPrincipal = { kind: "admin", arn: USER };
  const set = trusting(
    accountTrust(ENVIRONMENT, { mfa: { maxAgeSeconds: 900 }, externalIds: ["customer-7"] }),
  );
  const good = {
    "aws:MultiFactorAuthPresent": "true",
    "aws:MultiFactorAuthAge": "899",
    "sts:ExternalId": "customer-7",
  };

  it("lets in a user with second factor and external id", async () => {
    await expect(set).toAllow(assume(user, good), "TrustAccount");
  });

  it.each<[string, ClaimContext]>([
    ["a second factor that is too old", { "aws:MultiFactorAuthAge": "900" }],
    ["no second factor", { "aws:MultiFactorAuthPresent": null, "aws:MultiFactorAuthAge": null }],
    ["another external id", { "sts:ExternalId": "customer-8" }],
    ["no external id", { "sts:ExternalId": null }],
  ])("keeps out one with %s", async (_, context) => {
    await expect(set).toDeny(assume(user, { ...good, ...context }));
  });

  it("keeps out another account", async () => {
    await expect(set).toDeny(assume({ kind: "admin", arn: `${OTHER}:user/eve` }, good));
  });
});

describe("trust in an organisation", () => {
  const set = trusting(organizationTrust("o-a1b2c3d4e5", { paths: ["o-a1b2c3d4e5/r-ab12/ou-1/*"] }));
  const stranger: ClaimPrincipal = { kind: "admin", arn: `${OTHER}:role/deployer` };
  const inside = {
    "aws:PrincipalOrgID": "o-a1b2c3d4e5",
    "aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/r-ab12/ou-1/ou-2/"],
  };

  it("lets in its accounts, below the path only", async () => {
    await expect(set).toAllow(assume(stranger, inside));
    await expect(set).toDeny(
      assume(stranger, { ...inside, "aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/r-ab12/ou-3/"] }),
    );
  });

  it("keeps out other organisations, and accounts without one", async () => {
    await expect(set).toDeny(assume(stranger, { ...inside, "aws:PrincipalOrgID": "o-zzzzzzzzzz" }));
    await expect(set).toDeny(assume(stranger));
  });
});

describe("trust in services", () => {
  it("asks whom the service acts for", async () => {
    const set = trusting(serviceTrust("backup", ENVIRONMENT, { sourceAccounts: [ENVIRONMENT.accountId] }));
    const backup: ClaimPrincipal = { kind: "service", name: "backup.amazonaws.com" };
    await expect(set).toAllow(assume(backup, { "aws:SourceAccount": ENVIRONMENT.accountId }));
    await expect(set).toDeny(assume(backup, { "aws:SourceAccount": "444455556666" }));
    await expect(set).toDeny(assume(backup));
  });

  it("lets in pods of one namespace", async () => {
    const set = trusting(podIdentityTrust({ namespaces: ["backup"] }));
    const pods: ClaimPrincipal = { kind: "service", name: "pods.eks.amazonaws.com" };
    await expect(set).toAllow(assume(pods, { "aws:RequestTag/kubernetes-namespace": "backup" }));
    await expect(set).toDeny(assume(pods, { "aws:RequestTag/kubernetes-namespace": "default" }));
  });

  it("lets in certificates of one anchor that say what they must", async () => {
    const set = policies((stack) => {
      const certificateAuthority = {
        certificateBundle: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
      };
      const anchor = new RolesAnywhere(stack, "hosts", { name: "hosts", certificateAuthority });
      const trust = rolesAnywhereTrust({
        trustAnchorArns: [anchor.trustAnchorArn],
        certificate: { organizationalUnit: "etcd", dnsName: "*.etcd.example" },
      });
      new Role(stack, "r", { name: "r", description: "", trust: [trust] });
    });
    const [address = ""] = anchorAddresses(set);
    const service: ClaimPrincipal = { kind: "service", name: "rolesanywhere.amazonaws.com" };
    const good = {
      "aws:SourceArn": address,
      "aws:PrincipalTag/x509Subject/OU": "etcd",
      "aws:PrincipalTag/x509SAN/DNS": "a.etcd.example",
    };
    await expect(set).toAllow(assume(service, good));
    await expect(set).toDeny(assume(service, { ...good, "aws:SourceArn": `${address}0` }));
    await expect(set).toDeny(assume(service, { ...good, "aws:PrincipalTag/x509Subject/OU": "web" }));
    await expect(set).toDeny(assume(service, { ...good, "aws:PrincipalTag/x509SAN/DNS": null }));
  });

  /** The anchor's ARN, from the only policy that names it. */
  const anchorAddresses = (set: Policies) =>
    set.policies.flatMap(({ document }) =>
      document.Statement.flatMap(({ Condition }) => [Condition?.ArnEquals?.["aws:SourceArn"] ?? []].flat()),
    );
});

describe("policies of groups and sets", () => {
  it("let users manage themselves with a second factor, and set one up without", async () => {
    const set = policies((stack) => {
      const user = new User(stack, "anna", { name: "anna" });
      const group = new Group(stack, "all", { name: "all", members: [user.userName] });
      new InlinePolicy(stack, "self", {
        name: "self",
        attachTo: { group },
        statements: selfManageStatements(ENVIRONMENT),
      });
    });
    const principal: ClaimPrincipal = { kind: "user", arn: USER };
    const mfa = { "aws:MultiFactorAuthPresent": "true" };
    const call = (action: string, resource: string, context: ClaimContext = {}) => ({
      principal,
      action,
      resource,
      context,
    });
    await expect(set).toAllow(call("iam:CreateAccessKey", USER, mfa), "ManageOwnAccessKeys");
    await expect(set).toDeny(call("iam:CreateAccessKey", USER), "DenyWithoutMfa");
    await expect(set).toAllow(call("iam:EnableMFADevice", USER));
    await expect(set).toDeny(call("iam:CreateAccessKey", USER.replace("anna", "ben"), mfa));
    await expect(set).toDeny(call("iam:DeactivateMFADevice", USER), "DenyWithoutMfa");
    await expect(set).toDeny(call("iam:AttachUserPolicy", USER, mfa));
  });

  it("mean the same split as whole, and nothing beyond the boundary", async () => {
    const resources = Array.from({ length: 600 }, (_, index) => `arn:aws:s3:::bucket-${index}/*`);
    const set = policies((stack) => {
      const bound: Statement = { sid: "Bound", actions: ["s3:*"], resources: ["arn:aws:s3:::bucket-1*"] };
      const boundary = new ManagedPolicy(stack, "bound", { name: "bound", statements: [bound] });
      const role = new Role(stack, "r", {
        name: "r",
        description: "",
        trust: [serviceTrust("ec2", ENVIRONMENT)],
        permissionsBoundary: boundary.policyArn,
      });
      const read: Statement = { sid: "Read", actions: ["s3:GetObject"], resources };
      new PolicySet(stack, "read", { name: "read", attachTo: { role }, statements: [read] });
    });
    const known = {
      ...set,
      buckets: Object.fromEntries(["1", "199", "2", "600"].map((id) => [`arn:aws:s3:::bucket-${id}`, PLAIN])),
    };
    const get = (id: string) => ({
      principal: { kind: "role", arn: ROLE } as const,
      action: "s3:GetObject",
      resource: `arn:aws:s3:::bucket-${id}/x`,
    });
    await expect(known).toAllow(get("1"));
    await expect(known).toAllow(get("199"));
    await expect(known).toDeny(get("2"));
    await expect(known).toDeny(get("600"));
  });

  const PLAIN = { restrictPublicBuckets: false, blockedEncryption: { address: "none", types: [] } };
});

describe("trust in GitHub Actions", () => {
  const set = policies((stack) => {
    const { providerArn } = new OidcProvider(stack, "github", {
      url: "https://token.actions.githubusercontent.com",
    });
    const subjects = [
      githubSubject.tag("acme/app", "v*"),
      githubSubject.environment("acme/app", "production"),
    ];
    new Role(stack, "r", { name: "r", description: "", trust: [githubTrust({ providerArn, subjects })] });
  });
  const provider: ClaimPrincipal = {
    kind: "saml",
    providerArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
  };
  const token = (sub: string | null, aud: string | null = "sts.amazonaws.com") =>
    assume(
      provider,
      { "token.actions.githubusercontent.com:sub": sub, "token.actions.githubusercontent.com:aud": aud },
      "sts:AssumeRoleWithWebIdentity",
    );

  it("lets in the tags and the environment of one repository", async () => {
    await expect(set).toAllow(token("repo:acme/app:ref:refs/tags/v1"), "TrustGithub");
    await expect(set).toAllow(token("repo:acme/app:environment:production"), "TrustGithub");
  });

  it.each([
    ["a branch", "repo:acme/app:ref:refs/heads/main", "sts.amazonaws.com"],
    ["another repository", "repo:acme/app2:ref:refs/tags/v1", "sts.amazonaws.com"],
    ["another owner", "repo:evil/app:environment:production", "sts.amazonaws.com"],
    ["another audience", "repo:acme/app:environment:production", "https://github.com/acme"],
    ["no subject", null, "sts.amazonaws.com"],
    ["no audience", "repo:acme/app:environment:production", null],
  ])("keeps out %s", async (_, sub, aud) => {
    await expect(set).toDeny(token(sub, aud));
  });
});
