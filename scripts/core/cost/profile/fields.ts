/** What a usage profile says: every key with its unit, range, default and meaning. The sample file and docs/cost.md are made of it. */

export interface Field {
  readonly kind: "size" | "number" | "boolean";
  /** Least and most; of a size in bytes. */
  readonly range?: readonly [least: number, most: number];
  /** As it would be written. */
  readonly default: string | undefined;
  readonly description: string;
  /** Whether it can be said of one prefix, too. */
  readonly ofPrefix?: true;
}

/** More than anybody stores in one place: 1 PiB. Larger numbers are a slip. */
const MOST_BYTES = 1024 ** 5;

/** More than AWS lets one account do in a month. */
const MOST_EVENTS = 1e12;

const size = (value: string, description: string, ofPrefix?: true): Field => ({
  kind: "size",
  range: [0, MOST_BYTES],
  default: value,
  description,
  ...(ofPrefix && { ofPrefix }),
});
const count = (value: string, description: string, most = MOST_EVENTS): Field => ({
  kind: "number",
  range: [0, most],
  default: value,
  description,
});

export const PROFILE_FIELDS = {
  backupSize: size("64MiB", "Size of one backup, as it is stored.", true),
  backupsPerDay: {
    ...count("1", "Backups a day, under each prefix that expires; 0.25 is one in four days.", 86_400),
    ofPrefix: true,
  },
  retentionInDays: {
    kind: "number",
    range: [1, 36_500],
    default: undefined,
    description:
      "Days that backups are kept: for --outputs, which do not say it. The folder of a synthesis does.",
  },
  restoresPerMonth: count("1", "Backups a month that are restored or verified, of each prefix.", 1e6),
  restoresOutsideAws: {
    kind: "boolean",
    default: "false",
    description: "Whether restores leave AWS, whose traffic to the internet is billed.",
  },
  keyRotations: count(
    "0",
    "Times that each key that rotates has been rotated so far. AWS bills the first two.",
    100,
  ),
  kmsRequestsPerMonth: count(
    "0",
    "Requests a month that programs make of each key, besides those for backups.",
  ),
  storedSize: size("0", "Data in each bucket that is not for backups."),
  overwrittenPerMonth: size(
    "0",
    "Data in each such bucket that is overwritten or deleted in a month: it stays as noncurrent versions.",
  ),
  writesPerMonth: count("0", "Objects written to each such bucket in a month."),
  readsPerMonth: count("0", "Objects read from each such bucket in a month."),
  firstTrail: {
    kind: "boolean",
    default: "true",
    description:
      "Whether the stack's trail is the only one of the account: AWS bills further copies of events.",
  },
  managementEventsPerMonth: count("50000", "Management events of the account in a month, all regions."),
  eventSize: size("1500", "Size of one event in the trail."),
  alertsPerMonth: count("10", "Alerts in a month."),
  tableSize: size("0", "Data in each DynamoDB table."),
  tableWritesPerMonth: count("0", "Write request units of each table in a month, one for each KiB."),
  tableReadsPerMonth: count("0", "Read request units of each table in a month, one for each 4 KiB."),
  ebsSnapshotSize: size("0", "Data in copies of EBS snapshots and AMIs that are kept."),
  rdsSnapshotSize: size("0", "Data in copies of RDS snapshots that are kept."),
  batchJobs: count("0", "Jobs of S3 Batch Operations in a month, such as a Batch Replication.", 1e6),
  batchObjects: count("0", "Objects that such jobs work on in a month."),
  campaignsPerMonth: count(
    "0",
    "Times a month that a stack of preset fleet works through its backups; 0.25 is once in four months.",
    1e6,
  ),
  campaignObjects: count("1000000", "Backups of one such campaign, each of backupSize.", 1e10),
  campaignsByStepFunctions: {
    kind: "boolean",
    default: "false",
    description:
      "Whether the stack's state machine does the campaigns, if it has one, in place of jobs of S3 Batch Operations.",
  },
  campaignLogSize: size(
    "500",
    "What Lambda logs of each backup: the lines START, END and REPORT, and 26 bytes that CloudWatch adds to each.",
  ),
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof PROFILE_FIELDS;

type ValueOf<F extends Field> = F["kind"] extends "boolean" ? boolean : number;

/** A profile with everything in it; sizes are in bytes. */
export type Profile = {
  readonly [Name in Exclude<FieldName, "retentionInDays">]: ValueOf<(typeof PROFILE_FIELDS)[Name]>;
} & {
  readonly retentionInDays: number | undefined;
  readonly prefixes: Readonly<Record<string, PrefixProfile>>;
};

/** What is different under one prefix. */
export type PrefixProfile = Partial<Pick<Profile, "backupSize" | "backupsPerDay">>;
