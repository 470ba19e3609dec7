/** Trust in tokens, judged by the evaluator: whom it lets in, and whom it must not. */
import "../../../../tools/policy-check/jest-matchers";
import {
  githubSubject,
  githubTrust,
  irsaTrust,
  OidcProvider,
  oidcTrust,
  Role,
} from "../../../../modules/iam";
import type { ClaimPrincipal } from "../../../../presets/common/claims/claim";
import { assume, policies, trusting } from "../../../helpers/judging/iam";

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

describe("trust in tokens", () => {
  const ISSUER = "id.example/x";
  const providerArn = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
  const token = (claims: Readonly<Record<"sub" | "aud", string | null>>, arn = providerArn) =>
    assume(
      { kind: "saml", providerArn: arn },
      { [`${ISSUER}:sub`]: claims.sub, [`${ISSUER}:aud`]: claims.aud },
      "sts:AssumeRoleWithWebIdentity",
    );

  it.each([
    [
      "any provider",
      oidcTrust({ providerArn, issuer: ISSUER, subjects: ["job"], audiences: ["aws"] }),
      "job",
      "aws",
    ],
    [
      "EKS",
      irsaTrust({ providerArn, issuer: ISSUER, serviceAccounts: ["backup/writer"] }),
      "system:serviceaccount:backup:writer",
      "sts.amazonaws.com",
    ],
  ])("of %s lets in one subject and audience only", async (_, trust, sub, aud) => {
    const set = trusting(trust);
    await expect(set).toAllow(token({ sub, aud }));
    await expect(set).toDeny(token({ sub: `${sub}2`, aud }));
    await expect(set).toDeny(token({ sub: null, aud }));
    await expect(set).toDeny(token({ sub, aud: "another" }));
    await expect(set).toDeny(token({ sub, aud: null }));
    await expect(set).toDeny(token({ sub, aud }, `${providerArn}2`));
  });
});
