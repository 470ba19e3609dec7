/** What the claims about a source's roles are about: one synthesized stack, and the vault, which allows this account everything. */
import type { PairSurroundings } from "../../common/claims/pair-subject";
import type { CopiedPlace } from "../../common/claims/replication-claims";
import type { VaultSourceConfig } from "../config";

export interface ClaimSubject extends Omit<PairSurroundings, "keyArn"> {
  readonly config: VaultSourceConfig;
}

export function vaultPlace({ config: { vault } }: ClaimSubject): CopiedPlace {
  const [, , , region = ""] = vault.keyArn.split(":");
  return { bucket: `arn:aws:s3:::${vault.bucket}`, key: vault.keyArn, region };
}

export function prefixOf({ config: { vault, accountId } }: ClaimSubject): string {
  return vault.prefix ?? `${accountId}/`;
}
