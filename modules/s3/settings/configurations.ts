/** Configurations of which a bucket can have many, each by its name: inventories, metrics, storage class analysis, tiering. Plain data. */
import { rangeText } from "../../config-error";
import { shown } from "../../show-value";
import { flatFilter, type ObjectFilter } from "../filters";
import {
  ARCHIVE_ACCESS_DAYS,
  CONFIGURATION_NAME_LENGTH,
  CONFIGURATIONS,
  DEEP_ARCHIVE_ACCESS_DAYS,
} from "../limits";
import type { TargetBucket } from "../logs/target-bucket";

/** Where reports go. */
export interface ReportDestination {
  /** A `Bucket` of this app is told to accept the reports; the policy of another has to be right already. */
  readonly bucket: TargetBucket;
  /** Account of that bucket, twelve digits; a bucket that changed hands then gets nothing. @default - the account of this bucket */
  readonly accountId?: string;
  /** Start of the reports' keys, with the slash. @default - none */
  readonly prefix?: string;
}

/** A list of the bucket's objects, written daily or weekly. */
export interface Inventory {
  readonly destination: ReportDestination;
  /** @default "Daily" */
  readonly frequency?: "Daily" | "Weekly";
  /** Whether noncurrent versions are listed. @default "All" */
  readonly versions?: "All" | "Current";
  /** @default "Parquet" */
  readonly format?: "CSV" | "ORC" | "Parquet";
  /** Start of the keys that are listed. @default - every key */
  readonly prefix?: string;
  /**
   * Columns beside bucket, key, version and delete marker.
   *
   * @default - size, last change, storage class, encryption, bucket key, replication and lock
   */
  readonly fields?: readonly string[];
  /** ARN of the key that encrypts the reports. @default - the destination's own default encryption */
  readonly keyArn?: string;
  /** @default true */
  readonly enabled?: boolean;
}

/** Source: S3 API Reference, `InventoryConfiguration`, `OptionalFields`: those that matter for encryption and backups. */
const DEFAULT_FIELDS = [
  "Size",
  "LastModifiedDate",
  "StorageClass",
  "ETag",
  "IsMultipartUploaded",
  "ReplicationStatus",
  "EncryptionStatus",
  "BucketKeyStatus",
  "ObjectLockMode",
  "ObjectLockRetainUntilDate",
  "ObjectLockLegalHoldStatus",
];

/** Attributes of `aws_s3_bucket_inventory`, without bucket and name. */
export function inventoryAttributes(inventory: Inventory, ownAccountId: string | undefined) {
  const { destination, frequency = "Daily", versions = "All", format = "Parquet", keyArn } = inventory;
  const { prefix, enabled, fields = DEFAULT_FIELDS } = inventory;
  const accountId = destination.accountId ?? ownAccountId;
  return {
    includedObjectVersions: versions,
    optionalFields: [...fields],
    schedule: { frequency },
    ...(enabled === undefined ? {} : { enabled }),
    ...(prefix === undefined ? {} : { filter: { prefix } }),
    destination: {
      bucket: {
        bucketArn: destination.bucket.bucketArn,
        format,
        ...(accountId === undefined ? {} : { accountId }),
        ...(destination.prefix === undefined ? {} : { prefix: destination.prefix }),
        ...(keyArn === undefined ? {} : { encryption: { sseKms: { keyId: keyArn } } }),
      },
    },
  };
}

/** What storage class analysis looks at, and where it exports to. */
export interface Analytics extends ObjectFilter {
  /** @default - no export: the console shows the analysis */
  readonly destination?: ReportDestination;
}

/** Attributes of `aws_s3_bucket_analytics_configuration`, without bucket and name. */
export function analyticsAttributes({ destination, ...filter }: Analytics, ownAccountId: string | undefined) {
  if (destination === undefined) return flatFilter(filter);
  const bucketAccountId = destination.accountId ?? ownAccountId;
  return {
    ...flatFilter(filter),
    storageClassAnalysis: {
      dataExport: {
        outputSchemaVersion: "V_1",
        destination: {
          s3BucketDestination: {
            bucketArn: destination.bucket.bucketArn,
            format: "CSV",
            ...(bucketAccountId === undefined ? {} : { bucketAccountId }),
            ...(destination.prefix === undefined ? {} : { prefix: destination.prefix }),
          },
        },
      },
    },
  };
}

