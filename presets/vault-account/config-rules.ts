/** What no single key of the configuration can say. The value is incomplete where other problems were found in it, and nothing of it is believed. */
import { overlapProblems } from "../../modules/s3/lifecycle/lifecycle";
import { shown } from "../../modules/show-value";
import { ACCOUNT_ID } from "../common/config/fields";
import { rootStatementProblem } from "../common/config/key-fields";
import type { PerimeterConfig } from "../common/config/perimeter-schema";
import type { Problem } from "../common/config/problem";
import { retentionProblems } from "../common/config/retention-schema";
import { fitProblem } from "./fit";
import { ownPrefix } from "./policies";
import type { ConfiguredVault } from "./vault";

interface Incomplete {
  readonly region?: unknown;
  readonly accountId?: unknown;
  readonly key?: { readonly rootStatement?: unknown; readonly rootStatementReason?: unknown };
  readonly bucket?: {
    readonly name?: unknown;
    readonly retentions?: unknown;
    readonly objectLock?: { readonly mode?: unknown; readonly retentionInDays?: unknown };
  };
  readonly sources?: unknown;
  readonly breakGlass?: unknown;
  readonly roles?: { readonly path?: unknown };
}

type Given = Readonly<Record<string, unknown>>;

export function vaultProblems(value: unknown): readonly Problem[] {
  const given = (value ?? {}) as Incomplete;
  const { accountId, key, bucket } = given;
  const sources = listOf(given.sources);
  const rootProblem = rootStatementProblem(key);
  const problems: Problem[] = [
    ...(rootProblem === undefined ? [] : [{ path: ["key", "rootStatement"], message: rootProblem }]),
    ...retentionProblems("retentions", bucket?.retentions, bucket?.objectLock).map(({ path, message }) => ({
      path: ["bucket", ...path],
      message,
    })),
    ...sources.flatMap((source, index) => sourceProblems(source, index, sources, accountId)),
    ...overlapProblems(sources.flatMap(prefixOf)).map((message) => ({ path: ["sources"], message })),
  ];
  if (given.breakGlass !== undefined && bucket?.objectLock?.mode === "COMPLIANCE")
    problems.push({
      path: ["breakGlass"],
      message:
        "must be left out beside an object lock in mode COMPLIANCE, which yields to nobody; got a role that could end no lock",
    });
  return problems;
}

function sourceProblems(
  source: Given,
  index: number,
  all: readonly Given[],
  ownAccount: unknown,
): readonly Problem[] {
  const { accountId, direct, replication, restore, restorerArns } = source;
  const say = (key: string, message: string): Problem => ({ path: ["sources", index, key], message });
  const first = all.findIndex((one) => one.accountId === accountId);
  const nothing = direct === false && replication === false && restore === false;
  return [
    ...(typeof accountId === "string" && accountId === ownAccount
      ? [
          say(
            "accountId",
            `must be another account than the stack's own, got ${shown(accountId)}; what an account keeps of itself is no vault`,
          ),
        ]
      : []),
    ...(typeof accountId === "string" && first < index
      ? [
          say(
            "accountId",
            `must be given once, got ${shown(accountId)} again; name its regions in one source`,
          ),
        ]
      : []),
    ...(nothing && Array.isArray(restorerArns) && restorerArns.length === 0
      ? [
          say(
            "direct",
            "must be true beside replication and restore that are false: the source would have no use",
          ),
        ]
      : []),
  ];
}

function prefixOf({ accountId, prefix }: Given): readonly string[] {
  if (typeof prefix === "string") return [prefix];
  return typeof accountId === "string" && ACCOUNT_ID.test(accountId) ? [ownPrefix(accountId)] : [];
}

type Measurable = ConfiguredVault & {
  readonly accountId: string;
  readonly region: string;
  readonly bucket: { readonly name?: string | undefined };
  readonly breakGlass?: unknown;
  readonly roles: { readonly path: string };
  readonly perimeter?: PerimeterConfig | undefined;
};

/** Of a configuration that is otherwise right: whether the bucket policy of so many sources fits. */
export function fitProblemOf(given: Measurable): Problem | undefined {
  const message = fitProblem({
    sources: given.sources,
    sourceRoles: given.sourceRoles,
    organizationPaths: given.organizationPaths,
    accountId: given.accountId,
    region: given.region,
    bucketName: given.bucket.name,
    rolePath: given.roles.path,
    breakGlass: given.breakGlass !== undefined,
    perimeter: given.perimeter,
  });
  return message === undefined ? undefined : { path: ["sources"], message };
}

function listOf(value: unknown): readonly Given[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Given => typeof one === "object" && one !== null);
}
