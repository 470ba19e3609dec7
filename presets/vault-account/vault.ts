/** From the configuration to what the statements are made from. */

import type { Way } from "../common/vault/ways";
import { ownPrefix, type Vault } from "./policies";

interface Switches {
  readonly direct: boolean;
  readonly restore: boolean;
  readonly replication: boolean;
}

/** As much of the configuration as is needed here. */
export interface ConfiguredVault {
  readonly sources: readonly (Switches & {
    readonly accountId: string;
    readonly regions: readonly string[];
    readonly prefix?: string | undefined;
    readonly restorerArns: readonly string[];
  })[];
  readonly sourceRoles: {
    readonly writers: readonly string[];
    readonly restorers: readonly string[];
    readonly replication: readonly string[];
  };
  readonly organizationPaths: readonly string[];
}

/** The sources, each with its prefix and its ways. */
export function vaultOf({ sources, sourceRoles, organizationPaths }: ConfiguredVault): Vault {
  return {
    sources: sources.map((source) => ({
      accountId: source.accountId,
      regions: source.regions,
      prefix: prefixOf(source),
      ways: waysOf(source),
    })),
    roles: {
      writer: sourceRoles.writers,
      restorer: sourceRoles.restorers,
      replication: sourceRoles.replication,
    },
    organizationPaths,
  };
}

/** Roles beside those of the sources' accounts, and the prefix that each reads. */
export function furtherRestorers({ sources }: Pick<ConfiguredVault, "sources">) {
  return sources.flatMap((source) =>
    source.restorerArns.map((arn) => ({ arn, prefix: prefixOf(source) }) as const),
  );
}

function prefixOf({ accountId, prefix = ownPrefix(accountId) }: ConfiguredVault["sources"][number]): string {
  return prefix;
}

function waysOf({ direct, restore, replication }: Switches): readonly Way[] {
  return [
    ...(direct ? (["writer"] as const) : []),
    ...(restore ? (["restorer"] as const) : []),
    ...(replication ? (["replication"] as const) : []),
  ];
}
