/** Variables of the module of a bucket, and calls of it. */

/** Who is told of events. */
export interface Target {
  readonly arn: string;
  readonly url?: string;
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
  readonly write_policy?: boolean;
}

interface LifecycleRule {
  readonly id: string;
  readonly enabled?: boolean;
  readonly prefix?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly object_size_greater_than?: number;
  readonly object_size_less_than?: number;
  readonly expiration_in_days?: number;
  readonly expiration_date?: string;
  readonly expired_object_delete_marker?: boolean;
  readonly noncurrent_expiration_in_days?: number;
  readonly newer_noncurrent_versions?: number;
  readonly abort_incomplete_multipart_upload_in_days?: number;
  readonly transitions?: readonly { storage_class: string; days?: number; date?: string }[];
  readonly noncurrent_transitions?: readonly {
    storage_class: string;
    noncurrent_days: number;
    newer_noncurrent_versions?: number;
  }[];
}

/** What a caller says of a bucket. */
export interface BucketValues {
  readonly name: string;
  readonly kms_key_arn?: string;
  readonly sse_s3_reason?: string;
  readonly bucket_key_enabled?: boolean;
  readonly other_key_arns?: readonly string[];
  readonly encryption_updater_arns?: readonly string[];
  readonly minimum_tls_version?: string;
  readonly retentions?: readonly {
    readonly prefix: string;
    readonly expiration_in_days: number;
    readonly noncurrent_expiration_in_days: number;
    readonly abort_incomplete_multipart_upload_in_days?: number;
  }[];
  readonly lifecycle_rules?: readonly LifecycleRule[];
  readonly transition_default_minimum_object_size?: string;
  readonly object_lock?: { mode?: string; retention_in_days?: number; retention_in_years?: number };
  readonly access_logs?: { bucket: string; prefix: string; partitioned_by?: string };
  readonly notifications?: {
    readonly event_bridge?: boolean;
    readonly queues?: readonly Target[];
    readonly topics?: readonly Target[];
    readonly functions?: readonly Target[];
  };
  readonly cors_rules?: readonly {
    readonly allowed_origins: readonly string[];
    readonly allowed_methods: readonly string[];
    readonly allowed_headers?: readonly string[];
    readonly expose_headers?: readonly string[];
    readonly max_age_seconds?: number;
  }[];
  readonly extra_policy?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const key = (id: string): string =>
  `arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-00000000000${id}`;
const arn = (service: string, name: string): string => `arn:aws:${service}:eu-central-1:111122223333:${name}`;

/** Calls that differ in one subject each. */
export const BUCKET_CONFIGURATIONS: Readonly<Record<string, BucketValues>> = {
  minimal: { name: "photos-of-cats", kms_key_arn: key("1") },
  unkeyed: {
    name: "logs-of-photos",
    sse_s3_reason: "S3 writes its logs to no other",
    minimum_tls_version: "1.3",
  },
  keys: {
    name: "photos-of-dogs",
    kms_key_arn: key("1"),
    bucket_key_enabled: false,
    other_key_arns: [key("2"), key("3")],
    encryption_updater_arns: ["arn:aws:iam::111122223333:role/rekey"],
    tags: { team: "photos" },
  },
  kept: {
    name: "photos-of-mice",
    kms_key_arn: key("1"),
    retentions: [
      { prefix: "etcd/", expiration_in_days: 30, noncurrent_expiration_in_days: 10 },
      {
        prefix: "step-ca/",
        expiration_in_days: 400,
        noncurrent_expiration_in_days: 1,
        abort_incomplete_multipart_upload_in_days: 12,
      },
    ],
    object_lock: { mode: "GOVERNANCE", retention_in_days: 14 },
  },
  locked: {
    name: "photos-of-birds",
    kms_key_arn: key("1"),
    object_lock: { mode: "COMPLIANCE", retention_in_years: 7 },
  },
  free: { name: "photos-of-fish", kms_key_arn: key("1"), object_lock: {} },
  rules: {
    name: "photos-of-frogs",
    kms_key_arn: key("1"),
    transition_default_minimum_object_size: "varies_by_storage_class",
    lifecycle_rules: [
      { id: "all", expiration_in_days: 5000 },
      { id: "off", enabled: false, prefix: "old/", expiration_date: "2027-01-31T00:00:00Z" },
      { id: "tagged", tags: { kind: "draft" }, expiration_in_days: 900 },
      { id: "both", prefix: "a/", tags: { kind: "draft", stage: "test" }, noncurrent_expiration_in_days: 3 },
      {
        id: "large",
        object_size_greater_than: 1000,
        noncurrent_expiration_in_days: 9,
        newer_noncurrent_versions: 2,
      },
      {
        id: "between",
        prefix: "b/",
        object_size_greater_than: 1000,
        object_size_less_than: 9000,
        transitions: [{ storage_class: "GLACIER_IR", date: "2027-01-31T00:00:00Z" }],
      },
      {
        id: "colder",
        transitions: [
          { storage_class: "STANDARD_IA", days: 30 },
          { storage_class: "GLACIER", days: 90 },
        ],
        noncurrent_transitions: [
          { storage_class: "STANDARD_IA", noncurrent_days: 40, newer_noncurrent_versions: 3 },
          { storage_class: "DEEP_ARCHIVE", noncurrent_days: 200 },
        ],
      },
      { id: "markers", expired_object_delete_marker: true },
      { id: "parts", prefix: "c/", abort_incomplete_multipart_upload_in_days: 20 },
    ],
  },
  aborts: {
    name: "photos-of-snails",
    kms_key_arn: key("1"),
    lifecycle_rules: [{ id: "parts", abort_incomplete_multipart_upload_in_days: 2 }],
  },
  named: {
    name: "photos-of-newts",
    kms_key_arn: key("1"),
    lifecycle_rules: [{ id: "abort incomplete multipart uploads", expiration_in_days: 6000 }],
  },
  logged: {
    name: "photos-of-toads",
    kms_key_arn: key("1"),
    access_logs: { bucket: "logs-of-photos", prefix: "toads/" },
  },
  partitioned: {
    name: "photos-of-bees",
    kms_key_arn: key("1"),
    access_logs: { bucket: "logs-of-photos", prefix: "bees/", partitioned_by: "EventTime" },
  },
  told: {
    name: "photos-of-ants",
    kms_key_arn: key("1"),
    notifications: {
      event_bridge: true,
      queues: [
        {
          arn: arn("sqs", "new"),
          url: "https://sqs.eu-central-1.amazonaws.com/111122223333/new",
          events: ["s3:ObjectCreated:*"],
          prefix: "new/",
        },
        {
          arn: arn("sqs", "new"),
          url: "https://sqs.eu-central-1.amazonaws.com/111122223333/new",
          events: ["s3:ObjectCreated:*"],
          prefix: "newer/",
        },
        { arn: arn("sqs", "own"), events: ["s3:ObjectTagging:*"], write_policy: false },
      ],
      topics: [
        { arn: arn("sns", "gone"), events: ["s3:ObjectRemoved:*"], suffix: ".jpg" },
        { arn: arn("sns", "own"), events: ["s3:ObjectRestore:*"], write_policy: false },
      ],
      functions: [
        {
          arn: arn("lambda", "function:resize"),
          events: ["s3:ObjectCreated:Put"],
          prefix: "raw/",
          suffix: ".png",
        },
        {
          arn: arn("lambda", "function:resize"),
          events: ["s3:ObjectCreated:Put"],
          prefix: "raw/",
          suffix: ".tif",
        },
      ],
    },
  },
  bus: { name: "photos-of-wasps", kms_key_arn: key("1"), notifications: { event_bridge: true } },
  pages: {
    name: "photos-of-moths",
    kms_key_arn: key("1"),
    cors_rules: [
      { allowed_origins: ["https://www.example.com"], allowed_methods: ["GET", "PUT"] },
      {
        allowed_origins: ["*"],
        allowed_methods: ["GET"],
        allowed_headers: ["Range"],
        expose_headers: ["ETag"],
        max_age_seconds: 600,
      },
    ],
    extra_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "LetReaders",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::444455556666:root" },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::photos-of-moths/*",
        },
      ],
    }),
  },
};