/** When objects of the storage class `INTELLIGENT_TIERING` move to archive tiers, from which they have to be restored. */
export interface IntelligentTiering extends ObjectFilter {
  /** Days without access, 90 to 730. @default - objects stay out of this tier */
  readonly archiveAccessInDays?: number;
  /** Days without access, 180 to 730. @default - objects stay out of this tier */
  readonly deepArchiveAccessInDays?: number;
  /** @default true */
  readonly enabled?: boolean;
}

/** Attributes of `aws_s3_bucket_intelligent_tiering_configuration`, without bucket and name. */
export function tieringAttributes({
  archiveAccessInDays: archive,
  deepArchiveAccessInDays: deep,
  enabled = true,
  ...filter
}: IntelligentTiering) {
  return {
    status: enabled ? "Enabled" : "Disabled",
    ...flatFilter(filter),
    tiering: [
      ...(archive === undefined ? [] : [{ accessTier: "ARCHIVE_ACCESS", days: archive }]),
      ...(deep === undefined ? [] : [{ accessTier: "DEEP_ARCHIVE_ACCESS", days: deep }]),
    ],
  };
}

/** Configurations by name. */
export interface ConfigurationsProps {
  /** Lists of the objects, by name of 1 to 64 letters, digits and `._-`. @default - none */
  readonly inventories?: Readonly<Record<string, Inventory>>;
  /** Request metrics in CloudWatch, by name; with an empty filter, of the whole bucket. @default - none */
  readonly metrics?: Readonly<Record<string, ObjectFilter>>;
  /** Storage class analysis, by name. @default - none */
  readonly analytics?: Readonly<Record<string, Analytics>>;
  /** Archive tiers, by name. @default - none: objects in `INTELLIGENT_TIERING` stay at hand */
  readonly intelligentTiering?: Readonly<Record<string, IntelligentTiering>>;
}

/** Everything that is wrong with configurations. */
export function configurationProblems(props: ConfigurationsProps): readonly string[] {
  const { inventories = {}, metrics = {}, analytics = {}, intelligentTiering = {} } = props;
  const kinds = { inventories, metrics, analytics, intelligentTiering };
  return [
    ...Object.entries(kinds).flatMap(([kind, named]) => [
      ...Object.keys(named).flatMap((name) => nameProblems(kind, name)),
      ...(Object.keys(named).length > CONFIGURATIONS.max
        ? [`${kind} must not be more than ${CONFIGURATIONS.max}, got ${Object.keys(named).length}`]
        : []),
    ]),
    ...Object.entries(intelligentTiering).flatMap(([name, tiering]) => tieringProblems(name, tiering)),
  ];
}

function nameProblems(kind: string, name: string): string[] {
  const { min, max } = CONFIGURATION_NAME_LENGTH;
  const right = /^[A-Za-z0-9._-]+$/.test(name) && name.length >= min && name.length <= max;
  return right
    ? []
    : [`names in ${kind} must be ${min} to ${max} letters, digits and ._-, got ${shown(name)}`];
}

function tieringProblems(name: string, tiering: IntelligentTiering): string[] {
  const { archiveAccessInDays: archive, deepArchiveAccessInDays: deep } = tiering;
  const problems: string[] = [];
  for (const [what, value, range] of [
    ["archiveAccessInDays", archive, ARCHIVE_ACCESS_DAYS],
    ["deepArchiveAccessInDays", deep, DEEP_ARCHIVE_ACCESS_DAYS],
  ] as const)
    if (value !== undefined && !(Number.isInteger(value) && value >= range.min && value <= range.max))
      problems.push(`${what} of ${shown(name)} must be ${rangeText(range)}, got ${value}`);
  if (archive === undefined && deep === undefined)
    problems.push(`intelligentTiering ${shown(name)} must name a tier`);
  if (archive !== undefined && deep !== undefined && archive >= deep)
    problems.push(
      `archiveAccessInDays of ${shown(name)} must be below deepArchiveAccessInDays, got ${archive} and ${deep}`,
    );
  return problems;
}
