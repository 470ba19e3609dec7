/** What no single key of the configuration can say. The value is incomplete where other problems were found in it. */
import { parseArn } from "../../modules/arn";
import { shown } from "../../modules/show-value";
import { ACCOUNT_ID } from "../common/config/fields";
import { rootStatementProblem } from "../common/config/key-fields";
import type { Problem } from "../common/config/problem";

/** As much of the configuration as is looked at here, believing nothing. */
interface Incomplete {
  readonly side?: unknown;
  readonly region?: unknown;
  readonly accountId?: unknown;
  readonly services?: unknown;
  readonly key?: Parameters<typeof rootStatementProblem>[0] & { readonly users?: unknown };
  readonly source?: { readonly accounts?: unknown; readonly copiers?: unknown; readonly regions?: unknown };
  readonly target?: { readonly keyArns?: unknown };
}

const SIDES = ["source", "target"] as const;

/** Every problem between the keys of a `snapshot-sharing` stack. */
export function sidesProblems(value: unknown): readonly Problem[] {
  const config = (value ?? {}) as Incomplete;
  const { key, region, accountId, services, source, target } = config;
  const full = rootStatementProblem(key);
  const accounts = texts(source?.accounts);
  const copiers = texts(source?.copiers);
  const regions = texts(source?.regions);
  return [
    ...(full === undefined ? [] : [{ path: ["key", "rootStatement"], message: full }]),
    ...sideProblems(config),
    ...twice(["services"], "service", texts(services)),
    ...twice(["source", "accounts"], "account", accounts),
    ...twice(["source", "copiers"], "copier", copiers),
    ...twice(["source", "regions"], "region", regions),
    ...twice(["target", "keyArns"], "key", texts(target?.keyArns)),
    ...regions.flatMap((one, index) =>
      one === region
        ? [
            {
              path: ["source", "regions", index],
              message: `must be another region than the stack's, got ${shown(one)}`,
            },
          ]
        : [],
    ),
    ...ownAccountProblems(accountId, accounts, copiers, texts(key?.users)),
  ];
}

function sideProblems({ side, source, target }: Incomplete): readonly Problem[] {
  if (side !== "source" && side !== "target") return [];
  const given = { source, target };
  const other = SIDES.filter((name) => name !== side).filter((name) => given[name] !== undefined);
  const nobody =
    side === "source" &&
    source != null &&
    texts(source.accounts).length + texts(source.copiers).length === 0 &&
    [source.accounts, source.copiers].every((list) => list === undefined || Array.isArray(list));
  return [
    ...(given[side] === undefined
      ? [{ path: [side], message: `is missing: side ${shown(side)} needs it` }]
      : []),
    ...other.map((name) => ({ path: [name], message: `must not stand in a stack of side ${shown(side)}` })),
    ...(nobody
      ? [{ path: ["source"], message: "must name an account or a copier, got neither: nobody could copy" }]
      : []),
  ];
}

/** Where the file does not say the own account, it shows in the ARNs of its roles. */
function ownAccountProblems(
  accountId: unknown,
  accounts: readonly string[],
  copiers: readonly string[],
  users: readonly string[],
): readonly Problem[] {
  const shows = [...copiers, ...users].map((arn) => parseArn(arn)?.account).find((account) => account);
  const own = typeof accountId === "string" && ACCOUNT_ID.test(accountId) ? accountId : shows;
  const others = (path: readonly string[], arns: readonly string[]) =>
    arns.flatMap((arn, index) => {
      const account = parseArn(arn)?.account;
      if (own === undefined || account === undefined || account === own) return [];
      return [
        { path: [...path, index], message: `must be of the stack's own account ${own}, got ${shown(arn)}` },
      ];
    });
  return [
    ...accounts.flatMap((account, index) =>
      account === own
        ? [
            {
              path: ["source", "accounts", index],
              message: `must be another account than the stack's own, got ${shown(account)}; its roles stand in copiers`,
            },
          ]
        : [],
    ),
    ...others(["source", "copiers"], copiers),
    ...others(["key", "users"], users),
  ];
}

function twice(path: readonly string[], what: string, list: readonly string[]): readonly Problem[] {
  return list.flatMap((one, index) =>
    list.indexOf(one) === index
      ? []
      : [{ path: [...path, index], message: `must name each ${what} once, got ${shown(one)} again` }],
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
