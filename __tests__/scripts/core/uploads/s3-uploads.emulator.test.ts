import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createBucket } from "../../../helpers/buckets";
import { testClients } from "../../../helpers/emulator";
import { sealstack } from "../../../helpers/processes/cli";

const DAY = 24 * 3_600_000;
const ID = "etcd/etcd-20261122T014200Z.tar.gz.kms";

describe("sealstack cleanup", () => {
  const client = testClients().s3;
  let bucket: string;
  beforeAll(async () => {
    bucket = (await createBucket()).name;
  });

  const begin = async (Key: string): Promise<void> => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    await client.send(
      new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber: 1, Body: Buffer.alloc(9) }),
    );
  };
  const left = async (): Promise<(string | undefined)[]> =>
    ((await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [])
      .map(({ Key }) => Key)
      .sort();
  /** As if hosts had begun their uploads so long ago. */
  const cleanup = async (days: number, ...argv: string[]) => {
    const flags = ["cleanup", "--bucket", bucket, "--prefix", "etcd/", "--json", ...argv];
    const { status, stdout, stderr } = await sealstack(flags, {
      now: () => new Date(Date.now() + days * DAY),
    });
    return {
      status,
      stderr,
      states: JSON.parse(stdout.toString()).uploads.map((each: { key: string; state: string }) => [
        each.key,
        each.state,
      ]),
    };
  };

  it("aborts what is old and ours, below its prefixes, and says what it leaves", async () => {
    const manifest = ID.replace(".tar.gz.kms", ".manifest.json");
    const mark = "etcd/.sealstack/unchanged/etcd-20261122T014200Z/20261122T015200Z.json";
    const all = [ID, manifest, mark, "etcd/somebody else's", "step-ca/ca-20261122T014200Z.tar.gz.kms"];
    for (const key of [...all, ID]) await begin(key);
    expect((await cleanup(0)).states.map(([, state]: [string, string]) => state)).toEqual([
      "young",
      "young",
      "young",
      "young",
      "not ours",
    ]);
    const planned = await cleanup(2, "--dry-run");
    expect(planned.states.map(([, state]: [string, string]) => state).sort()).toEqual([
      "not ours",
      "to abort",
      "to abort",
      "to abort",
      "to abort",
    ]);
    expect(await left()).toHaveLength(6);
    const done = await cleanup(2);
    expect([done.status, done.stderr]).toEqual([0, ""]);
    expect(done.states).toEqual(
      planned.states.map(([key, state]: [string, string]) => [key, state.replace("to abort", "aborted")]),
    );
    expect(await left()).toEqual(["etcd/somebody else's", "step-ca/ca-20261122T014200Z.tar.gz.kms"]);
    expect((await cleanup(3)).states).toEqual([["etcd/somebody else's", "not ours"]]);
  });

  it("takes another age, and says that there is nothing", async () => {
    await begin(ID);
    expect((await cleanup(1, "--older-than", "30")).states).toContainEqual([ID, "young"]);
    expect((await cleanup(1, "--older-than", "20")).states).toContainEqual([ID, "aborted"]);
    const { stdout } = await sealstack(["cleanup", "--bucket", bucket, "--prefix", "none/"]);
    expect(stdout.toString()).toBe(`no unfinished uploads below s3://${bucket}/none/\n`);
  });

  it("is refused without a bucket that is there, and with an age that is none", async () => {
    expect((await sealstack(["cleanup", "--bucket", `${bucket}-not`])).status).toBe(10);
    expect((await sealstack(["cleanup"], { env: {} })).status).toBe(2);
    expect((await sealstack(["cleanup", "--bucket", bucket, "--older-than", "soon"])).status).toBe(2);
  });
});
