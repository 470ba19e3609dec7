/** Holds the two halves of a pair against each other, where both stand in one file: each owner deploys his own stack of it. */
import { parseArn } from "../../../modules/arn";
import { shown } from "../../../modules/show-value";

/** A problem, and the key that it is about, below `stacks`. */
export interface PairProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** Stacks as they were given, believing nothing. */
export type Given = Readonly<Record<string, unknown>>;

/** What copies to another account. */
interface Copier {
  readonly stack: string;
  /** Where it names the other account. */
  readonly at: readonly string[];
  readonly accountId: unknown;
  readonly account: Given;
  readonly region: unknown;
  readonly locked: boolean;
  readonly rolePath: string;
}

/** What takes copies of another account. */
interface Taker {
  readonly stack: string;
  readonly accountId: unknown;
  readonly region: unknown;
  readonly bucket: string;
  readonly locked: boolean;
  readonly source: Given;
}

/** Name of the role with which a stack copies. */
export function replicationRoleName(stack: string): string {
  return `${stack}-replication`;
}

/** Everything in which the halves of a pair do not agree. Halves without the other one in the file are nobody's business. */
export function pairProblems(stacks: Given): readonly PairProblem[] {
  const copiers = Object.entries(stacks).flatMap(([stack, config]) => copierOf(stack, mapOf(config)));
  const takers = Object.entries(stacks).flatMap(([stack, config]) => takerOf(stack, mapOf(config)));
  return copiers.flatMap((copier) =>
    takers.filter((taker) => belong(copier, taker)).flatMap((taker) => disagreements(copier, taker)),
  );
}

function copierOf(stack: string, config: Given): readonly Copier[] {
  const bucket = mapOf(config.bucket);
  const places: Readonly<Record<string, readonly [readonly string[], Given]>> = {
    "s3-replication": [["destination", "account"], mapOf(config.destination)],
    "etcd-ca-backup": [["bucket", "replica", "account"], mapOf(bucket.replica)],
  };
  const [at, place] = places[String(config.preset)] ?? [];
  if (at === undefined || place?.account === undefined) return [];
  return [
    {
      stack,
      at,
      accountId: config.accountId,
      account: mapOf(place.account),
      region: place.region,
      locked: bucket.objectLock !== undefined,
      rolePath: String(mapOf(config.roles).path ?? "/"),
    },
  ];
}

function takerOf(stack: string, config: Given): readonly Taker[] {
  if (config.preset !== "s3-replication-destination") return [];
  const { accountId, region } = config;
  const bucket = mapOf(config.bucket);
  return [
    {
      stack,
      accountId,
      region,
      bucket: String(bucket.name ?? `${stack}-${accountId}-${region}`),
      locked: bucket.objectLock !== undefined,
      source: mapOf(config.source),
    },
  ];
}

/** By the bucket of the one, or the role of the other: one of both may be mistaken. */
function belong({ stack, account, accountId }: Copier, { bucket, source }: Taker): boolean {
  const role = parseArn(String(source.roleArn));
  const named = role?.account === accountId && role?.resource.endsWith(`/${replicationRoleName(stack)}`);
  return account.bucket === bucket || named === true;
}

function disagreements(copier: Copier, taker: Taker): readonly PairProblem[] {
  const problems: PairProblem[] = [];
  const [one, other] = [`stack ${shown(copier.stack)}`, `stack ${shown(taker.stack)}`];
  const same = (path: readonly string[], got: unknown, wanted: unknown, whose: string) => {
    if (typeof got !== "string" || typeof wanted !== "string" || got === wanted) return;
    problems.push({ path, message: `must be that of ${whose}, ${shown(wanted)}, got ${shown(got)}` });
  };
  const here = [copier.stack, ...copier.at];
  const there = [taker.stack, "source"];
  same([...here, "id"], copier.account.id, taker.accountId, other);
  same([...here, "bucket"], copier.account.bucket, taker.bucket, other);
  same([...here.slice(0, -1), "region"], copier.region, taker.region, other);
  same([...there, "accountId"], taker.source.accountId, copier.accountId, one);
  const role = parseArn(String(taker.source.roleArn));
  if (role !== undefined) {
    const resource = `role${copier.rolePath}${replicationRoleName(copier.stack)}`;
    const wanted = `arn:${role.partition}:iam::${copier.accountId}:${resource}`;
    same([...there, "roleArn"], taker.source.roleArn, wanted, one);
  }
  if (copier.locked && !taker.locked)
    problems.push({
      path: [taker.stack, "bucket"],
      message: `must have objectLock, as ${one} has it: S3 copies nothing otherwise; got none`,
    });
  if (taker.locked !== (copier.account.objectLock === true))
    problems.push({
      path: [...here, "objectLock"],
      message: `must be ${taker.locked}, as ${other} ${taker.locked ? "has" : "has no"} object lock; got ${copier.account.objectLock === true}`,
    });
  return problems;
}

/** Nothing in it, for what is no map. */
export function mapOf(value: unknown): Given {
  return typeof value === "object" && value !== null ? (value as Given) : {};
}
