/** The modules of presets: what each is made of, beside the files of its own folder in `terraform/`. */

/** Of every preset: where it runs, its roles, and the perimeter around its keys. */
const COMMON = ["data", "roles", "perimeter"] as const;
const BUCKETS = ["buckets", "bucket-perimeter"] as const;
const AUDIT = ["audit", "audit-trail", "alerts", "alert-patterns"] as const;

/** Files of `terraform/common`, by preset. */
export const PRESET_PARTIALS = {
  "application-key": [...COMMON, ...BUCKETS],
  "etcd-ca-backup": [...COMMON, "roles-anywhere", ...BUCKETS, ...AUDIT],
  "imported-key": COMMON,
  "kubernetes-kms": [...COMMON, "roles-anywhere"],
  "public-encryption": COMMON,
  "s3-replication": [...COMMON, ...BUCKETS],
  "s3-replication-destination": [...COMMON, ...BUCKETS],
  signing: COMMON,
  "snapshot-sharing": COMMON,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Presets that have a module. */
export type ModuleName = keyof typeof PRESET_PARTIALS;
