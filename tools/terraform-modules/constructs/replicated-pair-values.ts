/** Variables of the module of a replicated pair of buckets, and calls of it. */

interface Retention {
  readonly prefix: string;
  readonly expiration_in_days: number;
  readonly noncurrent_expiration_in_days: number;
  readonly abort_incomplete_multipart_upload_in_days?: number;
}

/** What a caller says of a pair. */
export interface PairValues {
  readonly bucket: {
    readonly name: string;
    readonly kms_key_arn: string;
    readonly retentions?: readonly Retention[];
    readonly object_lock?: { readonly mode: string; readonly retention_in_days: number };
  };
  readonly replica: {
    readonly name: string;
    readonly region?: string;
    readonly kms_key_arn: string;
    readonly retentions?: readonly Retention[];
    readonly other_writer_arns?: readonly string[];
  };
  readonly rules?: readonly {
    readonly prefix?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly storage_class?: string;
    readonly delete_markers?: boolean;
    readonly replica_modifications?: boolean;
    readonly replication_time?: boolean;
    readonly metrics?: boolean;
    readonly enabled?: boolean;
  }[];
  readonly role_name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const key = (region: string, id: string): string =>
  `arn:aws:kms:${region}:111122223333:key/00000000-0000-0000-0000-00000000000${id}`;
const bucket = { name: "backups-of-cats", kms_key_arn: key("eu-central-1", "1") };
const replica = { name: "copies-of-cats", region: "eu-west-1", kms_key_arn: key("eu-west-1", "2") };
const near = { name: "copies-of-cats", kms_key_arn: key("eu-central-1", "3") };
const kept: readonly Retention[] = [
  { prefix: "etcd/", expiration_in_days: 30, noncurrent_expiration_in_days: 10 },
];

/** Calls that differ in one subject each. */
export const PAIR_CONFIGURATIONS: Readonly<Record<string, PairValues>> = {
  minimal: { bucket, replica },
  near: { bucket, replica: near, role_name: "copies" },
  kept: {
    bucket: {
      ...bucket,
      name: "backups-of-dogs-whose-name-is-as-long-as-a-bucket-takes-at-most",
      retentions: kept,
      object_lock: { mode: "GOVERNANCE", retention_in_days: 7 },
    },
    replica: {
      ...replica,
      retentions: [
        {
          prefix: "etcd/",
          expiration_in_days: 300,
          noncurrent_expiration_in_days: 100,
          abort_incomplete_multipart_upload_in_days: 9,
        },
      ],
      other_writer_arns: ["arn:aws:iam::111122223333:role/rekey"],
    },
    tags: { team: "backup" },
  },
  rules: {
    bucket: { ...bucket, retentions: kept },
    replica,
    rules: [
      { prefix: "etcd/" },
      { prefix: "etcd/old/", delete_markers: true, metrics: true },
      { tags: { copy: "yes" }, storage_class: "GLACIER_IR" },
      {
        prefix: "ca/",
        tags: { copy: "yes", stage: "live" },
        replication_time: true,
        replica_modifications: true,
      },
      { prefix: "tmp/", enabled: false },
    ],
  },
};

/** Calls that Terraform and the construct refuse alike. */
export const PAIR_REFUSED: Readonly<Record<string, PairValues>> = {
  name: { bucket: { ...bucket, name: "Backups" }, replica },
  copy: { bucket, replica: { ...replica, name: "xy" } },
  unruly: { bucket, replica, rules: [] },
  wildcard: { bucket, replica, rules: [{ prefix: "etcd/*" }] },
  markers: { bucket, replica, rules: [{ tags: { copy: "yes" }, delete_markers: true }] },
  measured: { bucket, replica, rules: [{ replication_time: true, metrics: false }] },
  cold: { bucket, replica, rules: [{ storage_class: "COLD" }] },
  outlasts: {
    bucket: { ...bucket, retentions: kept, object_lock: { mode: "GOVERNANCE", retention_in_days: 31 } },
    replica,
  },
  role: { bucket, replica, role_name: "" },
};
