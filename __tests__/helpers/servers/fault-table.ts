/** What every command that speaks to AWS does when something is wrong with it: the one table that the tests try and docs/faults.md shows. */
import { join } from "node:path";
import { EXIT, type ExitName } from "../../../scripts/errors";
import { FAULTS, type Fault, type FaultWorld } from "./fault-world";

export interface FaultRow {
  readonly command: string;
  /** @param out a place that nothing is at. */
  readonly argv: (world: FaultWorld, out: string) => readonly string[];
  readonly stdin?: string;
  /** What stands on stdout before anybody is asked. */
  readonly says?: string;
  /**
   * How it ends where nothing is wrong; `undefined` where servers in memory cannot do it, and what comes after the first answer is not tried.
   * @default "ok"
   */
  readonly works?: ExitName | undefined;
  /** How it ends under a fault that does not stop everything. */
  readonly ends?: Partial<Record<Fault, ExitName>>;
  /** Faults that are tried and do it no harm, besides slowness. */
  readonly harmless?: readonly Fault[];
  /** Whether a report says what failed, in place of an error. */
  readonly reports?: true;
}

/** Of everything that has to ask. */
const STOPS: Partial<Record<Fault, ExitName>> = {
  throttled: "unavailable",
  "500": "unavailable",
  "503": "unavailable",
  cut: "unavailable",
  stall: "unavailable",
  "clock skew": "credentials",
};

const USES_KEY: FaultRow["ends"] = { "wrong KeyId": "badReply" };
const LISTS: FaultRow["ends"] = {
  "cut listing": "badReply",
  "circle of pages": "badReply",
  "error in 200": "unavailable",
};

const LISTED: FaultRow["ends"] = { "cut listing": "problems", "circle of pages": "problems" };
const UNLISTED: readonly Fault[] = ["cut listing", "circle of pages", "odd ETags"];
const FETCHED: readonly Fault[] = ["odd ETags", "error in 200"];

const key = ({ keyArn }: FaultWorld) => ["--key", keyArn];
const place = ["--bucket", "backups", "--prefix", "p/"];
const bucket = ["--bucket", "backups"];
const file = ({ dir }: FaultWorld, name = "file") => join(dir, name);
const fields = ["--table", "t", "--id-field", "id", "--field", "card"];
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const SNAPSHOT = "snap-0123456789abcdef0";

