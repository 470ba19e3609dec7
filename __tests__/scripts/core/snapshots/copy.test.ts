import { type CopyRequest, copySnapshot } from "../../../../scripts/core/snapshots/copy";
import { snapshotName } from "../../../../scripts/core/snapshots/name";
import type { SnapshotKey } from "../../../../scripts/core/snapshots/ports";
import { OperatorError } from "../../../../scripts/errors";
import {
  keyArn,
  type MemorySnapshots,
  memorySnapshots,
  OTHER,
} from "../../../helpers/stores/memory-snapshots";

const [SOURCE_REGION, REGION] = ["eu-central-1", "eu-west-1"];
const SNAP = "snap-0123456789abcdef0";
const TARGET = keyArn(REGION, "2");
const CLUSTER = `arn:aws:rds:${SOURCE_REGION}:${OTHER}:cluster-snapshot:nightly`;
const usable: SnapshotKey = { arn: TARGET, state: "Enabled", manager: "CUSTOMER", spec: "SYMMETRIC_DEFAULT" };

describe("a copy of a snapshot", () => {
  let aws: MemorySnapshots;
  let clock: number;
  let statuses: string[];
  beforeEach(() => {
    aws = memorySnapshots();
    [clock, statuses] = [0, []];
    aws.keys.set(TARGET, usable);
    aws.keys.set("alias/copies", usable);
    aws.add("ebs-snapshot", SOURCE_REGION, {
      id: SNAP,
      owner: OTHER,
      keyArns: [keyArn(SOURCE_REGION, "1", OTHER)],
    });
  });

  const patience = {
    timeoutMs: 60_000,
    intervalMs: 5_000,
    now: () => clock,
    beforeCopy: () => {},
    sleep: async (ms: number) => {
      clock += ms;
    },
    onStatus: (status: string) => void statuses.push(status),
  };
  const request = (more: Partial<CopyRequest> = {}): CopyRequest => ({
    source: snapshotName(SNAP, undefined),
    sourceRegion: SOURCE_REGION,
    region: REGION,
    key: TARGET,
    name: undefined,
    ...more,
  });
  const copy = (more: Partial<CopyRequest> = {}) => copySnapshot(request(more), aws, patience);

  it("is begun, waited for, and found under the key that was asked for", async () => {
    aws.states.push("pending", "pending");
    const copied = await copy({ key: "alias/copies" });
    expect(copied).toMatchObject({ source: SNAP, keyArn: TARGET, began: "now" });
    expect(statuses).toEqual(["pending", "pending"]);
    expect(clock).toBe(10_000);
    expect(aws.changes).toEqual([`copy ${SNAP} ${SOURCE_REGION} ${REGION} ${TARGET}`]);
  });

  it("goes on after its time: the next run waits for it, and the one after finds it", async () => {
    aws.states.push(...Array.from({ length: 20 }, () => "pending" as const));
    await expect(copy()).rejects.toMatchObject({
      exit: "unavailable",
      message: expect.stringMatching(/is not finished after 60 s \(pending\); it goes on/),
      hint: expect.stringContaining("waits for this copy"),
    });
    const second = await copy();
    expect(second.began).toBe("earlier");
    expect(await copy()).toEqual({ ...second, began: "finished before" });
    expect(aws.changes).toHaveLength(1);
  });

  it("is another one where the earlier one failed, or is under another key", async () => {
    const other = { ...usable, arn: keyArn(REGION, "3") };
    aws.keys.set(other.arn, other);
    await copy({ key: other.arn });
    aws.states.push("failed");
    await expect(copy()).rejects.toMatchObject({ exit: "refused", message: expect.stringMatching(/failed/) });
    expect((await copy()).began).toBe("now");
    expect(aws.changes).toHaveLength(3);
  });

  it("of a name that another run took a moment before is that run's, and else a failure", async () => {
    const error = new OperatorError("conflict", "a snapshot of that name exists already");
    aws.copyFails = { error, made: false };
    await expect(copy()).rejects.toBe(error);
    aws.copyFails = { error: new OperatorError("unavailable", "no answer"), made: true };
    await expect(copy()).rejects.toMatchObject({ exit: "unavailable" });
    expect((await copy()).began).toBe("finished before");

    const other = { ...usable, arn: keyArn(REGION, "3") };
    aws.keys.set(other.arn, other);
    aws.states.push("pending");
    aws.copyFails = { error, made: true };
    expect((await copy({ key: other.arn })).began).toBe("earlier");
  });

  it("is not begun any more once the caller has given up", async () => {
    const beforeCopy = () => {
      throw new Error("given up");
    };
    await expect(copySnapshot(request(), aws, { ...patience, beforeCopy })).rejects.toThrow("given up");
    expect(aws.changes).toEqual([]);
  });

  it("of an unencrypted snapshot is encrypted", async () => {
    aws.add("ebs-snapshot", SOURCE_REGION, { id: SNAP, unencrypted: [SNAP] });
    expect((await copy()).keyArn).toBe(TARGET);
  });

  it.each([
    ["under another key", { keyArns: [keyArn(REGION, "9")] }, /is under .*9, and was asked for under/],
    ["under no key", { keyArns: [] }, /is under no key/],
    ["not encrypted", { unencrypted: ["snap-0"] }, /is not encrypted \(snap-0\)/],
    [
      "partly under another key",
      { keyArns: [TARGET, keyArn(REGION, "9")] },
      /is under .*2, .*9, and was asked/,
    ],
  ])("fails when it comes out %s", async (_, like, message) => {
    aws.copyIsLike = like;
    await expect(copy()).rejects.toMatchObject({ exit: "key", message: expect.stringMatching(message) });
  });

  it.each([
    [
      "that does not exist",
      {},
      { source: snapshotName("snap-00000000", undefined) },
      "notFound",
      /no snap-00000000/,
    ],
    ["that is pending", { state: "pending" }, {}, "source", /is not finished yet \(completed\)|pending/],
    ["that failed", { state: "failed", status: "error" }, {}, "source", /is not usable \(error\)/],
  ] as const)("fails on a source %s, and begins nothing", async (_, like, more, exit, message) => {
    aws.add("ebs-snapshot", SOURCE_REGION, { id: SNAP, ...like });
    await expect(copy(more)).rejects.toMatchObject({ exit, message: expect.stringMatching(message) });
    expect(aws.changes).toEqual([]);
  });

  it.each([
    [
      "of the wrong region",
      {},
      keyArn(SOURCE_REGION, "2"),
      /the key is in eu-central-1, and the copy is to be in eu-west-1/,
    ],
    ["that is AWS's own", { manager: "AWS" }, TARGET, /is an AWS managed key/],
    ["that is disabled", { state: "Disabled" }, TARGET, /is in state Disabled, needed is Enabled/],
    ["that is pending deletion", { state: "PendingDeletion" }, TARGET, /is in state PendingDeletion/],
    ["that is asymmetric", { spec: "RSA_2048" }, TARGET, /is a key of spec RSA_2048/],
  ])("fails on a key %s, and begins nothing", async (_, like, key, message) => {
    aws.keys.set(TARGET, { ...usable, ...like } as SnapshotKey);
    await expect(copy({ key })).rejects.toMatchObject({
      exit: "key",
      message: expect.stringMatching(message),
    });
    expect(aws.changes).toEqual([]);
  });

  it("fails on a cluster snapshot that is not encrypted, which RDS cannot encrypt", async () => {
    aws.add("db-cluster-snapshot", SOURCE_REGION, { id: CLUSTER, unencrypted: [CLUSTER] });
    await expect(copy({ source: snapshotName(CLUSTER, undefined) })).rejects.toMatchObject({
      exit: "source",
      message: expect.stringMatching(/RDS encrypts no copy of such a cluster snapshot/),
    });
    expect(aws.changes).toEqual([]);
  });
});
