/** Trust in OpenID Connect providers: GitHub Actions, EKS service accounts, and any other. */
import { type Check, knownList, list, optional, type Shape, text, textLike } from "../../shape";
import { assertArguments } from "../../validate";
import type { Statement } from "../policies/policy-document";
import { stringOperator, TRUST_OPTIONS, type TrustOptions, trustStatement } from "./statement";

/** What makes a token of a provider good enough. */
export interface OidcTrustProps extends TrustOptions {
  /** ARN of the provider in the account of the role. */
  readonly providerArn: string;
  /** URL of the issuer as the token's `iss` has it; `https://` may be left out, and must be where the rest is a token of cdktf. */
  readonly issuer: string;
  /** Values of `sub`, of which one must match; `*` and `?` are wildcards. */
  readonly subjects: readonly string[];
  /** Values of `aud`, of which one must be equal. */
  readonly audiences: readonly string[];
}

const OIDC: Shape<OidcTrustProps> = {
  ...TRUST_OPTIONS,
  providerArn: text,
  issuer: text,
  subjects: list(text),
  audiences: list(text),
};

/**
 * Whoever holds a token of an OIDC provider with one of the subjects, made for one of the audiences.
 *
 * `ForAllValues` is not used on purpose: it holds for a token without the claim.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function oidcTrust(props: OidcTrustProps): Statement {
  assertArguments("oidcTrust", props, OIDC);
  const { providerArn, subjects, audiences } = props;
  const issuer = issuerName(props.issuer);
  const exact = { [`${issuer}:aud`]: audiences };
  const sub = { [`${issuer}:sub`]: subjects };
  return trustStatement(
    {
      sid: "TrustOidc",
      principals: { federated: [providerArn] },
      actions: ["sts:AssumeRoleWithWebIdentity"],
      conditions:
        stringOperator(subjects) === "StringEquals"
          ? { StringEquals: { ...exact, ...sub } }
          : { StringEquals: exact, StringLike: sub },
    },
    props,
  );
}

/** The issuer as condition keys have it. */
export function issuerName(issuer: string): string {
  return issuer.replace(/^https:\/\//, "").replace(/\/$/, "");
}

/** Issuer of the tokens of GitHub Actions; an Enterprise Server has `<host>/_services/token`. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/**
 * Audience that `aws-actions/configure-aws-credentials` asks for, and EKS too, in every partition: it is a word that token and trust agree on, not the name of
 * an endpoint. Workflows that ask for another one, such as `sts.amazonaws.com.cn`, need that in `audience`, and in the provider's `clientIds`.
 */
export const STS_AUDIENCE = "sts.amazonaws.com";

/** Which workflow runs may assume a role. */
export interface GithubTrustProps extends TrustOptions {
  /** ARN of the account's provider for the issuer, see `OidcProvider`. */
  readonly providerArn: string;
  /** Values of `sub`; build them with {@link githubSubject}. */
  readonly subjects: readonly string[];
  /** @default "token.actions.githubusercontent.com" */
  readonly issuer?: string;
  /** @default "sts.amazonaws.com" */
  readonly audience?: string;
}

/** Whether a `sub` begins with the name of a claim, or with a wildcard. Which claims there are is for the owner of a repository to choose. */
export function isGithubSubject(subject: string): boolean {
  return /^([a-z_]+:|[*?])/.test(subject);
}

const subject: Check = textLike(
  "a subject such as 'repo:<owner>/<name>:ref:refs/heads/main', which githubSubject makes",
  isGithubSubject,
);

const GITHUB: Shape<GithubTrustProps> = {
  ...TRUST_OPTIONS,
  providerArn: text,
  subjects: list(subject),
  issuer: optional(text),
  audience: optional(text),
};

/** Workflow runs of GitHub Actions. */
export function githubTrust(props: GithubTrustProps): Statement {
  assertArguments("githubTrust", props, GITHUB);
  const { issuer = GITHUB_ISSUER, audience = STS_AUDIENCE, sid = "TrustGithub", ...rest } = props;
  return oidcTrust({ ...rest, sid, issuer, audiences: [audience] });
}

const ownerAndName: Check = textLike("a repository such as '<owner>/<name>'", (value) =>
  /^[^/:]+\/[^/:]+$/.test(value),
);

/**
 * Values of `sub` in tokens of GitHub Actions. `repository` is `<owner>/<name>`.
 *
 * A job that names an environment has the environment in its `sub`, and no branch or tag.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const githubSubject = {
  /** Runs for a branch, which may hold wildcards. */
  branch: (repository: string, branch: string) => {
    assertArguments(
      "githubSubject.branch",
      { repository, branch },
      { repository: ownerAndName, branch: text },
    );
    return `repo:${repository}:ref:refs/heads/${branch}`;
  },
  /** Runs for a tag, which may hold wildcards: `v*`. */
  tag: (repository: string, tag: string) => {
    assertArguments("githubSubject.tag", { repository, tag }, { repository: ownerAndName, tag: text });
    return `repo:${repository}:ref:refs/tags/${tag}`;
  },
  /** Jobs of a deployment environment; GitHub writes a colon in its name as `%3A`. */
  environment: (repository: string, environment: string) => {
    const given = { repository, environment };
    assertArguments("githubSubject.environment", given, { repository: ownerAndName, environment: text });
    return `repo:${repository}:environment:${environment.replaceAll(":", "%3A")}`;
  },
  /** Runs for pull requests, those from branches of the repository included; whoever may open one can run code. */
  pullRequest: (repository: string) => {
    assertArguments("githubSubject.pullRequest", { repository }, { repository: ownerAndName });
    return `repo:${repository}:pull_request`;
  },
} as const;

/** Which Kubernetes service accounts may assume a role. */
export interface IrsaTrustProps extends TrustOptions {
  /** ARN of the cluster's OIDC provider in the account. */
  readonly providerArn: string;
  /** URL of the cluster's issuer, such as `oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE`. */
  readonly issuer: string;
  /** Service accounts as `<namespace>/<name>`; the name may hold wildcards. */
  readonly serviceAccounts: readonly string[];
  /** What the cluster's webhook asks tokens for. @default "sts.amazonaws.com", in every partition */
  readonly audience?: string;
}

const IRSA: Shape<IrsaTrustProps> = {
  ...TRUST_OPTIONS,
  providerArn: text,
  issuer: text,
  serviceAccounts: knownList(text),
  audience: optional(text),
};

/**
 * IAM roles for service accounts of an EKS cluster.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust(props: IrsaTrustProps): Statement {
  assertArguments("irsaTrust", props, IRSA);
  const { sid = "TrustServiceAccounts", serviceAccounts, audience = STS_AUDIENCE, ...rest } = props;
  const subjects = serviceAccounts.map((account) => `system:serviceaccount:${account.replace("/", ":")}`);
  return oidcTrust({ ...rest, sid, subjects, audiences: [audience] });
}
