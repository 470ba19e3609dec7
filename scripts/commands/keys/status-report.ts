/** What `keys status` tells, for somebody who is on call and has 80 columns. Pure. */
import { parseArn } from "../../../modules/arn";
import { opens } from "../../core/key-life/key-groups";
import {
  isAtRisk,
  isUnknown,
  type NamedBackup,
  type NeededKey,
  type NeededKeys,
} from "../../core/key-life/needed-keys";
import type { Settings } from "../../settings/config";
import { shellWord } from "../../shell-word";
import { type Fact, formatBytes, formatFacts } from "../format";
import { place } from "../next-command";

export interface StatusSurroundings {
  readonly settings: Settings;
  /** Name of the bucket for people. */
  readonly store: string;
  readonly now: Date;
  /** ARNs of keys that are taken for gone. */
  readonly without: readonly string[];
}

export function statusData(found: NeededKeys, { store, settings, without }: StatusSurroundings) {
  const { keys, closed, unread, ...numbers } = found;
  return {
    store,
    prefixes: settings.searchPrefixes,
    without,
    ...numbers,
    atRisk: keys.some(isAtRisk),
    keys: keys.map(keyData),
    openWithNoKey: closed.map(({ id }) => id),
    unread: unread.map(({ id, error }) => ({ id, exit: error.exit, message: error.message })),
  };
}

function keyData(need: NeededKey) {
  const { key, going, opens: all, only, bySidecar } = need;
  return {
    arn: key.arn,
    condition: key.condition,
    kmsState: key.kmsState ?? null,
    usable: opens(key),
    going,
    atRisk: isAtRisk(need),
    deletionDate: key.deletionDate?.toISOString() ?? null,
    validTo: key.validTo?.toISOString() ?? null,
    replica: key.replica ?? null,
    problem: key.problem ?? null,
    backups: all.length,
    bytes: sum(all),
    bySidecar,
    only: {
      backups: only.length,
      bytes: sum(only),
      oldest: only[0]?.id ?? null,
      newest: only.at(-1)?.id ?? null,
    },
  };
}

export function statusLines(found: NeededKeys, surroundings: StatusSurroundings): string[] {
  const { backups, bytes, withPassphrase, keys, closed, unread, byManifest } = found;
  const { store, without } = surroundings;
  if (backups === 0) return [`no backups in ${store}`];
  const besides = [
    ...(withPassphrase === 0 ? [] : [`${withPassphrase} need a passphrase and no key`]),
    ...(unread.length === 0
      ? []
      : [`${unread.length} could not be read, of which ${byManifest} are counted by their manifests`]),
  ];
  return [
    `${store}: ${counted(backups, bytes)}; keys: ${keys.length}`,
    ...besides.map((each) => `  ${each}`),
    ...keys.flatMap((need) => ["", ...formatFacts(need.key.arn, factsOf(need, surroundings))]),
    "",
    ...verdict(found, surroundings),
    ...(closed.length === 0 || without.length > 0
      ? []
      : [`no key opens now: ${closed.length} of ${backups}, the first is`, `  ${closed[0]?.id}`]),
  ];
}

function factsOf(need: NeededKey, surroundings: StatusSurroundings): Fact[] {
  const { opens: all, only, bySidecar } = need;
  const [oldest, newest] = [only[0], only.at(-1)];
  return [
    ["state", stateOf(need, surroundings)],
    [
      "opens",
      [counted(all.length, sum(all)), ...(bySidecar === 0 ? [] : [`${bySidecar} of them by a sidecar`])],
    ],
    [
      "only it",
      only.length === 0 ? "nothing: all of them open with another key, too" : counted(only.length, sum(only)),
    ],
    ...(oldest === undefined || newest === undefined
      ? []
      : [["oldest", oldest.id] as const, ["newest", newest.id] as const]),
    ...(need.going && only.length > 0 ? [["do", remedy(need, surroundings)] as const] : []),
  ];
}

