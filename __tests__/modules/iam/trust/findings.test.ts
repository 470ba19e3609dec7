import type { FindingCode } from "../../../../modules/iam/policies/finding";
import type { Conditions, Statement } from "../../../../modules/iam/policies/policy-document";
import { policyFindings } from "../../../../modules/iam/policy-findings";
import { accountTrust, organizationTrust } from "../../../../modules/iam/trust/accounts";
import { githubTrust, irsaTrust, oidcTrust } from "../../../../modules/iam/trust/oidc";
import { rolesAnywhereTrust } from "../../../../modules/iam/trust/workloads";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/x";
const HOST = "token.actions.githubusercontent.com";

const everybody = (conditions?: Conditions): Statement => ({
  sid: "All",
  principals: "*",
  actions: ["sts:AssumeRole"],
  ...(conditions === undefined ? {} : { conditions }),
});
const token = (conditions: Conditions): Statement => ({
  sid: "Token",
  principals: { federated: [PROVIDER] },
  actions: ["sts:AssumeRoleWithWebIdentity"],
  conditions,
});
const github = (...subjects: string[]) => githubTrust({ providerArn: PROVIDER, subjects });
const org = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
const AUD = { [`${HOST}:aud`]: "sts.amazonaws.com" };
const SUB = { [`${HOST}:sub`]: "repo:a/b:pull_request" };

const CASES: readonly [string, FindingCode, Statement][] = [
  ["everybody", "anybody", everybody()],
  ["everybody in a list", "anybody", { ...everybody(), principals: { aws: ["*"] } }],
  ["everybody of an organisation, if they have one", "anybody", everybody({ StringEqualsIfExists: org })],
  ["all of whose organisations are it", "anybody", everybody({ "ForAllValues:StringEquals": org })],
  ["everybody with any ARN", "anybody", everybody({ StringLike: { "aws:PrincipalArn": "*" } })],
  ["everybody from outside of an organisation", "anybody", everybody({ StringNotEquals: org })],
  ["an account", "whole-account", accountTrust(ENVIRONMENT)],
  ["an account by its id", "whole-account", { ...everybody(), principals: { aws: ["111122223333"] } }],
  [
    "an account whose callers need no second factor if they have none",
    "whole-account",
    accountTrust(ENVIRONMENT, { conditions: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } }),
  ],
  ["no subject", "any-subject", token({ StringEquals: AUD })],
  ["any subject", "any-subject", token({ StringEquals: AUD, StringLike: { [`${HOST}:sub`]: "*" } })],
  ["a subject if there is one", "any-subject", token({ StringEquals: AUD, StringEqualsIfExists: SUB })],
  ["no audience", "any-audience", token({ StringEquals: SUB })],
  ["an audience by pattern", "any-audience", token({ StringEquals: SUB, StringLike: AUD })],
  [
    "all of whose audiences are right",
    "any-audience",
    token({ StringEquals: SUB, "ForAllValues:StringEquals": AUD }),
  ],
  ["every repository of an owner", "wide-subject", github("repo:acme/*")],
  ["repositories with a common beginning", "wide-subject", github("repo:acme/app*")],
  ["every owner", "wide-subject", github("repo:*/app:ref:refs/heads/main")],
  [
    "every repository in one of two subjects",
    "wide-subject",
    github("repo:acme/app:pull_request", "repo:acme/*:pull_request"),
  ],
  [
    "every namespace",
    "wide-subject",
    irsaTrust({ providerArn: PROVIDER, issuer: "id.example", serviceAccounts: ["*/default"] }),
  ],
  [
    "a pattern of an issuer of which nothing is known",
    "wide-subject",
    oidcTrust({
      providerArn: PROVIDER,
      issuer: "id.example",
      subjects: ["project:acme/*"],
      audiences: ["a"],
    }),
  ],
  ["any certificate", "any-certificate", rolesAnywhereTrust({ trustAnchorArns: ["arn:x"], certificate: {} })],
  [
    "any trust anchor",
    "any-trust-anchor",
    {
      ...rolesAnywhereTrust({ trustAnchorArns: ["arn:x"], certificate: { commonName: "a" } }),
      conditions: { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "a" } },
    },
  ],
];

describe("trust findings", () => {
  it.each(CASES)("fail on %s", (_, code, statement) => {
    const problems = policyFindings("trust", [statement]);
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`^statement '${statement.sid}': .* \\(${code}\\)$`)),
    ]);
  });

  it.each(CASES)("accept %s with a reason", (_, code, statement) => {
    expect(policyFindings("trust", [{ ...statement, acknowledge: { [code]: "a sandbox" } }])).toEqual([]);
  });

  it("fail on an empty reason, and on a reason for what is not there", () => {
    const empty = accountTrust(ENVIRONMENT, { acknowledge: { "whole-account": " " } });
    expect(policyFindings("trust", [empty])).toEqual([
      "statement 'TrustAccount': acknowledging 'whole-account' needs a reason",
    ]);
    const idle = accountTrust(ENVIRONMENT, { mfa: true, acknowledge: { anybody: "why not" } });
    expect(policyFindings("trust", [idle])).toEqual([
      "statement 'TrustAccount': acknowledges 'anybody', which it does not have",
    ]);
  });

  it("leave denials alone: they shall meet everybody", () => {
    expect(policyFindings("trust", [{ ...everybody(), effect: "Deny" }])).toEqual([]);
  });
});

describe("trust problems", () => {
  it.each([
    [
      "an external id of one character",
      accountTrust(ENVIRONMENT, { externalIds: ["x"] }),
      "sts:ExternalId must be",
    ],
    [
      "an external id of 1225 characters",
      accountTrust(ENVIRONMENT, { externalIds: ["x".repeat(1225)] }),
      "sts:ExternalId must be",
    ],
    ["an organisation without its prefix", organizationTrust("a1b2c3d4e5"), "aws:PrincipalOrgID must be"],
    [
      "a path without an organisation",
      organizationTrust("o-a1b2c3d4e5", { paths: ["r-ab12/*"] }),
      "aws:PrincipalOrgPaths must be",
    ],
    [
      "an age of 59 seconds",
      accountTrust(ENVIRONMENT, { mfa: { maxAgeSeconds: 59 } }),
      "a whole number from 60 to 129600",
    ],
    [
      "an age of 129601 seconds",
      accountTrust(ENVIRONMENT, { mfa: { maxAgeSeconds: 129_601 } }),
      "a whole number from 60",
    ],
    ["a repository without its owner", github("repo:app:pull_request"), "sub must name owner/repository"],
    [
      "a service account without its namespace",
      irsaTrust({ providerArn: PROVIDER, issuer: "id.example", serviceAccounts: ["writer"] }),
      "sub must name owner/repository or namespace/service-account",
    ],
  ])("fail on %s", (_, statement, problem) => {
    expect(policyFindings("trust", [statement])).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    [
      "external ids of 2 and of 1224 characters",
      accountTrust(ENVIRONMENT, { externalIds: ["xy", "x".repeat(1224)] }),
    ],
    ["an age of 60 seconds", accountTrust(ENVIRONMENT, { mfa: { maxAgeSeconds: 60 } })],
    ["an age of 129600 seconds", accountTrust(ENVIRONMENT, { mfa: { maxAgeSeconds: 129_600 } })],
  ])("accept %s", (_, statement) => {
    expect(policyFindings("trust", [statement])).toEqual([]);
  });
});
