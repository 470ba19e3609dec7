import { policyProblems } from "../../../../modules/iam/policies/policy-check";
import { policyFindings } from "../../../../modules/iam/policy-findings";
import { accountTrust, organizationTrust } from "../../../../modules/iam/trust/accounts";
import { githubSubject, githubTrust, irsaTrust, oidcTrust } from "../../../../modules/iam/trust/oidc";
import { principalsTrust, serviceTrust } from "../../../../modules/iam/trust/trust-policies";
import { podIdentityTrust, rolesAnywhereTrust } from "../../../../modules/iam/trust/workloads";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const CLUSTER = "arn:aws:eks:eu-central-1:111122223333:cluster/one";
const ANCHOR =
  "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/00000000-0000-4000-8000-000000000000";
const ROOT = "arn:aws:iam::111122223333:root";

describe("serviceTrust", () => {
  it("asks for the source that the service acts for", () => {
    expect(
      serviceTrust("backup", ENVIRONMENT, {
        sourceAccounts: ["111122223333"],
        sourceArns: ["arn:aws:backup:*:111122223333:*"],
        sourceOrganizationId: "o-a1b2c3d4e5",
      }),
    ).toEqual({
      sid: "TrustService",
      principals: { service: ["backup.amazonaws.com"] },
      actions: ["sts:AssumeRole"],
      conditions: {
        StringEquals: { "aws:SourceAccount": ["111122223333"], "aws:SourceOrgID": ["o-a1b2c3d4e5"] },
        ArnLike: { "aws:SourceArn": ["arn:aws:backup:*:111122223333:*"] },
      },
    });
  });
});

describe("accountTrust", () => {
  it("asks for everything at once: second factor, age, external id, caller and organisation", () => {
    expect(
      accountTrust(ENVIRONMENT, {
        mfa: { maxAgeSeconds: 3600 },
        externalIds: ["customer-7"],
        principalArns: ["arn:aws:iam::111122223333:role/deploy-*"],
        organizationId: "o-a1b2c3d4e5",
      }),
    ).toEqual({
      sid: "TrustAccount",
      principals: { aws: [ROOT] },
      actions: ["sts:AssumeRole"],
      conditions: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        NumericLessThan: { "aws:MultiFactorAuthAge": 3600 },
        ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/deploy-*"] },
        StringEquals: { "sts:ExternalId": ["customer-7"], "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] },
      },
    });
  });

  it("asks for a second factor of any age", () => {
    expect(accountTrust(ENVIRONMENT, { mfa: true }).conditions).toEqual({
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    });
  });

  it("takes further conditions, a name and acknowledgements", () => {
    const acknowledge = { "whole-account": "a sandbox" };
    expect(
      accountTrust(ENVIRONMENT, {
        sid: "Partner",
        conditions: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
        acknowledge,
      }),
    ).toEqual({
      sid: "Partner",
      principals: { aws: [ROOT] },
      actions: ["sts:AssumeRole"],
      conditions: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      acknowledge,
    });
  });

  it("fails where a further condition would replace its own", () => {
    const twice = () =>
      accountTrust(ENVIRONMENT, {
        externalIds: ["one"],
        conditions: { StringEquals: { "sts:ExternalId": ["other"] } },
      });
    expect(twice).toThrow("StringEquals on sts:ExternalId is given twice");
  });
});

describe("organizationTrust", () => {
  it("bounds everybody by the organisation, and by paths with the operator for several values", () => {
    const paths = ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"];
    expect(organizationTrust("o-a1b2c3d4e5", { paths })).toEqual({
      sid: "TrustOrganization",
      principals: "*",
      actions: ["sts:AssumeRole"],
      conditions: {
        StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": paths },
      },
    });
  });
});

describe("githubTrust", () => {
  const subjects = [
    githubSubject.branch("acme/app", "main"),
    githubSubject.environment("acme/app", "prod:eu"),
  ];

  it("compares subject and audience by equality", () => {
    expect(githubTrust({ providerArn: PROVIDER, subjects })).toEqual({
      sid: "TrustGithub",
      principals: { federated: [PROVIDER] },
      actions: ["sts:AssumeRoleWithWebIdentity"],
      conditions: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
          "token.actions.githubusercontent.com:sub": [
            "repo:acme/app:ref:refs/heads/main",
            "repo:acme/app:environment:prod%3Aeu",
          ],
        },
      },
    });
  });

  it("compares a subject with wildcards by pattern, and the audience by equality still", () => {
    const tags = [githubSubject.tag("acme/app", "v*"), githubSubject.pullRequest("acme/app")];
    expect(githubTrust({ providerArn: PROVIDER, subjects: tags }).conditions).toEqual({
      StringEquals: { "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"] },
      StringLike: {
        "token.actions.githubusercontent.com:sub": [
          "repo:acme/app:ref:refs/tags/v*",
          "repo:acme/app:pull_request",
        ],
      },
    });
  });
});

