/** EBS snapshots of one region. */
import { setTimeout as wait } from "node:timers/promises";
import {
  CopySnapshotCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  type DescribeSnapshotsCommandInput,
  type EC2Client,
  type Snapshot as Ec2Snapshot,
  ModifySnapshotAttributeCommand,
} from "@aws-sdk/client-ec2";
import { SNAPSHOT_SOURCE_TAG } from "../../../modules/backup-contract";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { answeredAccount, answeredKeyArn, answeredText } from "../../clients/replies/snapshot-reply";
import { OperatorError } from "../../errors";
import { attempt } from "./ec2-attempt";
import { allPages } from "./ec2-pages";
import type { CopyOrder, Snapshot, SnapshotPlace } from "./ports";

const ID = /^snap-[0-9a-f]{8,17}$/;
/** Most that a page holds. Source: EC2 API Reference, `DescribeSnapshots`, `MaxResults`. */
const PAGE = 1_000;

/** `recoverable` and `recovering` are those of the recycle bin. Source: EC2 API Reference, `Snapshot`. */
const STATES: Readonly<Record<string, Snapshot["state"]>> = {
  pending: "pending",
  completed: "available",
  error: "failed",
};

/** @param once a client that repeats nothing by itself */
export function ec2Snapshots(ec2: EC2Client, once: EC2Client): SnapshotPlace {
  return {
    find: (id) =>
      attempt(`look at ${id}`, async () => {
        const [found] = await listed(ec2, { SnapshotIds: [id] });
        return found && toSnapshot(found);
      }),
    sharedWith: (snapshot) =>
      attempt(`see with whom ${snapshot.id} is shared`, () => volumePermissions(ec2, snapshot.id)),
    share: (snapshot, accounts) =>
      attempt(`share ${snapshot.id}`, () => permitVolumes(ec2, snapshot.id, accounts)),
    copiesWith: (tag) =>
      attempt("look for an earlier copy", async () => (await listed(ec2, tagged(tag))).map(toSnapshot)),
    copy: (order) =>
      attempt(`copy ${order.source.id}`, async () => {
        for (let tries = 1; ; tries += 1)
          try {
            const { SnapshotId } = await once.send(copyCommand(order));
            return answeredText(SnapshotId, "the id of the copy", ID);
          } catch (error) {
            if (tries === COPY_TRIES || !isPassing(error)) throw error;
            await wait(BETWEEN_TRIES_MS);
            const made = await madeAllTheSame(ec2, order);
            if (made !== undefined) return made;
          }
      }),
  };
}

/** EC2 takes no token with this request, so that the SDK's own repetition would make a second copy where only the reply of the first was lost. */
const COPY_TRIES = 3;
/** A new snapshot is not listed at once. */
const BETWEEN_TRIES_MS = 3_000;

function isPassing(error: unknown): boolean {
  const failure = toOperatorError(error, { action: "copy" });
  return failure instanceof OperatorError && failure.exit === "unavailable";
}

const tagged = (tag: string): DescribeSnapshotsCommandInput => ({
  OwnerIds: ["self"],
  Filters: [{ Name: `tag:${SNAPSHOT_SOURCE_TAG}`, Values: [tag] }],
  MaxResults: PAGE,
});

async function madeAllTheSame(ec2: EC2Client, { tag, keyArn }: CopyOrder): Promise<string | undefined> {
  const copies = (await listed(ec2, tagged(tag))).map(toSnapshot);
  const isIt = ({ state, keyArns }: Snapshot) => state !== "failed" && keyArns.every((arn) => arn === keyArn);
  return copies.find(isIt)?.id;
}

function copyCommand({ source, sourceRegion, keyArn, name, tag }: CopyOrder): CopySnapshotCommand {
  const Tags = [
    { Key: SNAPSHOT_SOURCE_TAG, Value: tag },
    ...(name === undefined ? [] : [{ Key: "Name", Value: name }]),
  ];
  return new CopySnapshotCommand({
    SourceSnapshotId: source.id,
    SourceRegion: sourceRegion,
    Encrypted: true,
    KmsKeyId: keyArn,
    Description: `Copy of ${source.id} from ${sourceRegion}`,
    TagSpecifications: [{ ResourceType: "snapshot", Tags }],
  });
}

/** All pages; nothing where an id is not known. */
export async function listed(
  ec2: EC2Client,
  input: DescribeSnapshotsCommandInput,
): Promise<readonly Ec2Snapshot[]> {
  return allPages(async (NextToken) => {
    const page = await orNothing("InvalidSnapshot.NotFound", () =>
      ec2.send(new DescribeSnapshotsCommand({ ...input, ...(NextToken === undefined ? {} : { NextToken }) })),
    );
    return { found: page?.Snapshots ?? [], next: page?.NextToken };
  });
}

/** EC2 fails where it finds nothing by an id. */
export async function orNothing<T>(name: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if ((error as { name?: unknown }).name === name) return undefined;
    throw error;
  }
}

export async function volumePermissions(ec2: EC2Client, SnapshotId: string): Promise<readonly string[]> {
  const { CreateVolumePermissions = [] } = await ec2.send(
    new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: "createVolumePermission" }),
  );
  return CreateVolumePermissions.flatMap(({ UserId }) =>
    UserId === undefined ? [] : [answeredAccount(UserId)],
  );
}

/** One account a request: `ec2:Add/userId`, on which policies have a condition, has one value. */
export async function permitVolumes(
  ec2: EC2Client,
  SnapshotId: string,
  accounts: readonly string[],
): Promise<void> {
  for (const account of accounts)
    await ec2.send(
      new ModifySnapshotAttributeCommand({
        SnapshotId,
        Attribute: "createVolumePermission",
        OperationType: "add",
        UserIds: [account],
      }),
    );
}

export function toSnapshot(found: Ec2Snapshot): Snapshot {
  const id = answeredText(found.SnapshotId, "the id of a snapshot", ID);
  const word = answeredText(found.State, "the state of a snapshot");
  const done =
    word === "pending" && found.Progress ? `, ${answeredText(found.Progress, "the progress")}` : "";
  const why =
    word === "error" && found.StateMessage ? `, ${answeredText(found.StateMessage, "the reason")}` : "";
  return {
    id,
    name: id,
    owner: answeredAccount(found.OwnerId),
    state: STATES[word] ?? "failed",
    status: `${word}${done}${why}`,
    keyArns: found.KmsKeyId === undefined ? [] : [answeredKeyArn(found.KmsKeyId)],
    unencrypted: found.Encrypted === true ? [] : [id],
    unsharable: undefined,
  };
}
