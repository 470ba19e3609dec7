/** Commands on keys, messages, snapshots and the account as a whole. */
import { join } from "node:path";
import {
  bucket,
  type FaultRow,
  fields,
  file,
  key,
  LISTED,
  LISTS,
  nameOf,
  PAGES,
  place,
  role,
  STOPS,
  USES_KEY,
} from "./row";
import { SNAPSHOT } from "./snapshot-calls";

export const KEY_ROWS: readonly FaultRow[] = [
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
    argv: (_, out) => [
      ...["setup-kms", ...bucket, "--alias", `alias/${nameOf(out)}`],
      ...[
        "--writer",
        role("writer"),
        "--restorer",
        role("restorer"),
        "--administrator",
        role("administrator"),
      ],
    ],
  },
  {
    command: "import-key-material",
    argv: (w) => ["import-key-material", "--key", w.keys.imported.arn, "--in", file(w, "material")],
    ends: USES_KEY,
  },
  {
    command: "rotate",
    argv: (w) => ["rotate", ...key(w), "--on-demand", "--yes"],
    ends: { ...USES_KEY, ...PAGES },
  },
  {
    command: "sign",
    argv: (w, out) => ["sign", "--key", w.keys.signing.arn, "--in", file(w), "--out", out],
    ends: USES_KEY,
  },
  {
    command: "verify-signature",
    argv: (w) => [
      ...["verify-signature", "--key", w.keys.signing.arn, "--signature", file(w, "signature")],
      ...["--in", file(w)],
    ],
    ends: USES_KEY,
  },
  {
    command: "public-key",
    argv: (w, out) => ["public-key", "--key", w.keys.signing.arn, "--out", out],
    ends: USES_KEY,
  },
  {
    command: "mac",
    argv: (w, out) => ["mac", "--key", w.keys.mac.arn, "--in", file(w), "--out", out],
    ends: USES_KEY,
  },
  {
    command: "verify-mac",
    argv: (w) => ["verify-mac", "--key", w.keys.mac.arn, "--mac", file(w, "mac"), "--in", file(w)],
    ends: USES_KEY,
  },
  {
    command: "snapshot share",
    argv: () => ["snapshot", "share", SNAPSHOT, "--account", "444455556666"],
    ends: { ...USES_KEY, "circle of pages": "badReply" },
  },
  {
    command: "snapshot copy",
    argv: (w) => ["snapshot", "copy", SNAPSHOT, ...key(w)],
    ends: { ...USES_KEY, "circle of pages": "badReply" },
  },
  { command: "audit", argv: (w) => ["audit", ...key(w)], ends: { "circle of pages": "badReply" } },
  {
    command: "access --live",
    argv: (w) => ["access", file(w, "stack"), "--live", "--outputs", file(w, "stack/outputs.json")],
    ends: { ...USES_KEY, ...LISTS },
    harmless: ["odd ETags"],
  },
  {
    command: "doctor",
    argv: (w) => ["doctor", ...place, ...key(w), "--state-dir", join(w.dir, "state")],
    works: "problems",
    ends: { ...Object.fromEntries(Object.keys(STOPS).map((fault) => [fault, "problems"])), ...LISTED },
    reports: true,
  },
];
