import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SnapshotKey } from "../../../../scripts/core/snapshots/ports";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import {
  keyArn,
  type MemorySnapshots,
  memorySnapshots,
  OTHER,
  OWN,
} from "../../../helpers/stores/memory-snapshots";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const REGION = "eu-central-1";
const SNAP = "snap-0123456789abcdef0";
const KEY = keyArn(REGION, "1");
const usable: SnapshotKey = { arn: KEY, state: "Enabled", manager: "CUSTOMER", spec: "SYMMETRIC_DEFAULT" };

describe("sealstack snapshot share", () => {
  const dir = useTempDir();
  let aws: MemorySnapshots;
  beforeEach(() => {
    aws = memorySnapshots();
    aws.keys.set(KEY, usable);
    aws.add("ebs-snapshot", REGION, { id: SNAP, keyArns: [KEY] });
  });

  async function share(...argv: string[]) {
    const services = { ...memoryServices(new MemoryStore()), snapshots: async () => aws };
    const { status, stdout, stderr } = await sealstack(["snapshot", "share", ...argv], {
      services,
      env: { AWS_REGION: REGION },
    });
    return { status, stdout: stdout.toString(), stderr };
  }
  const must = async (...argv: string[]) => {
    const { status, stdout, stderr } = await share(...argv, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout);
  };

  it("shares with each account once, however often it runs", async () => {
    const one = ["--account", OTHER];
    expect(await must(SNAP, ...one)).toEqual({
      type: "ebs-snapshot",
      id: SNAP,
      region: REGION,
      keyArns: [KEY],
      accounts: [OTHER],
      added: [OTHER],
    });
    expect(await must(SNAP, ...one)).toMatchObject({ added: [] });
    const more = [...one, "--account", "777788889999", ...one];
    expect(await must(SNAP, ...more)).toMatchObject({ added: ["777788889999"] });
    expect(aws.changes).toEqual([`share ${SNAP} ${OTHER}`, `share ${SNAP} 777788889999`]);
  });

  it("tells what the others do next, and that they need the key", async () => {
    const { stdout } = await share(SNAP, "--account", OTHER);
    expect(stdout).toContain(`sealstack snapshot copy ${SNAP} --source-region ${REGION} --key ARN`);
    expect(stdout).toContain(`the policy of ${KEY} has to let them`);
  });

  it("takes accounts and key from the outputs of the stack", async () => {
    const file = join(dir(), "outputs.json");
    const outputs = { region: REGION, key_arn: KEY, snapshot_accounts: [OTHER] };
    writeFileSync(file, JSON.stringify({ snapshots: outputs }));
    expect(await must(SNAP, "--outputs", file)).toMatchObject({ added: [OTHER] });
    const id = "snap-0fedcba9876543210";
    aws.add("ebs-snapshot", REGION, { id, keyArns: [keyArn(REGION, "9")] });
    aws.keys.set(keyArn(REGION, "9"), usable);
    const { status, stderr } = await share(id, "--outputs", file);
    expect(status).toBe(7);
    expect(stderr).toContain(`and the accounts may use ${KEY} only`);
  });

  it.each<
    [string, Parameters<MemorySnapshots["add"]>[2], Partial<SnapshotKey>, readonly string[], number, RegExp]
  >([
    [
      "a pending one",
      { id: SNAP, state: "pending", status: "pending, 37%" },
      {},
      [OTHER],
      3,
      /is not finished yet \(pending, 37%\)/,
    ],
    [
      "one under an AWS managed key",
      { id: SNAP },
      { manager: "AWS" },
      [OTHER],
      7,
      /cannot be shared: no other account can use that key\n.*hint: copy it under a customer managed key first: sealstack snapshot copy/,
    ],
    [
      "one that is not encrypted",
      { id: SNAP, keyArns: [], unencrypted: [SNAP] },
      {},
      [OTHER],
      3,
      /is not encrypted: .*\n.*hint: copy it under/,
    ],
    [
      "an AMI with a part that is not",
      { id: SNAP, unencrypted: ["snap-00000000"] },
      {},
      [OTHER],
      3,
      /is not encrypted \(snap-00000000\)/,
    ],
    ["one under a disabled key", { id: SNAP }, { state: "Disabled" }, [OTHER], 7, /is in state Disabled/],
    [
      "an automated one",
      { id: SNAP, unsharable: "it is automated" },
      {},
      [OTHER],
      3,
      /cannot be shared: it is automated\n.*hint: copy it/,
    ],
    ["the own account", { id: SNAP }, {}, [OWN], 2, /account 111122223333 owns snap-0123456789abcdef0/],
    ["everybody", { id: SNAP }, {}, ["all"], 2, /an account must be twelve digits, got 'all'/],
    ["no account", { id: SNAP }, {}, [], 2, /no account is given/],
  ])("fails on %s, and shares nothing", async (_, like, key, accounts, status, message) => {
    aws.add("ebs-snapshot", REGION, { keyArns: [KEY], ...like });
    aws.keys.set(KEY, { ...usable, ...key });
    const ran = await share(SNAP, ...accounts.flatMap((account) => ["--account", account]));
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
    expect(aws.changes).toEqual([]);
  });

  it.each([
    [["nightly", "--account", OTHER], 2, /say --type db-snapshot/],
    [["snap-00000000", "--account", OTHER], 10, /there is no snap-00000000 in eu-central-1/],
    [[SNAP, "--account", OTHER, "--type", "volume"], 2, /Allowed choices|--type/],
  ])("fails on %j", async (argv, status, message) => {
    const ran = await share(...argv);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
  });

  it("fails when AWS does not show the share afterwards", async () => {
    aws.sharesNothing = true;
    const { status, stderr } = await share(SNAP, "--account", OTHER);
    expect(status).toBe(15);
    expect(stderr).toMatch(/and does not say so of 444455556666/);
  });
});
