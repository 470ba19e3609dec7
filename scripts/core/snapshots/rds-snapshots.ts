/** Snapshots of databases and of clusters in one region: two tables of calls, one way of using them. */
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
import { answeredAccount, answeredKeyArn, answeredText } from "../../clients/snapshot-reply";
import { attempt } from "./ec2-attempt";
import { orNothing } from "./ec2-snapshots";
import { shortHash } from "./name";
import type { CopyOrder, Snapshot, SnapshotPlace } from "./ports";

/** As much of a snapshot as both kinds tell. */
interface Told {
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
interface Calls {
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

const DATABASES: Calls = {
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

const CLUSTERS: Calls = {
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

export function rdsSnapshots(rds: RDSClient, kind: "db-snapshot" | "db-cluster-snapshot"): SnapshotPlace {
  const calls = kind === "db-snapshot" ? DATABASES : CLUSTERS;
  return {
    find: (id) =>
      attempt(`look at ${id}`, async () => {
        // An ARN finds those of other accounts; RDS documents identifiers for one's own.
        for (const asked of new Set([id, identifierOf(id)])) {
          const page = await orNothing(calls.notFound, () => calls.list(rds, asked, undefined));
          const found = (page?.found ?? []).map(toSnapshot);
          const snapshot = found.find((one) => one.id === id || id === identifierOf(one.id));
          if (snapshot !== undefined) return snapshot;
        }
        return undefined;
      }),
    sharedWith: ({ id }) =>
      attempt(`see with whom ${id} is shared`, async () =>
        (await calls.sharedWith(rds, identifierOf(id))).map(answeredAccount),
      ),
    share: ({ id }, accounts) =>
      attempt(`share ${id}`, async () => {
        await calls.share(rds, identifierOf(id), accounts);
      }),
    copiesWith: (tag) =>
      attempt("look for an earlier copy", async () => {
        const found: Snapshot[] = [];
        for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
          const page = await calls.list(rds, undefined, next);
          found.push(...page.found.filter(({ tags }) => carries(tags, tag)).map(toSnapshot));
          next = page.next || undefined;
        }
        return found;
      }),
    copy: (order) =>
      attempt(`copy ${order.source.id}`, async () => {
        const identifier = order.name ?? copyName(order.source.name, `${order.tag} ${order.keyArn}`);
        return toSnapshot(await calls.copy(rds, order, identifier)).id;
      }),
  };
}

const carries = (tags: Told["tags"], value: string): boolean =>
  tags.some((tag) => tag.Key === SNAPSHOT_SOURCE_TAG && tag.Value === value);

/** To change what is one's own takes the identifier. */
function identifierOf(arn: string): string {
  return (parseArn(arn)?.resource ?? arn).replace(/^(cluster-)?snapshot:/, "");
}

/** Letters that an identifier has at most. Source: RDS API Reference, `CopyDBSnapshot`, `TargetDBSnapshotIdentifier`. */
const IDENTIFIER_LENGTH = 255;

/** Automated snapshots have a colon in their name, which no other may. */
function copyName(name: string, what: string): string {
  const end = `-copy-${shortHash(what)}`;
  const plain = name.replace(/^[a-z]+:/, "").replaceAll(/-+/g, "-");
  return `${plain.slice(0, IDENTIFIER_LENGTH - end.length).replace(/-$/, "")}${end}`;
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

/** Words of RDS for a snapshot that comes to nothing. Source: RDS User Guide, "Viewing snapshot status". */
const FAILED = /fail|incompatible|deleting/i;

function toSnapshot({ arn, name, status, progress, type, encrypted, key }: Told): Snapshot {
  const id = answeredText(
    arn,
    "the ARN of a snapshot",
    /^arn:[a-z0-9-]+:rds:[a-z0-9-]+:\d{12}:(cluster-)?snapshot:/,
  );
  const word = answeredText(status, "the state of a snapshot");
  const state = word === "available" ? "available" : FAILED.test(word) ? "failed" : "pending";
  const isEncrypted = encrypted === true;
  return {
    id,
    name: answeredText(name, "the identifier of a snapshot").replace(/^arn:.*?(cluster-)?snapshot:/, ""),
    owner: answeredAccount(parseArn(id)?.account),
    state,
    status: state === "pending" && progress !== undefined ? `${word}, ${progress}%` : word,
    keyArns: isEncrypted && key !== undefined ? [answeredKeyArn(key)] : [],
    unencrypted: isEncrypted ? [] : [id],
    unsharable:
      type === "automated" || type === "awsbackup"
        ? `it is ${type}, and AWS shares manual ones only`
        : undefined,
  };
}
