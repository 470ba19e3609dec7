/** Text from AWS and from the command line, in the commands on snapshots: beside hostile-text.test.ts, in each place where AWS can say something. */
import { SNAPSHOT_COMMANDS } from "../../../../scripts/cli/rows/snapshot-commands";
import { driveWith, EVIL } from "../../../helpers/hostile";
import { memoryServices } from "../../../helpers/stores/memory-services";
import {
  keyArn,
  type MemorySnapshots,
  memorySnapshots,
  OTHER,
} from "../../../helpers/stores/memory-snapshots";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const REGION = "eu-central-1";
const ID = "snap-0123456789abcdef0";
const KEY = keyArn(REGION, "1");
const KEY_STATE = { arn: KEY, state: "Enabled", manager: "CUSTOMER", spec: "SYMMETRIC_DEFAULT" } as const;

describe("text from outside, about snapshots", () => {
  let aws: MemorySnapshots;
  beforeEach(() => {
    aws = memorySnapshots();
    aws.keys.set(KEY, KEY_STATE);
    aws.add("ebs-snapshot", REGION, { id: ID, keyArns: [KEY] });
  });

  const rest: Readonly<Record<string, readonly string[]>> = {
    "snapshot share": ["--account", OTHER, "--region", REGION],
    "snapshot copy": ["--key", KEY, "--region", REGION],
  };
  const drive = (command: string, status: number, id = ID) => {
    const services = { ...memoryServices(new MemoryStore()), snapshots: async () => aws };
    return driveWith(services, command, [id, ...(rest[command] ?? [])], { status });
  };

  it("is looked for in each of them", () => {
    expect(Object.keys(rest).sort()).toEqual(SNAPSHOT_COMMANDS.map(({ name }) => name).sort());
  });

  it.each(Object.keys(rest))("is harmless where it is an argument of %s", async (command) => {
    await drive(command, 2, EVIL);
    await drive(command, 2, `snap-${EVIL}`);
  });

  it.each(Object.keys(rest))(
    "is harmless where AWS says it of a snapshot, or KMS of a key, to %s",
    async (command) => {
      aws.keys.set(KEY, { ...KEY_STATE, state: EVIL });
      await drive(command, 7);
      aws.keys.set(KEY, KEY_STATE);
      aws.add("ebs-snapshot", REGION, { id: ID, keyArns: [KEY], state: "pending", status: EVIL });
      await drive(command, 3);
    },
  );

  it("is harmless where AWS says it of a copy that failed", async () => {
    aws.copyIsLike = { state: "failed", status: EVIL };
    await drive("snapshot copy", 14);
  });
});
