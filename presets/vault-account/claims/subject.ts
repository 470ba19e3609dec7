/** What the claims about a vault are about: one synthesized stack, its surroundings, and the accounts that use it. */

import type { ClaimContext } from "../../common/claims/claim";
import { arnOfBucket, type PairSurroundings } from "../../common/claims/pair-subject";
import type { CopiedPlace } from "../../common/claims/replication-claims";
import type { VaultAccountConfig } from "../config";

export interface ClaimSubject extends PairSurroundings {
  readonly config: VaultAccountConfig;
}

/** An account, as the claims see it. Written out here: a claim must not follow what it checks. */
export interface SourceSubject {
  readonly accountId: string;
  readonly prefix: string;
  readonly adds: boolean;
  readonly reads: boolean;
  readonly replicates: boolean;
  /** ARNs of its roles. */
  readonly writers: readonly string[];
  readonly restorers: readonly string[];
  readonly replicators: readonly string[];
}

export function vaultPlace(subject: ClaimSubject): CopiedPlace {
  const { config, keyArn: key, region } = subject;
  return { bucket: arnOfBucket(config.bucket.name, subject, region), key, region };
}

export function sourcesOf({ config }: ClaimSubject): readonly SourceSubject[] {
  const { writers, restorers, replication } = config.sourceRoles;
  return config.sources.map((source) => {
    const { accountId, regions, prefix = `${accountId}/` } = source;
    const roles = (names: readonly string[]) => [
      ...new Set(
        names.flatMap((name) =>
          regions.map((region) => `arn:aws:iam::${accountId}:role${name.split("{region}").join(region)}`),
        ),
      ),
    ];
    return {
      accountId,
      prefix,
      adds: source.direct,
      reads: source.restore,
      replicates: source.replication,
      writers: roles(writers),
      restorers: roles(restorers),
      replicators: roles(replication),
    };
  });
}

/** Below a prefix. */
export const OBJECT = "etcd/2026-11-28T180000Z.tar.gz.kms";

/** What a member of the first path of the organization carries; nothing where none is asked for. */
export function inOrganization({ config }: ClaimSubject): ClaimContext {
  const [path] = config.organizationPaths;
  return path === undefined ? {} : { "aws:PrincipalOrgPaths": [path.replace(/\*$/, "")] };
}
