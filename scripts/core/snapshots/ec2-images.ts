/** AMIs of one region, with the EBS snapshots behind them. */
import {
  CopyImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  type EC2Client,
  type Image,
  ModifyImageAttributeCommand,
} from "@aws-sdk/client-ec2";
import { SNAPSHOT_SOURCE_TAG } from "../../../modules/backup-contract";
import { answeredAccount, answeredText } from "../../clients/replies/snapshot-reply";
import { OperatorError } from "../../errors";
import { attempt } from "./ec2-attempt";
import { allPages } from "./ec2-pages";
import { listed, orNothing, permitVolumes, toSnapshot, volumePermissions } from "./ec2-snapshots";
import { shortHash } from "./name";
import type { Snapshot, SnapshotPlace } from "./ports";

const ID = /^ami-[0-9a-f]{8,17}$/;
const SNAPSHOT_ID = /^snap-[0-9a-f]{8,17}$/;

/** Source: EC2 API Reference, `Image`. What is left out is of no use: `invalid`, `deregistered`, `transient`, `error`, `disabled`. */
const STATES: Readonly<Record<string, Snapshot["state"]>> = { pending: "pending", available: "available" };

/** Letters that the name of an AMI has at most. Source: EC2 API Reference, `CopyImage`, `Name`. */
const NAME_LENGTH = 128;

export function ec2Images(ec2: EC2Client): SnapshotPlace {
  return {
    find: (id) =>
      attempt(`look at ${id}`, async () => {
        const [found] = await images(ec2, { ImageIds: [id] });
        return found && (await withSnapshots(ec2, found));
      }),
    sharedWith: ({ id }) =>
      attempt(`see with whom ${id} is shared`, async () => {
        const { LaunchPermissions = [] } = await ec2.send(
          new DescribeImageAttributeCommand({ ImageId: id, Attribute: "launchPermission" }),
        );
        const launch = LaunchPermissions.flatMap(({ UserId }) =>
          UserId === undefined ? [] : [answeredAccount(UserId)],
        );
        const behind = await Promise.all(
          (await snapshotIds(ec2, id)).map((snapshot) => volumePermissions(ec2, snapshot)),
        );
        return launch.filter((account) => behind.every((accounts) => accounts.includes(account)));
      }),
    // Who is to copy an AMI has to read the snapshots behind it, too. Source: EC2 User Guide, "Copy an AMI", cross-account copying.
    share: ({ id }, accounts) =>
      attempt(`share ${id}`, async () => {
        for (const snapshot of await snapshotIds(ec2, id)) await permitVolumes(ec2, snapshot, accounts);
        const Add = accounts.map((UserId) => ({ UserId }));
        await ec2.send(
          new ModifyImageAttributeCommand({
            ImageId: id,
            Attribute: "launchPermission",
            LaunchPermission: { Add },
          }),
        );
      }),
    copiesWith: (tag) =>
      attempt("look for an earlier copy", async () => {
        const Filters = [{ Name: `tag:${SNAPSHOT_SOURCE_TAG}`, Values: [tag] }];
        const found = await images(ec2, { Owners: ["self"], Filters });
        return Promise.all(found.map((image) => withSnapshots(ec2, image)));
      }),
    copy: ({ source, sourceRegion, keyArn, name, tag }) =>
      attempt(`copy ${source.id}`, async () => {
        const Tags = [{ Key: SNAPSHOT_SOURCE_TAG, Value: tag }];
        const { ImageId } = await ec2.send(
          new CopyImageCommand({
            Name: name ?? copyName(source.name, `${tag} ${keyArn}`),
            SourceImageId: source.id,
            SourceRegion: sourceRegion,
            Encrypted: true,
            KmsKeyId: keyArn,
            Description: `Copy of ${source.id} from ${sourceRegion}`,
            TagSpecifications: [
              { ResourceType: "image", Tags },
              { ResourceType: "snapshot", Tags },
            ],
          }),
        );
        return answeredText(ImageId, "the id of the copy", ID);
      }),
  };
}

/** Unique in account and region, as AMIs have to be. */
function copyName(name: string, what: string): string {
  const end = `-copy-${shortHash(what)}`;
  return `${name.slice(0, NAME_LENGTH - end.length)}${end}`;
}

async function images(ec2: EC2Client, input: DescribeImagesCommandInput): Promise<readonly Image[]> {
  return allPages(async (NextToken) => {
    const page = await orNothing("InvalidAMIID.NotFound", () =>
      ec2.send(new DescribeImagesCommand({ ...input, ...(NextToken === undefined ? {} : { NextToken }) })),
    );
    return { found: page?.Images ?? [], next: page?.NextToken };
  });
}

function snapshotsOf(image: Image): readonly string[] {
  return (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
    Ebs?.SnapshotId === undefined ? [] : [answeredText(Ebs.SnapshotId, "the id of a snapshot", SNAPSHOT_ID)],
  );
}

async function snapshotIds(ec2: EC2Client, id: string): Promise<readonly string[]> {
  const [image] = await images(ec2, { ImageIds: [id] });
  return image === undefined ? [] : snapshotsOf(image);
}

async function withSnapshots(ec2: EC2Client, image: Image): Promise<Snapshot> {
  const id = answeredText(image.ImageId, "the id of an image", ID);
  const word = answeredText(image.State, "the state of an image");
  const state = STATES[word] ?? "failed";
  const ids = snapshotsOf(image);
  if (ids.length === 0 && state === "available")
    throw new OperatorError("source", `${id} has no EBS snapshots behind it, but an instance store`, {
      hint: "make an AMI that is backed by EBS: AWS encrypts no other",
    });
  const behind = ids.length === 0 ? [] : (await listed(ec2, { SnapshotIds: [...ids] })).map(toSnapshot);
  return {
    id,
    name: image.Name === undefined ? id : answeredText(image.Name, "the name of an image"),
    owner: answeredAccount(image.OwnerId),
    state,
    status: image.StateReason?.Message
      ? `${word}, ${answeredText(image.StateReason.Message, "the reason")}`
      : word,
    keyArns: [...new Set(behind.flatMap(({ keyArns }) => keyArns))],
    unencrypted: behind.flatMap(({ unencrypted }) => unencrypted),
    unsharable: undefined,
  };
}
