/** What a configuration drawn at random has to be given, for what its keys ask of each other. */

/** As much of a configuration as is changed here. */
interface Drawn {
  key?: Key;
  mac?: Key;
  bucket?: {
    prefixes?: { expirationInDays?: number }[];
    objectLock?: { retentionInDays: number };
    replica?: { region: string; name?: string; account?: unknown };
  };
  perimeter?: Record<string, unknown>;
}

interface Key {
  rootStatement?: string;
  rootStatementReason?: string;
  multiRegion?: boolean;
  replicaRegions?: string[];
}

/** Changes what it is given. What is still not valid then is drawn anew. */
export function couple(preset: string, drawn: Record<string, unknown>): void {
  const config = drawn as Drawn;
  for (const key of [config.key, config.mac])
    if (key?.rootStatement === "full") key.rootStatementReason ??= "wr4g5hk";
  if (config.perimeter !== undefined && Object.keys(config.perimeter).length === 0) delete config.perimeter;
  COUPLINGS[preset]?.(config);
}

const COUPLINGS: Readonly<Record<string, (config: Drawn) => void>> = {
  "etcd-ca-backup": ({ key, bucket }) => {
    if (key?.replicaRegions !== undefined && key.replicaRegions.length > 0) key.multiRegion = true;
    if (bucket?.objectLock !== undefined)
      bucket.objectLock.retentionInDays = Math.min(
        bucket.objectLock.retentionInDays,
        ...(bucket.prefixes ?? [{}]).map(({ expirationInDays = 90 }) => expirationInDays),
      );
    if (bucket?.replica === undefined) return;
    const region = key?.replicaRegions?.at(-1);
    if (region === undefined) delete bucket.replica;
    else bucket.replica.region = region;
    if (bucket.replica?.account !== undefined) delete bucket.replica.name;
  },
};
