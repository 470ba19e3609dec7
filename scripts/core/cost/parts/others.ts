/** Tables, snapshots, batch jobs; and types of resources that cost nothing, or nobody knows what. */
import type { Quantity } from "../billing";
import type { Profile } from "../profile/fields";
import { allOf, firstOf, type Resource, type Synthesis } from "../synthesis/read";
import { GIB } from "../units";
import { FLEET_TYPES, isFleet } from "./fleet";

export function tableQuantities({ resources }: Synthesis, profile: Profile): readonly Quantity[] {
  return resources
    .filter(({ type }) => type === "aws_dynamodb_table")
    .flatMap((table) => {
      const replicas = [
        ...allOf(table.body.replica).map(({ region_name: region }) => String(region)),
        ...resources.filter((each) => isReplicaOf(each, table)).map(({ region }) => region),
      ];
      return [table.region, ...replicas].flatMap((region) =>
        ofTable(table, region, replicas.length > 0, profile),
      );
    });
}

const isReplicaOf = ({ type, body }: Resource, { address }: Resource): boolean =>
  type === "aws_dynamodb_table_replica" && String(body.global_table_arn).includes(`${address}.`);

function ofTable(
  { address: of, body }: Resource,
  region: string,
  global: boolean,
  profile: Profile,
): Quantity[] {
  const at = { of, region };
  const gib = profile.tableSize / GIB;
  const recovered = firstOf(body.point_in_time_recovery)?.enabled === true;
  return [
    { ...at, what: "data in the table", price: "dynamodb.storage", quantity: gib },
    {
      ...at,
      what: "point-in-time recovery",
      price: "dynamodb.pointInTimeRecovery",
      quantity: recovered ? gib : 0,
    },
    {
      ...at,
      what: global ? "writes, which every region gets" : "writes to the table",
      price: global ? "dynamodb.replicatedWrites" : "dynamodb.writes",
      quantity: profile.tableWritesPerMonth,
    },
    { ...at, what: "reads of the table", price: "dynamodb.reads", quantity: profile.tableReadsPerMonth },
  ];
}

/** What a profile has that no resource of a stack stands for. */
export function usageQuantities(region: string, profile: Profile): readonly Quantity[] {
  const at = { of: "usage", region };
  return [
    { ...at, what: "EBS snapshots", price: "ebs.snapshots", quantity: profile.ebsSnapshotSize / GIB },
    { ...at, what: "RDS snapshots", price: "rds.snapshots", quantity: profile.rdsSnapshotSize / GIB },
    { ...at, what: "jobs of S3 Batch Operations", price: "s3.batch.job", quantity: profile.batchJobs },
    { ...at, what: "objects of such jobs", price: "s3.batch.objects", quantity: profile.batchObjects },
  ];
}

/** Types that are counted elsewhere, or that AWS does not bill. */
const KNOWN_TYPES: readonly RegExp[] = [
  /^aws_iam_/,
  /^aws_kms_/,
  /^aws_s3_bucket($|_)/,
  /^aws_s3_account_public_access_block$/,
  /^aws_rolesanywhere_/,
  /^aws_cloudtrail$/,
  /^aws_cloudwatch_(event_rule|event_target|log_group|log_metric_filter|metric_alarm|composite_alarm)$/,
  /^aws_cloudwatch_log_(resource_policy|stream)$/,
  /^aws_sns_/,
  /^aws_dynamodb_(table|table_replica|resource_policy)$/,
  /^aws_(ebs_snapshot_block_public_access|ec2_image_block_public_access|ebs_encryption_by_default|ebs_default_kms_key)$/,
];

/** Types of which this estimate knows nothing. */
export function unknownTypes(synthesis: Synthesis): readonly string[] {
  const types = new Set(synthesis.resources.map(({ type }) => type));
  const known = isFleet(synthesis) ? [...KNOWN_TYPES, ...FLEET_TYPES] : KNOWN_TYPES;
  return [...types]
    .filter((type) => !known.some((each) => each.test(type)))
    .map((type) => `${type}: this estimate does not know what it costs`);
}