function stateOf({ key, going }: NeededKey, { now }: StatusSurroundings): string[] {
  const { condition, deletionDate, validTo, replica, problem, leftOut, kmsState } = key;
  const when = deletionDate === undefined ? "" : `: KMS deletes it ${inDays(deletionDate, now)}`;
  return [
    leftOut
      ? `taken for gone, as --without asks; in KMS it is: ${kmsState ?? condition}`
      : condition === "usable"
        ? `enabled${going ? ", but not for long" : ""}`
        : `${condition.toUpperCase()}${when}`,
    ...(kmsState === "PendingReplicaDeletion" ? ["as soon as its replicas are deleted"] : []),
    ...(validTo === undefined ? [] : [`its imported material expires ${inDays(validTo, now)}`]),
    ...(problem === undefined ? [] : [problem]),
    ...(replica === undefined ? [] : ["its replica can be used in its place:", replica]),
  ];
}

/** What to type. Keys go by their id, so that a line has room for it. */
function remedy({ key }: NeededKey, surroundings: StatusSurroundings): string[] {
  const { region = "", resource = "" } = parseArn(key.arn) ?? {};
  const id = resource.replace(/^key\//, "");
  const aws = (verb: string): string[] => [`aws kms ${verb} --region ${region} \\`, `  --key-id ${id}`];
  const own = (verb: string): string[] => [`sealstack ${verb} \\`, `  --region ${region} --key ${id}`];
  if (key.leftOut) return rewrap(region, id, surroundings);
  switch (key.condition) {
    case "usable":
    case "pending import":
      return ["import its material again:", ...own("import-key-material --in FILE")];
    case "disabled":
      return aws("enable-key");
    case "pending deletion":
      return [...aws("cancel-key-deletion"), "and then, because it stays disabled:", ...aws("enable-key")];
    case "unavailable":
      return [`aws kms describe-custom-key-stores --region ${region}`];
    case "not found":
      return [
        "nothing brings a deleted key back: look whether the account and",
        "region are right, and for a replica of the key",
      ];
    case "unknown":
      return ["ask as somebody who may:", ...aws("describe-key")];
  }
}

/** The stack's flags may name another region, or none. */
const rewrap = (region: string, id: string, { settings }: StatusSurroundings): string[] => {
  const where = [...place(settings), ...(settings.secondRegion === undefined ? ["--region", region] : [])];
  return [
    "before it is disabled or deleted:",
    `sealstack rewrap ${where.map(shellWord).join(" ")} \\`,
    `  --from-key ${id} --to-key NEW_KEY`,
  ];
};

function verdict({ keys, unread }: NeededKeys, { without }: StatusSurroundings): string[] {
  const risks = keys.filter(isAtRisk);
  const lost = new Set(risks.flatMap(({ only }) => only.map(({ id }) => id))).size;
  if (risks.length > 0) {
    const few = `${lost} ${lost === 1 ? "backup" : "backups"}`;
    return risks.every(({ key }) => key.leftOut)
      ? [`AT RISK: ${few} would not open without ${risks.length === 1 ? "it" : "them"}`]
      : [`AT RISK: ${few} ${lost === 1 ? "needs" : "need"} a key that is disabled, going or gone`];
  }
  if (unread.length > 0 || keys.some(isUnknown))
    return ["NOT KNOWN: not all headers or keys could be looked at; do not end any key"];
  const asked =
    without.length === 0
      ? "every key that is needed can be used"
      : "without the keys left out, every backup still opens";
  return [`ok: ${asked}`];
}

const sum = (backups: readonly NamedBackup[]): number =>
  backups.reduce((total, { bytes }) => total + bytes, 0);

const counted = (count: number, bytes: number): string =>
  `${count} ${count === 1 ? "backup" : "backups"}, ${formatBytes(bytes)}`;

const DAY_MS = 24 * 60 * 60 * 1000;

function inDays(date: Date, now: Date): string {
  const days = Math.floor((date.getTime() - now.getTime()) / DAY_MS);
  const far =
    days < 0 ? "which is over" : days === 0 ? "within a day" : `in ${days} ${days === 1 ? "day" : "days"}`;
  return `on ${date.toISOString().slice(0, 16).replace("T", " ")} UTC, ${far}`;
}
