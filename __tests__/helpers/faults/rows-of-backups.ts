/** Commands on backups and their buckets. */

import {
  bucket,
  type FaultRow,
  FETCHED,
  file,
  key,
  LISTS,
  nameOf,
  place,
  STOPS,
  UNLISTED,
  USES_KEY,
} from "./row";
import { REPORT } from "./world";

export const BACKUP_ROWS: readonly FaultRow[] = [
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
  { command: "list", argv: () => ["list", ...place], ends: LISTS, harmless: ["odd ETags"] },
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
  {
    command: "status",
    argv: () => ["status", ...place],

    ends: LISTS,
    harmless: ["odd ETags"],
  },
  { command: "inspect", argv: (w) => ["inspect", ...place, w.backup], harmless: FETCHED },
  {
    command: "keys status",
    argv: (w) => ["keys", "status", ...place, ...key(w)],
    ends: { ...LISTS, "wrong KeyId": "partly" },
    harmless: ["odd ETags"],
    reports: true,
  },
  {
    command: "rewrap",
    argv: (w) => ["rewrap", ...place, "--to-key", w.newKeyArn, "--from-key", w.keyArn, "--yes"],
    ends: { ...LISTS, "wrong KeyId": "partly" },
    harmless: ["odd ETags"],
    reports: true,
  },
  {
    command: "reencrypt",
    argv: (w) => ["reencrypt", ...place, "--to-key", w.newKeyArn, "--from-key", w.keyArn, "--yes"],
    ends: { ...LISTS, "wrong KeyId": "partly", "odd ETags": "partly" },
    reports: true,
  },
  {
    command: "prune",
    argv: () => ["prune", ...place, "--keep-last", "1"],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  {
    command: "undelete",
    argv: () => ["undelete", ...place, "--deleted-since", "1h"],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  {
    command: "quarantine",
    argv: (w) => ["quarantine", ...bucket, "--reason", "bad", w.backup],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  {
    command: "hold set",
    argv: (w) => ["hold", "set", ...bucket, w.backup],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  {
    command: "hold release",
    argv: (w) => ["hold", "release", ...bucket, w.hidden],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  {
    command: "lock extend",
    argv: (w) => ["lock", "extend", ...place, "--days", "3", w.backup],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  { command: "cleanup", argv: () => ["cleanup", ...place], ends: LISTS, harmless: ["odd ETags"] },
  {
    command: "fleet plan",
    argv: (w, out) => [
      ...["fleet", "plan", ...place, ...key(w), "--operation", "verify-quick"],
      ...["--manifest", out],
    ],
    ends: LISTS,
    harmless: ["odd ETags"],
  },
  {
    command: "fleet run",
    argv: (w, out) => [
      ...["fleet", "run", ...key(w), "--operation", "verify-quick"],
      ...["--manifest", file(w, "fleet.csv"), "--report", out],
    ],
    ends: {
      ...Object.fromEntries([...Object.keys(STOPS), "wrong KeyId"].map((fault) => [fault, "partly"])),
      "clock skew": "credentials",
    },
    harmless: FETCHED,
    reports: true,
    keeps: true,
  },
  {
    command: "fleet report",
    argv: (_, out) => ["fleet", "report", `s3://backups/${REPORT}`, "--failed-manifest", out],
    harmless: FETCHED,
  },
];
