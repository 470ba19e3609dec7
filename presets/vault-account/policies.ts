/**
 * Who may do what, as plain data: sources and ARNs in, statements out.
 *
 * A statement names the accounts, in 33 characters each, and their roles by a pattern that is the same in every account: neither S3 nor KMS takes a role that is not there
 * yet. (With principal "*" and `aws:PrincipalAccount` it would be 15, but that key is not among those by which S3 tells that a policy is not public.) Which prefix is whose
 * is said by a policy variable where the prefix is the account's id, so that one statement is about all of them; any other prefix needs statements of its own. The key's
 * context is the bucket, so of the key one statement is about all accounts. None of it allows anything by itself: a role of another account needs a policy there that says the
 * same.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
import type { Conditions, Statement } from "../../modules/iam/policies/policy-document";
import { accountRootArn } from "../../modules/iam/policies/principals";
import { THIS_KEY } from "../../modules/kms/policy/key-policy";
import { noOverwriteStatement } from "../../modules/s3/policy/bucket-policy";
import { bucketStatements, keyStatement, type VaultPlace, WAY_NAMES, type Way } from "../common/vault/ways";

/** An account whose backups the vault keeps. */
export interface VaultSource {
  readonly accountId: string;
  readonly regions: readonly string[];
  /** With a slash at its end. */
  readonly prefix: string;
  /** How it uses the vault. */
  readonly ways: readonly Way[];
}

/** Roles that sources have, each with its path, which begins with a slash; `{region}` stands for each of the regions. */
export type SourceRoles = Readonly<Record<Way, readonly string[]>>;

/** What the statements are made from. */
export interface Vault {
  readonly sources: readonly VaultSource[];
  readonly roles: SourceRoles;
  /** Where in organizations a source has to be; none is anywhere. */
  readonly organizationPaths: readonly string[];
}

/** Prefix of a source that says nothing else. */
export function ownPrefix(accountId: string): string {
  return `${accountId}/`;
}

const ANY_OWN_PREFIX = ownPrefix("${aws:PrincipalAccount}");

/** For the bucket policy: each source below its own prefix. */
export function sourceBucketStatements(place: VaultPlace, vault: Vault): readonly Statement[] {
  return WAY_NAMES.flatMap((way) => {
    const all = using(vault, way);
    const alike = all.filter(({ accountId, prefix }) => prefix === ownPrefix(accountId));
    const groups = [
      { prefix: ANY_OWN_PREFIX, sources: alike, mark: "" },
      ...all
        .filter((source) => !alike.includes(source))
        .map((source) => ({ prefix: source.prefix, sources: [source], mark: source.accountId })),
    ];
    return groups
      .filter(({ sources }) => sources.length > 0)
      .flatMap(({ prefix, sources, mark }) =>
        bucketStatements(place, way, prefix).map((statement) =>
          letIn(place, vault, way, sources, { ...statement, sid: `${statement.sid}${mark}` }),
        ),
      );
  });
}

/** For the key policy: only S3 uses the key, for the vault's bucket, on behalf of the sources' roles. */
export function sourceKeyStatements(place: VaultPlace, vault: Vault): readonly Statement[] {
  return WAY_NAMES.flatMap((way) => {
    const sources = using(vault, way);
    if (sources.length === 0) return [];
    return [letIn(place, vault, way, sources, keyStatement(place, way, THIS_KEY))];
  });
}

/**
 * What holds for everybody, administrators of the account included: nothing is overwritten, and no version is deleted or unlocked.
 *
 * @param breakGlass ARNs of those for whom the last does not hold
 */
export function vaultRules(bucketArn: string, breakGlass: readonly string[]): readonly Statement[] {
  return [
    noOverwriteStatement(bucketArn),
    {
      sid: "DenyEndOfVersions",
      effect: "Deny",
      principals: "*",
      actions: END_OF_VERSIONS,
      resources: [`${bucketArn}/*`],
      ...(breakGlass.length === 0
        ? {}
        : { conditions: { ArnNotEquals: { "aws:PrincipalArn": breakGlass } } }),
    },
  ];
}

/** What ends a version, or sets how long it stays. */
const END_OF_VERSIONS = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteObjectVersion",
  "s3:PutObjectLegalHold",
  "s3:PutObjectRetention",
] as const;

/** Ends locks and versions, and sees which there are. Reads no object, and has no key. */
export function breakGlassStatements(bucketArn: string): readonly Statement[] {
  return [
    {
      sid: "EndVersions",
      actions: ["s3:GetObjectLegalHold", "s3:GetObjectRetention", ...END_OF_VERSIONS],
      resources: [`${bucketArn}/*`],
    },
    { sid: "ListVersions", actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: [bucketArn] },
  ];
}

function using({ sources }: Vault, way: Way): readonly VaultSource[] {
  return sources.filter(({ ways }) => ways.includes(way));
}

function letIn(
  place: VaultPlace,
  { roles, organizationPaths }: Vault,
  way: Way,
  sources: readonly VaultSource[],
  statement: Statement,
): Statement {
  const { conditions = {} } = statement;
  return {
    ...statement,
    principals: { aws: sources.map(({ accountId }) => accountRootArn({ ...place.env, accountId })) },
    conditions: {
      ...conditions,
      ArnLike: { "aws:PrincipalArn": rolePatterns(place, roles[way], sources) },
      ...inOrganization(organizationPaths),
    },
  };
}

function inOrganization(paths: readonly string[]): Conditions {
  return paths.length === 0 ? {} : { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": paths } };
}

/** The roles in every account, with the regions of the sources in place of `{region}`. */
function rolePatterns(
  { env: { partition } }: VaultPlace,
  roles: readonly string[],
  sources: readonly VaultSource[],
): readonly string[] {
  const names = sources.flatMap(({ regions }) => expanded(roles, regions));
  return [...new Set(names)].map((name) => `arn:${partition}:iam::*:role${name}`);
}

/** Patterns of the roles with which S3 replicates: they call from its own network. */
export function replicationPatterns(place: VaultPlace, vault: Vault): readonly string[] {
  return rolePatterns(place, vault.roles.replication, using(vault, "replication"));
}

/** What the roles are called in one account. */
export function rolesIn({ roles }: Vault, way: Way, { regions }: VaultSource): readonly string[] {
  return expanded(roles[way], regions);
}

function expanded(roles: readonly string[], regions: readonly string[]): readonly string[] {
  return [...new Set(roles.flatMap((role) => regions.map((region) => role.replaceAll("{region}", region))))];
}