export const FAULT_ROWS: readonly FaultRow[] = [
  {
    command: "backup",
    argv: (w, out) => ["backup", ...place, ...key(w), "--name", nameOf(out), file(w)],
    // What earlier backups were is only remembered: a listing that fails is a warning.
    ends: { ...USES_KEY, "error in 200": "unavailable" },
    harmless: UNLISTED,
  },
  {
    command: "backup (in parts)",
    argv: (w, out) => [
      ...["backup", ...place, ...key(w), "--name", nameOf(out), "--compression", "none"],
      file(w, "large"),
    ],
    ends: { ...USES_KEY, "error in 200": "unavailable" },
    harmless: UNLISTED,
  },
  { command: "list", argv: () => ["list", ...place], ends: LISTS },
  {
    command: "list --content",
    argv: (w) => ["list", ...place, ...key(w), "--content", w.backup],
    ends: USES_KEY,
    harmless: FETCHED,
  },
  {
    command: "verify",
    argv: (w) => ["verify", ...place, ...key(w), w.backup],
    ends: USES_KEY,
    harmless: FETCHED,
  },
  {
    command: "verify --quick",
    argv: (w) => ["verify", ...place, ...key(w), "--quick", w.backup],
    ends: USES_KEY,
    harmless: FETCHED,
  },
  {
    command: "verify --all",
    argv: (w) => ["verify", ...place, ...key(w), "--name", "ca", "--all"],
    ends: { ...USES_KEY, ...LISTS },
    harmless: ["odd ETags"],
    reports: true,
  },
  {
    command: "restore",
    argv: (w, out) => ["restore", ...place, ...key(w), w.backup, out],
    ends: USES_KEY,
    harmless: FETCHED,
  },
  {
    command: "drill",
    argv: (w) => ["drill", ...place, ...key(w), "--no-store", w.backup],
    ends: { ...USES_KEY, ...LISTS },
    harmless: ["odd ETags"],
    reports: true,
  },
  { command: "status", argv: () => ["status", ...place], works: "unhealthy", ends: LISTS },
  { command: "inspect", argv: (w) => ["inspect", ...place, w.backup], harmless: FETCHED },
  {
    command: "keys status",
    argv: (w) => ["keys", "status", ...place, ...key(w)],
    ends: { ...LISTS, "wrong KeyId": "partly" },
    reports: true,
  },
  {
    command: "rewrap",
    argv: (w) => ["rewrap", ...place, "--to-key", w.keyArn, "--from-key", w.keyArn, "--yes"],
    works: undefined,
  },
  {
    command: "reencrypt",
    argv: (w) => ["reencrypt", ...place, "--to-key", w.keyArn, "--from-key", w.keyArn, "--yes"],
    works: undefined,
  },
  { command: "prune", argv: () => ["prune", ...place, "--keep-last", "1"], works: undefined },
  {
    command: "undelete",
    argv: () => ["undelete", ...place, "--deleted-since", "1h"],
    ends: LISTS,
  },
  {
    command: "quarantine",
    argv: (w) => ["quarantine", ...bucket, "--reason", "bad", w.backup],
    works: undefined,
  },
  { command: "hold set", argv: (w) => ["hold", "set", ...bucket, w.backup], works: undefined },
  { command: "hold release", argv: (w) => ["hold", "release", ...bucket, w.backup], works: undefined },
  {
    command: "lock extend",
    argv: (w) => ["lock", "extend", ...place, "--days", "3", w.backup],
    works: undefined,
  },
  { command: "cleanup", argv: () => ["cleanup", ...place], ends: LISTS },
  {
    command: "encrypt",
    argv: (w, out) => ["encrypt", ...key(w), "--in", file(w), "--out", out],
    ends: USES_KEY,
  },
  {
    command: "decrypt",
    argv: (w, out) => ["decrypt", ...key(w), "--any-context", "--in", file(w, "message"), "--out", out],
    ends: USES_KEY,
  },
  {
    command: "encrypt-item",
    argv: (w, out) => ["encrypt-item", ...key(w), ...fields, "--in", file(w, "items"), "--out", out],
    ends: USES_KEY,
  },
  {
    command: "decrypt-item",
    argv: (w, out) => ["decrypt-item", ...key(w), ...fields, "--in", file(w, "sealed"), "--out", out],
    ends: USES_KEY,
  },
  {
    command: "tofu-key-provider",
    argv: (w) => ["tofu-key-provider", ...key(w), "--state", "network/terraform.tfstate"],
    stdin: "null",
    says: '{"magic":"OpenTofu-External-Key-Provider","version":1}\n',
    ends: USES_KEY,
  },
  {
    command: "setup-kms",
    argv: () => [
      ...["setup-kms", ...bucket, "--writer", role("writer"), "--restorer", role("restorer")],
      ...["--administrator", role("administrator")],
    ],
    works: undefined,
  },
  {
    command: "import-key-material",
    argv: (w) => ["import-key-material", ...key(w), "--in", file(w, "material")],
    works: undefined,
  },
  { command: "rotate", argv: (w) => ["rotate", ...key(w), "--on-demand", "--yes"], works: undefined },
  {
    command: "sign",
    argv: (w, out) => ["sign", ...key(w), "--in", file(w), "--out", out],
    works: undefined,
  },
  {
    command: "verify-signature",
    argv: (w) => ["verify-signature", ...key(w), "--signature", file(w), "--in", file(w)],
    works: undefined,
  },
  { command: "public-key", argv: (w, out) => ["public-key", ...key(w), "--out", out], works: undefined },
  {
    command: "mac",
    argv: (w, out) => ["mac", ...key(w), "--in", file(w), "--out", out],
    works: undefined,
    ends: USES_KEY,
  },
  {
    command: "verify-mac",
    argv: (w) => ["verify-mac", ...key(w), "--mac", file(w), "--in", file(w)],
    works: undefined,
    ends: USES_KEY,
  },
  {
    command: "snapshot share",
    argv: () => ["snapshot", "share", SNAPSHOT, "--account", "444455556666"],
    works: undefined,
  },
  {
    command: "snapshot copy",
    argv: (w) => ["snapshot", "copy", SNAPSHOT, ...key(w)],
    works: undefined,
    ends: USES_KEY,
  },
  { command: "audit", argv: (w) => ["audit", ...key(w)], works: undefined },
  {
    command: "doctor",
    argv: (w) => ["doctor", ...place, ...key(w), "--state-dir", join(w.dir, "state")],
    works: "problems",
    ends: { ...Object.fromEntries(Object.keys(STOPS).map((fault) => [fault, "problems"])), ...LISTED },
    reports: true,
  },
];