const cats = { name: "photos-of-cats", kms_key_arn: key("1") };
const queue = { arn: arn("sqs", "q"), url: "https://sqs.example.com/q", events: ["s3:ObjectCreated:*"] };

/** Calls that Terraform and the construct refuse alike. */
export const BUCKET_REFUSED: Readonly<Record<string, BucketValues>> = {
  short: { ...cats, name: "ab" },
  upper: { ...cats, name: "Photos" },
  dotted: { ...cats, name: "photos.example" },
  start: { ...cats, name: "xn--photos" },
  end: { ...cats, name: "photos-s3alias" },
  unkeyed: { name: "photos-of-cats" },
  both: { ...cats, sse_s3_reason: "no reason" },
  silent: { name: "photos-of-cats", sse_s3_reason: " " },
  others: { name: "photos-of-cats", sse_s3_reason: "r", other_key_arns: [key("2")] },
  alias: { ...cats, other_key_arns: ["alias/photos"] },
  updaters: {
    name: "photos-of-cats",
    sse_s3_reason: "r",
    encryption_updater_arns: ["arn:aws:iam::111122223333:role/r"],
  },
  tls: { ...cats, minimum_tls_version: "1.1" },
  days: {
    ...cats,
    retentions: [{ prefix: "a/", expiration_in_days: 0, noncurrent_expiration_in_days: 1.5 }],
  },
  overlap: {
    ...cats,
    retentions: [
      { prefix: "a/", expiration_in_days: 1, noncurrent_expiration_in_days: 1 },
      { prefix: "a/b/", expiration_in_days: 1, noncurrent_expiration_in_days: 1 },
    ],
  },
  twice: {
    ...cats,
    lifecycle_rules: [
      { id: "a", expiration_in_days: 1 },
      { id: "a", expiration_in_days: 2 },
    ],
  },
  idle: { ...cats, lifecycle_rules: [{ id: "idle" }] },
  dated: {
    ...cats,
    lifecycle_rules: [{ id: "dated", expiration_in_days: 1, expiration_date: "2027-01-31T00:00:00Z" }],
  },
  marker: {
    ...cats,
    lifecycle_rules: [
      { id: "marker", expired_object_delete_marker: true, expiration_in_days: 1, tags: { one: "tag" } },
    ],
  },
  parts: {
    ...cats,
    lifecycle_rules: [
      { id: "parts", abort_incomplete_multipart_upload_in_days: 1, object_size_less_than: 9 },
    ],
  },
  newer: { ...cats, lifecycle_rules: [{ id: "newer", newer_noncurrent_versions: 1 }] },
  numbers: { ...cats, lifecycle_rules: [{ id: "numbers", noncurrent_expiration_in_days: 0 }] },
  classes: {
    ...cats,
    lifecycle_rules: [{ id: "classes", transitions: [{ storage_class: "COLD", days: 1 }] }],
  },
  early: {
    ...cats,
    lifecycle_rules: [{ id: "early", transitions: [{ storage_class: "STANDARD_IA", days: 29 }] }],
  },
  late: {
    ...cats,
    lifecycle_rules: [
      { id: "late", expiration_in_days: 40, transitions: [{ storage_class: "STANDARD_IA", days: 40 }] },
    ],
  },
  never: { ...cats, lifecycle_rules: [{ id: "never", transitions: [{ storage_class: "GLACIER" }] }] },
  mode: { ...cats, object_lock: { mode: "SOFT", retention_in_days: 1 } },
  open: { ...cats, object_lock: { mode: "GOVERNANCE" } },
  long: { ...cats, object_lock: { mode: "GOVERNANCE", retention_in_days: 36501 } },
  century: { ...cats, object_lock: { mode: "COMPLIANCE", retention_in_years: 101 } },
  outlasts: {
    ...cats,
    object_lock: { mode: "GOVERNANCE", retention_in_days: 31 },
    retentions: [{ prefix: "a/", expiration_in_days: 30, noncurrent_expiration_in_days: 1 }],
  },
  slash: { ...cats, access_logs: { bucket: "logs-of-photos", prefix: "cats" } },
  itself: { ...cats, access_logs: { bucket: "photos-of-cats", prefix: "cats/" } },
  eventless: { ...cats, notifications: { queues: [{ ...queue, events: [] }] } },
  fifo: {
    ...cats,
    notifications: { topics: [{ arn: arn("sns", "t.fifo"), events: ["s3:ObjectCreated:*"] }] },
  },
  event: {
    ...cats,
    notifications: { functions: [{ arn: arn("lambda", "function:f"), events: ["created"] }] },
  },
  url: { ...cats, notifications: { queues: [{ arn: queue.arn, events: queue.events }] } },
  origin: { ...cats, cors_rules: [{ allowed_origins: [], allowed_methods: [] }] },
  anybody: { ...cats, cors_rules: [{ allowed_origins: ["*"], allowed_methods: ["GET", "PUT"] }] },
};
