/** What a configuration drawn at random has to be given, for what its keys ask of each other. */
import { join } from "node:path";
import { isOfS3 } from "../../../presets/fleet/operations";
import { REPO_ROOT } from "../../paths";
import { STAND_IN_ACCOUNT } from "../own-account";

/** In the place of what the deployment reads. */
const SOME_FILE = join(REPO_ROOT, "LICENSE");

/** As much of a configuration as is changed here. */
interface Drawn {
  operation?: string;
  backups?: { roleArn?: string };
  function?: { package: Package };
  stateMachine?: { definition: string };
  accountId?: string;
  replicaRegions?: string[];
  key?: Key;
  mac?: Key;
  bucket?: {
    names?: Record<string, string>;
    prefixes?: Retention[];
    retentions?: Retention[];
    objectLock?: { mode?: string; retentionInDays: number };
    replica?: { region: string; name?: string; account?: OtherAccount };
  };
  destination?: { region: string; name?: string; account?: OtherAccount };
  replication?: { replicationTime?: boolean; metrics?: boolean };
  perimeter?: Record<string, unknown>;
  side?: "source" | "target";
  source?: {
    accountId?: string;
    roleArn?: string;
    readerArns?: string[];
    accounts?: string[];
    copiers?: string[];
  };
  target?: unknown;
  services?: string[];
  keys?: string[];
  identities?: string[];
  sources?: VaultSource[];
  breakGlass?: unknown;
  trail?: { enabled?: boolean };
}

interface Key {
  rootStatement?: string;
  rootStatementReason?: string;
  multiRegion?: boolean;
  replicaRegions?: string[];
  users?: string[];
  versions?: string[];
  current?: string;
}

interface Package {
  path?: string;
  bucket?: string;
  key?: string;
  versionId?: string;
}

interface VaultSource {
  direct?: boolean;
  replication?: boolean;
  restore?: boolean;
  restorerArns?: string[];
}

interface Retention {
  expirationInDays?: number;
}

interface OtherAccount {
  id: string;
  keyArn: string;
  objectLock?: boolean;
}

/** Of the stack, as the stand-in's data sources say it. */
const REGION = "eu-central-1";

/** Changes what it is given. What is still not valid then is drawn anew. */
export function couple(preset: string, drawn: Record<string, unknown>): void {
  const config = drawn as Drawn;
  for (const key of [config.key, config.mac])
    if (key?.rootStatement === "full") key.rootStatementReason ??= "wr4g5hk";
  if (config.key?.replicaRegions !== undefined && config.key.replicaRegions.length > 0)
    config.key.multiRegion = true;
  if (config.perimeter !== undefined && Object.keys(config.perimeter).length === 0) delete config.perimeter;
  if (config.accountId !== undefined) config.accountId = STAND_IN_ACCOUNT;
  lockWithinRetention(config);
  COUPLINGS[preset]?.(config);
}

function lockWithinRetention({ bucket }: Drawn): void {
  if (bucket?.objectLock === undefined) return;
  const kept = [...(bucket.prefixes ?? [{}]), ...(bucket.retentions ?? [])];
  bucket.objectLock.retentionInDays = Math.min(
    bucket.objectLock.retentionInDays,
    ...kept.map(({ expirationInDays = 90 }) => expirationInDays),
  );
}

const COUPLINGS: Readonly<Record<string, (config: Drawn) => void>> = {
  fleet: (config) => {
    const { backups, function: made, stateMachine } = config;
    if (isOfS3(String(config.operation))) {
      delete backups?.roleArn;
      delete config.function;
      delete config.stateMachine;
      return;
    }
    // Terraform reads both files.
    if (stateMachine !== undefined) stateMachine.definition = SOME_FILE;
    if (made === undefined) return;
    const { bucket, key, versionId } = made.package;
    if (bucket === undefined || key === undefined) made.package = { path: SOME_FILE };
    else made.package = { bucket, key, ...(versionId === undefined ? {} : { versionId }) };
  },
  "etcd-ca-backup": (config) => {
    const { key, bucket } = config;
    if (bucket?.replica === undefined) return;
    const region = key?.replicaRegions?.at(-1);
    if (region === undefined) delete bucket.replica;
    else bucket.replica.region = region;
    const account = bucket.replica?.account;
    if (account === undefined) return;
    config.accountId = STAND_IN_ACCOUNT;
    delete bucket.replica?.name;
    otherAccount(account, region ?? REGION, bucket.objectLock !== undefined);
  },
  "s3-replication": (config) => {
    const { destination, replication, bucket } = config;
    if (replication?.replicationTime === true) delete replication.metrics;
    if (destination?.account === undefined) return;
    config.accountId = STAND_IN_ACCOUNT;
    delete destination.name;
    otherAccount(destination.account, destination.region, bucket?.objectLock !== undefined);
  },
  "s3-replication-destination": ({ source }) => {
    if (source?.accountId === undefined) return;
    const theirs = { account: source.accountId };
    if (source.roleArn !== undefined) source.roleArn = moved(source.roleArn, theirs);
    if (source.readerArns !== undefined)
      source.readerArns = source.readerArns.map((arn) => moved(arn, theirs));
  },
  "multi-region-vault": ({ replicaRegions = [], bucket }) => {
    if (bucket?.names === undefined) return;
    const names = Object.values(bucket.names);
    bucket.names = Object.fromEntries(
      [REGION, ...replicaRegions].slice(-names.length || undefined).flatMap((region, index) => {
        const name = names[index];
        return name === undefined ? [] : [[region, name]];
      }),
    );
  },
  "snapshot-sharing": (config) => {
    if (config.side === "source") delete config.target;
    else delete config.source;
    if (config.services !== undefined) config.services = [...new Set(config.services)];
    const own = { account: STAND_IN_ACCOUNT };
    if (config.source?.copiers !== undefined)
      config.source.copiers = config.source.copiers.map((arn) => moved(arn, own));
    if (config.key?.users !== undefined) config.key.users = config.key.users.map((arn) => moved(arn, own));
  },
  "imported-key": ({ key }) => {
    if (key?.current !== undefined) key.current = key.versions?.[0] ?? "v1";
  },
  "vault-account": (config) => {
    if (config.bucket?.objectLock?.mode === "COMPLIANCE") delete config.breakGlass;
    for (const source of config.sources ?? [])
      if (source.replication !== true && source.restore === false) delete source.direct;
  },
  "key-audit": (config) => {
    config.keys = (config.keys ?? []).map((arn) => moved(arn, { account: STAND_IN_ACCOUNT, region: REGION }));
    if (config.identities !== undefined)
      config.identities = config.identities.map((arn) => moved(arn, { account: STAND_IN_ACCOUNT }));
    if (config.trail?.enabled === false) delete config.identities;
  },
};

function otherAccount(account: OtherAccount, region: string, hasLock: boolean): void {
  account.keyArn = moved(account.keyArn, { account: account.id, region });
  if (hasLock) account.objectLock = true;
}

/** The same name in another account or region. */
function moved(arn: string, to: { readonly account: string; readonly region?: string }): string {
  const [, partition, service, region, , ...resource] = arn.split(":");
  return ["arn", partition, service, to.region ?? region, to.account, ...resource].join(":");
}
