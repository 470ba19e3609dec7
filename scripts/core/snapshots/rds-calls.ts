/** The calls about snapshots of databases, and about those of clusters: two tables of the same form. */
import {
  CopyDBClusterSnapshotCommand,
  CopyDBSnapshotCommand,
  type DBClusterSnapshot,
  type DBSnapshot,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { parseArn } from "../../../modules/arn";
import { SNAPSHOT_SOURCE_TAG } from "../../../modules/backup-contract";
import type { CopyOrder } from "./ports";

/** As much of a snapshot as both kinds tell. */
export interface Told {
  readonly arn: unknown;
  readonly name: unknown;
  readonly status: unknown;
  readonly progress: number | undefined;
  readonly type: string | undefined;
  readonly encrypted: boolean | undefined;
  readonly key: string | undefined;
  readonly tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
}

interface Page {
  readonly found: readonly Told[];
  readonly next: string | undefined;
}

/** The calls of one kind. */
export interface Calls {
  readonly notFound: string;
  /** One by its ARN or identifier, those of others included; else this account's own manual ones. */
  list(rds: RDSClient, id: string | undefined, next: string | undefined): Promise<Page>;
  sharedWith(rds: RDSClient, id: string): Promise<readonly string[]>;
  share(rds: RDSClient, id: string, accounts: readonly string[]): Promise<unknown>;
  copy(rds: RDSClient, order: CopyOrder, identifier: string): Promise<Told>;
}

/** The attribute that holds the accounts. Source: RDS API Reference, `ModifyDBSnapshotAttribute`. */
const RESTORE = "restore";

/** Copies are manual snapshots. */
const OWN_MANUAL = { SnapshotType: "manual" } as const;

/** The type of an automated one has to be said with its identifier. Source: RDS API Reference, `DescribeDBSnapshots`. */
function listedAs(id: string): { readonly SnapshotType: string } | { readonly IncludeShared: true } {
  const [, automated] = /^(rds|awsbackup):/.exec(identifierOf(id)) ?? [];
  if (automated === undefined) return { IncludeShared: true };
  return { SnapshotType: automated === "rds" ? "automated" : automated };
}

export const DATABASES: Calls = {
  notFound: "DBSnapshotNotFoundFault",
  list: async (rds, id, Marker) => {
    const which = id === undefined ? OWN_MANUAL : { DBSnapshotIdentifier: id, ...listedAs(id) };
    const { DBSnapshots = [], Marker: next } = await rds.send(
      new DescribeDBSnapshotsCommand({ ...which, ...(Marker === undefined ? {} : { Marker }) }),
    );
    return { found: DBSnapshots.map(ofDatabase), next };
  },
  sharedWith: async (rds, DBSnapshotIdentifier) => {
    const answer = await rds.send(new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier }));
    const attributes = answer.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? [];
    return attributes.find(({ AttributeName }) => AttributeName === RESTORE)?.AttributeValues ?? [];
  },
  share: (rds, DBSnapshotIdentifier, accounts) =>
    rds.send(
      new ModifyDBSnapshotAttributeCommand({
        DBSnapshotIdentifier,
        AttributeName: RESTORE,
        ValuesToAdd: [...accounts],
      }),
    ),
  copy: async (rds, { source, sourceRegion, keyArn, tag }, TargetDBSnapshotIdentifier) => {
    const { DBSnapshot: copy } = await rds.send(
      new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: source.id,
        TargetDBSnapshotIdentifier,
        KmsKeyId: keyArn,
        Tags: [{ Key: SNAPSHOT_SOURCE_TAG, Value: tag }],
        ...(await presigning(rds, sourceRegion)),
      }),
    );
    return ofDatabase(copy ?? {});
  },
};

export const CLUSTERS: Calls = {
  notFound: "DBClusterSnapshotNotFoundFault",
  list: async (rds, id, Marker) => {
    const which = id === undefined ? OWN_MANUAL : { DBClusterSnapshotIdentifier: id, ...listedAs(id) };
    const { DBClusterSnapshots = [], Marker: next } = await rds.send(
      new DescribeDBClusterSnapshotsCommand({ ...which, ...(Marker === undefined ? {} : { Marker }) }),
    );
    return { found: DBClusterSnapshots.map(ofCluster), next };
  },
  sharedWith: async (rds, DBClusterSnapshotIdentifier) => {
    const answer = await rds.send(
      new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier }),
    );
    const attributes = answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? [];
    return attributes.find(({ AttributeName }) => AttributeName === RESTORE)?.AttributeValues ?? [];
  },
  share: (rds, DBClusterSnapshotIdentifier, accounts) =>
    rds.send(
      new ModifyDBClusterSnapshotAttributeCommand({
        DBClusterSnapshotIdentifier,
        AttributeName: RESTORE,
        ValuesToAdd: [...accounts],
      }),
    ),
  copy: async (rds, { source, sourceRegion, keyArn, tag }, TargetDBClusterSnapshotIdentifier) => {
    const { DBClusterSnapshot: copy } = await rds.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: source.id,
        TargetDBClusterSnapshotIdentifier,
        KmsKeyId: keyArn,
        Tags: [{ Key: SNAPSHOT_SOURCE_TAG, Value: tag }],
        ...(await presigning(rds, sourceRegion)),
      }),
    );
    return ofCluster(copy ?? {});
  },
};

/** With the source's region, the SDK signs the request that RDS makes there. @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html */
async function presigning(rds: RDSClient, sourceRegion: string): Promise<{ readonly SourceRegion?: string }> {
  return (await rds.config.region()) === sourceRegion ? {} : { SourceRegion: sourceRegion };
}

/** To change what is one's own takes the identifier. */
export function identifierOf(arn: string): string {
  return (parseArn(arn)?.resource ?? arn).replace(/^(cluster-)?snapshot:/, "");
}

function ofDatabase(one: DBSnapshot): Told {
  return {
    arn: one.DBSnapshotArn,
    name: one.DBSnapshotIdentifier,
    status: one.Status,
    progress: one.PercentProgress,
    type: one.SnapshotType,
    encrypted: one.Encrypted,
    key: one.KmsKeyId,
    tags: one.TagList ?? [],
  };
}

function ofCluster(one: DBClusterSnapshot): Told {
  return {
    arn: one.DBClusterSnapshotArn,
    name: one.DBClusterSnapshotIdentifier,
    status: one.Status,
    progress: one.PercentProgress,
    type: one.SnapshotType,
    encrypted: one.StorageEncrypted,
    key: one.KmsKeyId,
    tags: one.TagList ?? [],
  };
}
