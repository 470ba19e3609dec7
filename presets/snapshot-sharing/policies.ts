/** What the roles may ask of EC2 and RDS, as plain data: configuration in, statements out. Keys are in `key-policy.ts`. */
import { formatArn } from "../../modules/arn";
import { SNAPSHOT_SOURCE_TAG } from "../../modules/backup-contract";
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import type { SnapshotService } from "./config";

/** Where snapshots are. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** ARNs of EBS snapshots and AMIs name no account. */
function ebs(
  partition: string,
  regions: readonly string[],
  types: readonly ("image" | "snapshot")[],
): string[] {
  return regions.flatMap((region) =>
    types.map((type) => formatArn({ partition, service: "ec2", region, account: "", resource: `${type}/*` })),
  );
}

function databases(partition: string, places: readonly Place[]): string[] {
  return places.flatMap(({ region, accountId: account }) =>
    ["cluster-snapshot", "snapshot"].map((type) =>
      formatArn({ partition, service: "rds", region, account, resource: `${type}:*` }),
    ),
  );
}

/**
 * Looks for snapshots, and copies them, with the tag by which an interrupted copy is found again. EC2 judges the source and the copy, RDS too.
 *
 * @param from where the sources are; copies are made in `env`
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/copy-ami-permissions.html
 */
export function copyStatements(
  env: AwsEnvironment,
  services: readonly SnapshotService[],
  from: readonly Place[],
): readonly Statement[] {
  const { partition, region } = env;
  const regions = [...new Set([region, ...from.map((place) => place.region)])];
  const places = [env, ...from].filter(
    (place, index, all) => all.findIndex((other) => sameText(other, place)) === index,
  );
  const ec2: readonly Statement[] = [
    // AWS knows no narrower resource for it.
    { sid: "FindSnapshots", actions: ["ec2:DescribeImages", "ec2:DescribeSnapshots"], resources: ["*"] },
    {
      sid: "CopySnapshots",
      actions: ["ec2:CopyImage", "ec2:CopySnapshot"],
      resources: ebs(partition, regions, ["image", "snapshot"]),
    },
    {
      sid: "TagCopies",
      actions: ["ec2:CreateTags"],
      resources: ebs(partition, [region], ["image", "snapshot"]),
      conditions: { StringEquals: { "ec2:CreateAction": ["CopyImage", "CopySnapshot"] } },
    },
  ];
  const rds: readonly Statement[] = [
    {
      sid: "FindDatabaseSnapshots",
      actions: ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"],
      resources: ["*"],
    },
    {
      sid: "CopyDatabaseSnapshots",
      actions: ["rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot"],
      resources: databases(partition, places),
    },
    {
      sid: "TagDatabaseCopies",
      actions: ["rds:AddTagsToResource"],
      resources: databases(partition, [env]),
      // RDS does not say for which action tags are set. ForAllValues holds for a request without tags, too.
      conditions: {
        "ForAllValues:StringEquals": { "aws:TagKeys": [SNAPSHOT_SOURCE_TAG] },
        Null: { "aws:TagKeys": "false" },
      },
    },
  ];
  return [...(services.includes("ec2") ? ec2 : []), ...(services.includes("rds") ? rds : [])];
}

const sameText = (one: Place, other: Place): boolean =>
  one.region === other.region && one.accountId === other.accountId;

/**
 * Shares with the accounts, and sees with whom something is shared. Only EBS snapshots have a condition key for the account: of AMIs and of RDS, the sharer can
 * share with anybody, whom the key then lets open nothing.
 */
export function shareStatements(
  env: AwsEnvironment,
  services: readonly SnapshotService[],
  accounts: readonly string[],
): readonly Statement[] {
  if (accounts.length === 0) return [];
  const { partition, region } = env;
  const ec2: readonly Statement[] = [
    {
      sid: "SeeWhoShares",
      actions: ["ec2:DescribeImageAttribute", "ec2:DescribeSnapshotAttribute"],
      resources: ebs(partition, [region], ["image", "snapshot"]),
    },
    {
      sid: "ShareSnapshots",
      actions: ["ec2:ModifySnapshotAttribute"],
      resources: ebs(partition, [region], ["snapshot"]),
      // A group is everybody.
      conditions: { StringEquals: { "ec2:Add/userId": accounts }, Null: { "ec2:Add/group": "true" } },
    },
    {
      sid: "ShareImages",
      actions: ["ec2:ModifyImageAttribute"],
      resources: ebs(partition, [region], ["image"]),
    },
  ];
  const rds: readonly Statement[] = [
    {
      sid: "SeeWhoSharesDatabases",
      actions: ["rds:DescribeDBClusterSnapshotAttributes", "rds:DescribeDBSnapshotAttributes"],
      resources: databases(partition, [env]),
    },
    {
      sid: "ShareDatabaseSnapshots",
      actions: ["rds:ModifyDBClusterSnapshotAttribute", "rds:ModifyDBSnapshotAttribute"],
      resources: databases(partition, [env]),
    },
  ];
  return [
    ...(services.includes("ec2") ? ec2 : []),
    ...(services.includes("rds") ? rds : []),
    // To tell a snapshot under an AWS managed key, which cannot be shared, from others.
    {
      sid: "LookAtKeys",
      actions: ["kms:DescribeKey"],
      resources: [
        formatArn({ partition, service: "kms", region, account: env.accountId, resource: "key/*" }),
      ],
    },
  ];
}
