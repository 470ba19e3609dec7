/** The modules of presets: what each is made of, beside the files of its own folder in `terraform/`. */

/** Of every preset that has roles of its own: where it runs, who they are, and the perimeter around its keys. */
const COMMON = ["data", "roles", "perimeter"] as const;
const KEYS = ["key-statements", "key-perimeter"] as const;
const SIMPLE = [...COMMON, ...KEYS, "administrator"] as const;
const BUCKETS = ["buckets", "bucket-lifecycle", "bucket-perimeter"] as const;
const REPLICATION = ["replication", "batch-replication", "key-use-by-identity"] as const;
const AUDIT = ["audit", "audit-trail", "alerts", "alert-patterns"] as const;

/** Files of `terraform/common`, by preset. */
export const PRESET_PARTIALS = {
  "application-key": [...SIMPLE, ...BUCKETS],
  "etcd-ca-backup": [...COMMON, ...KEYS, "roles-anywhere", ...BUCKETS, ...REPLICATION, ...AUDIT],
  // Its roles are for services, and its bucket removes everything alike: both stand in its own folder.
  fleet: ["data", "perimeter", "buckets", "bucket-perimeter"],
  "imported-key": SIMPLE,
  "key-audit": ["data", "perimeter", "key-perimeter", "bucket-perimeter", ...AUDIT],
  "kubernetes-kms": [...SIMPLE, "roles-anywhere"],
  "multi-region-vault": [...COMMON, ...KEYS, ...BUCKETS],
  "public-encryption": SIMPLE,
  "s3-replication": [...COMMON, ...KEYS, ...BUCKETS, ...REPLICATION],
  "s3-replication-destination": [...COMMON, ...KEYS, ...BUCKETS, "key-use-by-identity"],
  signing: SIMPLE,
  "snapshot-sharing": SIMPLE,
  // Its earlier versions are counted: what is removed stands in its own folder.
  "state-key": [...COMMON, ...KEYS, "buckets", "bucket-perimeter"],
  "vault-account": [...COMMON, ...KEYS, ...BUCKETS, "key-use-by-identity"],
  // The key and the bucket are another account's.
  "vault-source": ["data", "roles"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Presets that have a module. */
export type ModuleName = keyof typeof PRESET_PARTIALS;
