/** Trust and identity policies, judged by the evaluator: what they allow, and what they must not. */
import "../../../tools/policy-check/jest-matchers";
import {
  accountTrust,
  assumeRoleStatement,
  Group,
  InlinePolicy,
  ManagedPolicy,
  organizationTrust,
  PolicySet,
  passRoleStatement,
  podIdentityTrust,
  Role,
  RolesAnywhere,
  rolesAnywhereTrust,
  type Statement,
  selfManageStatements,
  serviceTrust,
  User,
} from "../../../modules/iam";
import type { ClaimContext, ClaimPrincipal } from "../../../presets/common/claims/claim";
import type { PolicySet as Policies } from "../../../tools/policy-check";
import { assume, policies, ROLE, trusting } from "../../helpers/judging/iam";
import { ENVIRONMENT } from "../../helpers/processes/environment";

const USER = "arn:aws:iam::111122223333:user/anna";
const OTHER = "arn:aws:iam::444455556666";

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

  it("pass a role to one service, and assume another, and no role beside", async () => {
    const passed = "arn:aws:iam::111122223333:role/passed";
    const assumed = "arn:aws:iam::111122223333:role/assumed";
    const set = policies((stack) => {
      for (const name of ["passed", "assumed"])
        new Role(stack, name, { name, description: "", trust: [accountTrust(ENVIRONMENT, { mfa: true })] });
      new InlinePolicy(stack, "roles", {
        name: "roles",
        attachTo: { user: new User(stack, "anna", { name: "anna" }) },
        statements: [assumeRoleStatement([assumed]), passRoleStatement([passed], ["ec2"], ENVIRONMENT)],
      });
    });
    const call = (action: string, resource: string, context: ClaimContext = {}) => ({
      principal: { kind: "user", arn: USER } as const,
      action,
      resource,
      context,
    });
    const to = (service: string) => ({ "iam:PassedToService": `${service}.amazonaws.com` });
    const mfa = { "aws:MultiFactorAuthPresent": "true" };
    await expect(set).toAllow(call("iam:PassRole", passed, to("ec2")), "PassRole");
    await expect(set).toDeny(call("iam:PassRole", passed, to("lambda")));
    await expect(set).toDeny(call("iam:PassRole", assumed, to("ec2")));
    await expect(set).toAllow(call("sts:AssumeRole", assumed, mfa));
    await expect(set).toDeny(call("sts:AssumeRole", passed, mfa));
    await expect(set).toDeny(call("sts:AssumeRole", assumed));
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