describe("oidcTrust", () => {
  it("takes the issuer with or without its scheme", () => {
    const own = { providerArn: PROVIDER, subjects: ["s"], audiences: ["a"] };
    const keys = { "id.example/x:aud": ["a"], "id.example/x:sub": ["s"] };
    expect(oidcTrust({ ...own, issuer: "https://id.example/x/" }).conditions).toEqual({ StringEquals: keys });
    expect(oidcTrust({ ...own, issuer: "id.example/x" }).conditions).toEqual({ StringEquals: keys });
  });
});

describe("irsaTrust", () => {
  it("names service accounts by namespace", () => {
    const statement = irsaTrust({
      providerArn: PROVIDER,
      issuer: "oidc.eks.eu-central-1.amazonaws.com/id/A",
      serviceAccounts: ["backup/writer", "backup/job-*"],
    });
    expect(statement.conditions).toEqual({
      StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/A:aud": ["sts.amazonaws.com"] },
      StringLike: {
        "oidc.eks.eu-central-1.amazonaws.com/id/A:sub": [
          "system:serviceaccount:backup:writer",
          "system:serviceaccount:backup:job-*",
        ],
      },
    });
  });
});

describe("podIdentityTrust", () => {
  it("allows session tags, without which no pod gets in", () => {
    expect(
      podIdentityTrust({ clusterArns: [CLUSTER], namespaces: ["backup"], serviceAccounts: ["writer"] }),
    ).toEqual({
      sid: "TrustPods",
      principals: { service: ["pods.eks.amazonaws.com"] },
      actions: ["sts:AssumeRole", "sts:TagSession"],
      conditions: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": [CLUSTER],
          "aws:RequestTag/kubernetes-namespace": ["backup"],
          "aws:RequestTag/kubernetes-service-account": ["writer"],
        },
      },
    });
  });

  it("leaves the choice of pods to the associations when nothing is given", () => {
    expect(podIdentityTrust().conditions).toBeUndefined();
  });
});

describe("rolesAnywhereTrust", () => {
  it("asks for the anchor, and for all that the certificate must say", () => {
    const statement = rolesAnywhereTrust({
      trustAnchorArns: [ANCHOR],
      certificate: { commonName: "etcd-1", organizationalUnit: ["etcd", "ca"], dnsName: "*.etcd.example" },
    });
    expect(statement).toEqual({
      sid: "TrustCertificates",
      principals: { service: ["rolesanywhere.amazonaws.com"] },
      actions: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      conditions: {
        ArnEquals: { "aws:SourceArn": [ANCHOR] },
        StringEquals: {
          "aws:PrincipalTag/x509Subject/CN": ["etcd-1"],
          "aws:PrincipalTag/x509Subject/OU": ["etcd", "ca"],
        },
        StringLike: { "aws:PrincipalTag/x509SAN/DNS": ["*.etcd.example"] },
      },
    });
  });
});

describe("every builder", () => {
  it.each(
    Object.entries({
      service: serviceTrust("ec2", ENVIRONMENT),
      account: accountTrust(ENVIRONMENT, { mfa: true }),
      organization: organizationTrust("o-a1b2c3d4e5"),
      github: githubTrust({ providerArn: PROVIDER, subjects: [githubSubject.tag("a/b", "v*")] }),
      oidc: oidcTrust({ providerArn: PROVIDER, issuer: "id.example", subjects: ["s"], audiences: ["a"] }),
      irsa: irsaTrust({ providerArn: PROVIDER, issuer: "id.example", serviceAccounts: ["n/s"] }),
      pods: podIdentityTrust(),
      certificates: rolesAnywhereTrust({ trustAnchorArns: [ANCHOR], certificate: { commonName: "h" } }),
      principals: principalsTrust([ROOT], { wholeAccount: "a sandbox" })[0],
    }),
  )("makes a trust policy without problems: %s", (_, statement) => {
    const statements = statement === undefined ? [] : [statement];
    expect([...policyProblems("trust", statements), ...policyFindings("trust", statements)]).toEqual([]);
  });
});
