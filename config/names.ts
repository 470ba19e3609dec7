/** Names that AWS takes once, as far as the file says them: two stacks of one file are deployed to one account, unless somebody sees to it. Pure. */

/** A name that a stack takes, and where the file says it. */
export interface TakenName {
  /** What is called so, for messages: `alias in eu-central-1`. */
  readonly what: string;
  readonly name: string;
  /** Account in which it is taken; where it is left out, that may be any. */
  readonly account?: string;
  /** From the root of the file. */
  readonly path: readonly string[];
}

/** Where a stack says the name of a bucket. Names of buckets are taken in all regions and accounts. */
const BUCKETS: readonly (readonly string[])[] = [
  ["bucket", "name"],
  ["bucket", "replica", "name"],
  ["destination", "name"],
  ["audit", "trail", "bucket"],
];

/** Where it says an alias, which is taken in its region, and in those of the key's replicas. */
const ALIASES: readonly (readonly string[])[] = [
  ["key", "alias"],
  ["mac", "alias"],
];

/** The names of a stack that may be incomplete, because other problems were found in it. */
export function takenNames(id: string, stack: unknown): readonly TakenName[] {
  const at = (path: readonly string[]): unknown => path.reduce(member, stack);
  const named = (
    paths: readonly (readonly string[])[],
    whats: (path: readonly string[]) => readonly string[],
    account?: unknown,
  ) =>
    paths.flatMap((path) => {
      const name = at(path);
      return typeof name === "string"
        ? whats(path).map((what) => ({
            what,
            name,
            ...(typeof account === "string" ? { account } : {}),
            path: ["stacks", id, ...path],
          }))
        : [];
    });
  // A second key of the stack, under the same alias.
  const second = at(["destination", "account"]) === undefined ? at(["destination", "region"]) : undefined;
  const regions = (path: readonly string[]): readonly string[] =>
    [at(["region"]), ...(path[0] === "key" ? [at(["key", "replicaRegions"]), second] : [])]
      .flat()
      .filter((region) => typeof region === "string");
  return [
    ...named(
      ALIASES,
      (path) => [...new Set(regions(path))].map((region) => `alias in ${region}`),
      at(["accountId"]),
    ),
    ...named(BUCKETS, () => ["bucket name"]),
  ];
}

/** Whether two stacks would take one name; those that are said to be in two accounts do not. */
export function isSameName(one: TakenName, other: TakenName): boolean {
  if (one.what !== other.what || one.name !== other.name) return false;
  return one.account === undefined || other.account === undefined || one.account === other.account;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
