/** SIGKILL at random points of `sealstack prune`, as a process of its own against the emulator: the next run finishes, and nothing is half to be seen. */
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { manifestKey } from "../../scripts/core/object-key";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { sealstack } from "../helpers/processes/cli";
import { startCli } from "../helpers/processes/cli-process";
import { type FaultProxy, faultProxy } from "../helpers/servers/fault-proxy";
import { idOf } from "../helpers/stores/retention";

const BACKUPS = 9;
const KEPT = 2;
const KILLS = 3;
const HOUR_MS = 3_600_000;

describe("prune that is killed", () => {
  const bucket = `killed-${process.pid}-${Date.now()}`;
  const ids = Array.from({ length: BACKUPS }, (_, at) => idOf(new Date(Date.now() - (at + 1) * HOUR_MS)));
  let proxy: FaultProxy;

  beforeAll(async () => {
    const { s3, region } = testClients();
    const CreateBucketConfiguration = { LocationConstraint: region as "eu-central-1" };
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    for (const Key of ids.flatMap((id) => [id, manifestKey(id)]))
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(Key) }));
    proxy = await faultProxy(emulatorEndpoint());
  });
  afterAll(() => proxy.close());

  const argv = ["--bucket", bucket, "--region", "eu-central-1"];

  async function listed() {
    const { stdout } = await sealstack(["list", "--json", ...argv, "--endpoint-url", emulatorEndpoint()]);
    return JSON.parse(stdout.toString()) as {
      backups: { id: string; complete: boolean }[];
      orphans: string[];
    };
  }

  /** @returns whether the run was killed before its end */
  async function pruneKilledAt(deletion: number, fate: "cut" | "lose-reply" | "pass"): Promise<boolean> {
    let seen = 0;
    const cli = startCli(["prune", "--keep-last", String(KEPT), ...argv, "--endpoint-url", proxy.endpoint]);
    proxy.decide = ({ method }) => {
      if (method !== "DELETE" || ++seen !== deletion) return "pass";
      cli.child.kill("SIGKILL");
      return fate;
    };
    const { signal, status, stderr } = await cli.ended;
    if (signal === undefined && status !== 0) throw new Error(stderr);
    return signal === "SIGKILL";
  }

  it(`is finished by the next run, after ${KILLS} kills one after the other`, async () => {
    const fates = ["cut", "lose-reply", "pass"] as const;
    const kills: string[] = [];
    for (const fate of fates) {
      const deletion = 1 + Math.floor(Math.random() * 4);
      kills.push(`${fate} at deletion ${deletion}`);
      expect({ kills, killed: await pruneKilledAt(deletion, fate) }).toEqual({ kills, killed: true });
      const { backups, orphans } = await listed();
      // What is listed is complete, in the right order and without a gap; at most one manifest is left alone.
      const shown = ids.slice(0, backups.length).map((id) => ({ id, complete: true }));
      expect({ kills, backups: backups.map(({ id, complete }) => ({ id, complete })) }).toEqual({
        kills,
        backups: shown,
      });
      expect(backups.length).toBeGreaterThanOrEqual(KEPT);
      expect(orphans.length).toBeLessThanOrEqual(1);
    }
    expect(await pruneKilledAt(Number.POSITIVE_INFINITY, "pass")).toBe(false);
    const { backups, orphans } = await listed();
    expect(backups.map(({ id }) => id)).toEqual(ids.slice(0, KEPT));
    expect(orphans).toEqual([]);
    const { Versions = [] } = await testClients().s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    expect(Versions).toHaveLength(2 * BACKUPS); // not one is gone
    process.stdout.write(`prune killed ${KILLS} times: ${kills.join(", ")}\n`);
  });
});
