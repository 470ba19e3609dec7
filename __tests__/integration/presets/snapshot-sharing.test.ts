import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
} from "@aws-sdk/client-ec2";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { OUTPUT } from "../../../presets/snapshot-sharing/outputs";
import { testClients } from "../../helpers/emulator";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset, type PresetOnEmulator } from "../../helpers/stacks/preset-stack";

const [SOURCE_REGION, REGION] = ["eu-central-1", "eu-west-1"];
const ACCOUNT = "444455556666";

/** The key of the source has the emulator's account and region; its id is not known before, and the emulator judges no policy. */
const YAML = `
stacks:
  used-snapshots:
    preset: snapshot-sharing
    region: ${SOURCE_REGION}
    side: source
    key: { alias: alias/used-snapshots, preventDestroy: false }
    source: { accounts: ["${ACCOUNT}"], regions: [${REGION}] }
  used-copies:
    preset: snapshot-sharing
    region: ${REGION}
    side: target
    key: { alias: alias/used-copies, preventDestroy: false }
    target: { keyArns: ["arn:aws:kms:${SOURCE_REGION}:000000000000:key/00000000-0000-4000-8000-000000000001"] }
`;

describe("snapshot-sharing, applied", () => {
  let folder: string;
  const { ec2In, kms } = testClients();
  let source: PresetOnEmulator;
  let target: PresetOnEmulator;
  const keyOf = ({ outputs }: PresetOnEmulator) => String(outputs[OUTPUT.keyArn]);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sealstack-test-"));
    const stacks = await deployPreset(folder, YAML);
    const { "used-snapshots": first, "used-copies": second } = stacks;
    if (first === undefined || second === undefined) throw new Error("a stack is missing");
    [source, target] = [first, second];
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /**
   * A snapshot of a new volume, under a key where one is given. The emulator does not keep the key of a volume's snapshot, but that of a copy (see
   * tools/emulator/unsupported.ts), so that it is copied once more.
   */
  async function snapshot(keyArn?: string): Promise<string> {
    const ec2 = ec2In(SOURCE_REGION);
    const volume = { AvailabilityZone: `${SOURCE_REGION}a`, Size: 1 };
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand(volume));
    const { SnapshotId = "" } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    if (keyArn === undefined) return SnapshotId;
    const copy = {
      SourceSnapshotId: SnapshotId,
      SourceRegion: SOURCE_REGION,
      Encrypted: true,
      KmsKeyId: keyArn,
    };
    return String((await ec2.send(new CopySnapshotCommand(copy))).SnapshotId);
  }

  async function run(stack: PresetOnEmulator, ...argv: string[]) {
    const { status, stdout, stderr } = await sealstack([
      "snapshot",
      ...argv,
      "--outputs",
      stack.outputsFile,
      "--region",
      String(stack.outputs[OUTPUT.region]),
      "--json",
    ]);
    return { status, stderr, data: stdout.length === 0 ? {} : JSON.parse(stdout.toString()) };
  }

  it("shares the snapshot of a volume, copies it to the other region, and finds it under that region's key", async () => {
    const id = await snapshot(keyOf(source));
    const shared = await run(source, "share", id);
    expect(shared).toMatchObject({
      status: 0,
      stderr: "",
      data: { added: [ACCOUNT], keyArns: [keyOf(source)] },
    });
    const { CreateVolumePermissions } = await ec2In(SOURCE_REGION).send(
      new DescribeSnapshotAttributeCommand({ SnapshotId: id, Attribute: "createVolumePermission" }),
    );
    expect(CreateVolumePermissions).toEqual([{ UserId: ACCOUNT }]);
    expect((await run(source, "share", id)).data).toMatchObject({ added: [] });

    const copied = await run(target, "copy", id, "--source-region", SOURCE_REGION, "--name", "a copy");
    expect(copied).toMatchObject({ status: 0, stderr: "", data: { began: "now", region: REGION } });
    const SnapshotIds = [copied.data.id];
    const { Snapshots = [] } = await ec2In(REGION).send(new DescribeSnapshotsCommand({ SnapshotIds }));
    expect(Snapshots).toMatchObject([{ Encrypted: true, KmsKeyId: keyOf(target) }]);
    expect(Snapshots[0]?.Tags).toEqual(
      expect.arrayContaining([
        { Key: "sealstack:source", Value: `arn:aws:ec2:${SOURCE_REGION}::snapshot/${id}` },
        { Key: "Name", Value: "a copy" },
      ]),
    );
    const again = await run(target, "copy", `arn:aws:ec2:${SOURCE_REGION}::snapshot/${id}`);
    expect(again.data).toEqual({ ...copied.data, began: "finished before" });
  });

  it("refuses to share what is not under its key, and shares the copy that the sharer made of it", async () => {
    const plain = await snapshot();
    const refused = await run(source, "share", plain);
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringMatching(/is not encrypted/)]);
    const { data } = await run(source, "copy", plain);
    expect(data).toMatchObject({ began: "now", keyArn: keyOf(source) });
    expect(await run(source, "share", data.id)).toMatchObject({ status: 0, data: { added: [ACCOUNT] } });

    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const foreign = await run(source, "share", await snapshot(KeyMetadata?.Arn));
    expect([foreign.status, foreign.stderr]).toEqual([
      7,
      expect.stringMatching(/the accounts may use .* only/),
    ]);
  });

  it("fails on a snapshot that is nowhere", async () => {
    const { status, stderr } = await run(target, "copy", "snap-00000000000000000");
    expect([status, stderr]).toEqual([
      10,
      expect.stringMatching(/there is no snap-00000000000000000 in eu-west-1/),
    ]);
  });
});
