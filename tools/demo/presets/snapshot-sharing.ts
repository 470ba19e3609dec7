import { CreateSnapshotCommand, CreateVolumeCommand, DescribeSnapshotsCommand } from "@aws-sdk/client-ec2";
import { OUTPUT } from "../../../presets/snapshot-sharing/outputs";
import { emulatorClients } from "../../emulator/clients";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

/** Both halves, in one account: the emulator judges no policies, so that either may do what the other shares. */
export const snapshotSharingDemo: PresetDemo = {
  title: "a snapshot shared with another account, and copied there under a key of its own",
  configFile: "examples/snapshot-sharing.yaml",
  use,
};

const [SOURCE, TARGET] = ["snapshots", "snapshot-copies"];

async function use(place: Place): Promise<Summary> {
  const { env, outputsFile, outputsOf } = place;
  const [source, target] = [outputsOf(SOURCE), outputsOf(TARGET)];
  const ec2 = emulatorClients(String(env.AWS_ENDPOINT_URL)).ec2In(String(source[OUTPUT.region]));

  show.step("Make a volume and its snapshot, which nobody has encrypted");
  const volume = { AvailabilityZone: `${source[OUTPUT.region]}a`, Size: 1 };
  const { VolumeId } = await ec2.send(new CreateVolumeCommand(volume));
  const { SnapshotId = "" } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  show.command(`aws ec2 create-snapshot --volume-id ${VolumeId}`);
  show.detail(SnapshotId);

  show.step("Copy it under the key that the other account may use, and share the copy");
  const run = async (stack: string, command: string, id: string): Promise<string> => {
    const argv = ["snapshot", command, id, "--outputs", outputsFile, "--stack", stack, "--json"];
    return (JSON.parse(await sealstack(place, argv)) as { id: string }).id;
  };
  const shared = await run(SOURCE, "share", await run(SOURCE, "copy", SnapshotId));

  show.step("Copy it on the other side, under its own key; twice, which makes one copy");
  const copy = await run(TARGET, "copy", shared);
  if ((await run(TARGET, "copy", shared)) !== copy) throw new Error("the second run made another copy");
  const { Snapshots } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [copy] }));
  const keyArn = Snapshots?.[0]?.KmsKeyId;
  if (keyArn !== target[OUTPUT.keyArn]) throw new Error(`the copy is under ${keyArn}`);
  return {
    created: [
      ["source", `${source[OUTPUT.keyArn]} (${source[OUTPUT.alias]})\n${source[OUTPUT.sharerRoleArn]}`],
      ["target", `${target[OUTPUT.keyArn]} (${target[OUTPUT.alias]})\n${target[OUTPUT.copierRoleArn]}`],
    ],
    done: {
      heading: "Shared and copied",
      rows: [
        ["shared", `${shared} with ${[source[OUTPUT.accounts]].flat().join(", ")}, under the source's key`],
        ["copy", `${copy}, under the target's key`],
      ],
    },
    next: [["both halves", "docs/presets/snapshot-sharing.md#deploy-both-halves"]],
  };
}
