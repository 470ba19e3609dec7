import type { SnapshotKey } from "../../../../scripts/core/snapshots/ports";
import { eventually } from "../../../helpers/eventually";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import {
  keyArn,
  type MemorySnapshots,
  memorySnapshots,
  OTHER,
} from "../../../helpers/stores/memory-snapshots";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const [SOURCE_REGION, REGION] = ["eu-central-1", "eu-west-1"];
const ID = "snap-0123456789abcdef0";
const ARN = `arn:aws:ec2:${SOURCE_REGION}::snapshot/${ID}`;
const KEY = keyArn(REGION, "2");
const usable: SnapshotKey = { arn: KEY, state: "Enabled", manager: "CUSTOMER", spec: "SYMMETRIC_DEFAULT" };

describe("sealstack snapshot copy", () => {
  let aws: MemorySnapshots;
  beforeEach(() => {
    aws = memorySnapshots();
    aws.keys.set(KEY, usable);
    aws.keys.set("alias/copies", usable);
    aws.add("ebs-snapshot", SOURCE_REGION, {
      id: ID,
      owner: OTHER,
      keyArns: [keyArn(SOURCE_REGION, "1", OTHER)],
    });
  });

  async function copy(argv: readonly string[], env: object = { AWS_REGION: REGION }, signal?: AbortSignal) {
    const services = { ...memoryServices(new MemoryStore()), snapshots: async () => aws };
    const { status, stdout, stderr } = await sealstack(["snapshot", "copy", ...argv], {
      services,
      env: { ...env },
      ...(signal === undefined ? {} : { signal }),
    });
    return { status, stdout: stdout.toString(), stderr };
  }

  it.each([
    [
      "an ARN, and an alias in the region of the environment",
      [ARN, "--key", "alias/copies"],
      { AWS_REGION: REGION },
    ],
    [
      "an id with --source-region",
      [ID, "--source-region", SOURCE_REGION, "--key", KEY],
      { AWS_REGION: REGION },
    ],
    ["the region of the key, where no other is said", [ARN, "--key", KEY], {}],
    ["--region over the environment", [ARN, "--key", KEY, "--region", REGION], { AWS_REGION: "us-east-1" }],
  ])("takes %s", async (_, argv, env) => {
    const { status, stdout, stderr } = await copy([...argv, "--json"], env);
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      type: "ebs-snapshot",
      source: ID,
      sourceRegion: SOURCE_REGION,
      region: REGION,
      keyArn: KEY,
      began: "now",
    });
  });

  it("says what an earlier run had done", async () => {
    await copy([ARN, "--key", KEY]);
    const { stdout } = await copy([ARN, "--key", KEY]);
    expect(stdout).toContain(`found the finished copy of ${ID}`);
    expect(aws.changes).toHaveLength(1);
  });

  it("ends at once when it is interrupted; the next run waits for the copy", async () => {
    aws.states.push("pending");
    const stop = new AbortController();
    const running = copy([ARN, "--key", KEY], undefined, stop.signal);
    await eventually(() => aws.changes.length === 1 && aws.states.length === 0);
    stop.abort();
    const { status, stderr } = await running;
    expect(status).toBe(130);
    expect(stderr).toMatch(/AWS goes on with the copy\n.*hint: run the same command again/);
    expect((await copy([ARN, "--key", KEY])).status).toBe(0);
    expect(aws.changes).toHaveLength(1);
  });

  it.each([
    [[ARN], {}, 2, /no region is given|no key is given/],
    [[ARN], { AWS_REGION: REGION }, 2, /no key is given/],
    [[ARN, "--key", KEY, "--key", KEY], {}, 2, /one key is needed, got 2/],
    [
      [ARN, "--key", KEY, "--source-region", "us-east-1"],
      {},
      2,
      /the ARN is of eu-central-1, got --source-region us-east-1/,
    ],
    [[ID, "--key", KEY, "--source-region", "EU"], {}, 2, /the region must be/],
    [[ID, "--key", "alias/copies"], {}, 2, /no region is given/],
    [[ID, "--key", KEY], {}, 10, /there is no snap-0123456789abcdef0 in eu-west-1/],
    [
      [ARN, "--key", KEY],
      { AWS_REGION: "us-east-1" },
      7,
      /the key is in eu-west-1, and the copy is to be in us-east-1/,
    ],
    [[ARN, "--key", KEY, "--timeout", "soon"], {}, 2, /whole number of seconds/],
    [["nightly", "--key", KEY], {}, 2, /say --type db-snapshot/],
  ])("fails on %j with %j", async (argv, env, status, message) => {
    const ran = await copy(argv, env);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
    expect(aws.changes).toEqual([]);
  });
});