/** How a command ends under a fault; `undefined` where that is not tried. */
export function endOf(row: FaultRow, fault: Fault): ExitName | undefined {
  const works = "works" in row ? row.works : "ok";
  const harmless = fault === "slow" || row.harmless?.includes(fault) === true;
  return row.ends?.[fault] ?? STOPS[fault] ?? (harmless ? works : undefined);
}

const nameOf = (out: string): string => out.split("/").at(-1) ?? out;

export function faultsDocument(): string {
  const faults = Object.keys(FAULTS) as Fault[];
  const cell = (name: ExitName | undefined): string =>
    name === undefined ? "" : name === "ok" ? "works" : `${EXIT[name].status}`;
  const used = [...new Set(FAULT_ROWS.flatMap((row) => faults.map((fault) => endOf(row, fault))))].filter(
    (name) => name !== undefined && name !== "ok",
  ) as ExitName[];
  return [
    "# When AWS fails",
    "",
    "What each command that speaks to AWS does when something is wrong with it, from the first request on. The tests try every cell that is filled, and write this page",
    "(`UPDATE_GOLDEN=1 npm test -- __tests__/scripts/faults`): the status is the one below, one sentence says why and a hint what to do, nothing is left half-written, and nothing waits for ever.",
    "",
    "| | |",
    "| --- | --- |",
    ...faults.map((fault) => `| ${fault} | ${FAULTS[fault]} |`),
    "",
    `| | ${faults.join(" | ")} |`,
    `| --- |${" --- |".repeat(faults.length)}`,
    ...FAULT_ROWS.map(
      (row) => `| \`${row.command}\` | ${faults.map((fault) => cell(endOf(row, fault))).join(" | ")} |`,
    ),
    "",
    ...used
      .sort((a, b) => EXIT[a].status - EXIT[b].status)
      .map((name) => `- ${EXIT[name].status}: ${EXIT[name].meaning}`),
    "",
    "- A cell that is empty is not tried: the command does not ask for such a thing, or servers in memory do not know what comes after the first answer. Replies that are wrong in other ways, and faults in the middle of a command, have tests of their own.",
    "- `verify --all`, `drill`, `keys status` and `doctor` go on where they can, and say in their report what failed.",
    "- A backup whose payload S3 has stored, and then says that it failed, has no manifest: `list` shows it as not complete. A listing that cannot be believed keeps no backup from being made: it is a warning, because only what the",
    "  backup says of earlier ones depends on it.",
    "- `run` starts each step as one of these commands; `kms-plugin` answers kube-apiserver with a code of gRPC, see [its page](kms-plugin.md). `access`, `cost`, `init`, `completion` and what only prints ask nobody.",
    "",
  ].join("\n");
}
