/** What no single key of the configuration can say. */
import { parseArn } from "../../modules/arn";
import { alertProblems } from "../../modules/audit/alerts/alert-rules";
import { shown } from "../../modules/show-value";
import type { Problem } from "../common/config/problem";

/** As much of the configuration as the rules look at, believing nothing: it is incomplete where other problems were found in it. */
interface Incomplete {
  readonly region?: unknown;
  readonly keys?: unknown;
  readonly aliases?: unknown;
  readonly buckets?: unknown;
  readonly identities?: unknown;
  readonly trail?: { readonly enabled?: unknown };
}

const LISTS = ["keys", "aliases", "buckets", "identities"] as const;

/** The audit's own key, whose ARN is not known yet. */
const OWN_KEY = { keyArn: "x".repeat(90), keyId: "x".repeat(36) };

export function auditProblems(value: unknown): readonly Problem[] {
  const config = (value ?? {}) as Incomplete;
  return [
    ...LISTS.flatMap((name) => repeated(name, texts(config[name]))),
    ...placeProblems(config),
    ...identityProblems(config),
    ...sizeProblems(config),
  ];
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

function repeated(name: string, list: readonly string[]): readonly Problem[] {
  return list.flatMap((one, index) =>
    list.indexOf(one) === index
      ? []
      : [{ path: [name, index], message: `must be given once, got ${shown(one)} again` }],
  );
}

/** Event rules see calls of their own account and region only. */
function placeProblems({ region, keys }: Incomplete): readonly Problem[] {
  const arns = texts(keys).map(parseArn);
  const account = arns.find((arn) => arn?.service === "kms")?.account;
  return arns.flatMap((arn, index) => {
    if (arn?.service !== "kms" || !arn.resource.startsWith("key/")) return [];
    const path = ["keys", index];
    return [
      ...(arn.region === region || typeof region !== "string"
        ? []
        : [
            {
              path,
              message: `must be of the stack's region ${shown(region)}, got ${shown(arn.region)}: an audit in each region sees its own`,
            },
          ]),
      ...(arn.account === account
        ? []
        : [
            {
              path,
              message: `must be of the account of the first key, ${shown(account)}, got ${shown(arn.account)}: each account audits its own`,
            },
          ]),
    ];
  });
}

function identityProblems({ keys, identities, trail }: Incomplete): readonly Problem[] {
  const given = texts(identities);
  const account = parseArn(texts(keys)[0] ?? "")?.account;
  return [
    ...(given.length > 0 && trail?.enabled === false
      ? [{ path: ["identities"], message: "need the trail, got trail.enabled: false" }]
      : []),
    ...given.flatMap((text, index) => {
      const arn = parseArn(text);
      if (arn?.service !== "iam" || account === undefined || arn.account === account) return [];
      return [
        {
          path: ["identities", index],
          message: `must be of the account of the keys, ${shown(account)}, got ${shown(arn.account)}`,
        },
      ];
    }),
  ];
}

/** AWS bounds event patterns, and a synthesis could not say which list of the file is too long. */
function sizeProblems({ keys, aliases, buckets, identities }: Incomplete): readonly Problem[] {
  const named = (kind: string) =>
    texts(identities).flatMap((arn) =>
      parseArn(arn)?.resource.startsWith(kind) ? [arn.split("/").at(-1) ?? ""] : [],
    );
  const subjects = {
    keys: [...texts(keys).map((keyArn) => ({ keyArn, keyId: keyArn.split("/").at(-1) ?? "" })), OWN_KEY],
    aliases: texts(aliases),
    buckets: texts(buckets).map((arn) => arn.split(":").at(-1) ?? ""),
    roles: named("role/"),
    users: named("user/"),
    logGroupName: "x",
  };
  return alertProblems("x", subjects, {}, true)
    .filter((problem) => problem.includes("pattern of"))
    .slice(0, 1)
    .map((message) => ({ path: ["keys"], message }));
}
