/** What retention does against a server of S3: the same tests against each that the tests have. */
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { manifestKey } from "../../../scripts/core/object-key";
import { recordKey } from "../../../scripts/core/records/record-key";
import { type Ran, sealstack } from "../processes/cli";
import { idOf } from "./retention";

export interface VersionsServer {
  readonly s3: S3Client;
  readonly endpoint: string;
  readonly region: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
let count = 0;

/** @param lacks tests that this server cannot have: they are left out, and said to be */
export function describeVersions(server: () => VersionsServer, lacks: readonly string[] = []): void {
  let bucket = "";

  const command = (...words: string[]): Promise<Ran> => {
    const { endpoint, region } = server();
    return sealstack([...words, "--bucket", bucket, "--endpoint-url", endpoint, "--region", region], {
      env: process.env,
    });
  };

  async function data(...words: string[]) {
    const { status, stdout, stderr } = await command(...words, "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
    return JSON.parse(stdout.toString());
  }

  async function makeBucket(objectLock: boolean): Promise<void> {
    const { s3, region } = server();
    bucket = `versions-${process.pid}-${Date.now()}-${++count}`;
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ObjectLockEnabledForBucket: objectLock,
        CreateBucketConfiguration: { LocationConstraint: region as "eu-central-1" },
      }),
    );
  }

  const put = async (Key: string): Promise<void> =>
    void (await server().s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(Key) })));

  async function add(days: number): Promise<string> {
    const id = idOf(daysAgo(days));
    await put(id);
    await put(manifestKey(id));
    return id;
  }

  async function versions(key: string) {
    const { Versions = [], DeleteMarkers = [] } = await server().s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
    );
    const ofKey = <T extends { readonly Key?: string | undefined }>(all: readonly T[]) =>
      all.filter(({ Key }) => Key === key);
    return { stored: ofKey(Versions), markers: ofKey(DeleteMarkers) };
  }

  const test = (name: string, run: () => Promise<void>): void =>
    lacks.includes(name) ? it.skip(`${name} [skipped: this server cannot]`, run) : it(name, run);

  describe("with versions and object lock", () => {
    beforeEach(() => makeBucket(true));

    test("prune hides by delete markers, undelete brings all of it back, and not one version is gone", async () => {
      const [kept, old, oldest] = [await add(0.1), await add(1), await add(2)];
      const dry = await data("prune", "--keep-last", "1", "--dry-run", "--explain");
      expect(dry.versions.map(({ fate }: { fate: string }) => fate)).toEqual(
        expect.arrayContaining(["keep", "keep", "delete", "delete", "delete", "delete"]),
      );
      expect((await data("list")).backups).toHaveLength(3);
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([oldest, old]);
      expect((await data("list")).backups.map(({ id }: { id: string }) => id)).toEqual([kept]);
      for (const key of [old, oldest, manifestKey(old)]) {
        const { stored, markers } = await versions(key);
        expect([stored.length, markers.length]).toEqual([1, 1]);
      }
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([]);
      expect((await data("undelete", "--deleted-since", "1h")).backups.sort()).toEqual([old, oldest].sort());
      expect((await data("list")).backups).toHaveLength(3);
      const { Body } = await server().s3.send(new GetObjectCommand({ Bucket: bucket, Key: oldest }));
      expect(await Body?.transformToString()).toBe(oldest);
    });

    test("the next run finishes what was hidden halfway", async () => {
      await add(0.1);
      const half = await add(3);
      await server().s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: half }));
      expect((await data("prune", "--keep-last", "1")).finished).toEqual([manifestKey(half)]);
      expect((await data("list")).orphans).toEqual([]);
    });

    test("a legal hold keeps a backup from prune and its versions from deletion, until it is released", async () => {
      await add(0.1);
      const held = await add(2);
      await data("hold", "set", held);
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([]);
      const [version] = (await versions(held)).stored;
      const remove = new DeleteObjectCommand({ Bucket: bucket, Key: held, VersionId: version?.VersionId });
      await expect(server().s3.send(remove)).rejects.toThrow();
      await data("hold", "release", held);
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([held]);
    });

    test("lock extend makes locks end later and never sooner, and explain tells until when", async () => {
      const id = await add(0.1);
      const until = async (): Promise<Date | undefined> =>
        (await server().s3.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: id }))).Retention
          ?.RetainUntilDate;
      await data("lock", "extend", id, "--days", "2", "--mode", "GOVERNANCE");
      const first = await until();
      await data("lock", "extend", id, "--days", "5", "--mode", "COMPLIANCE");
      const second = await until();
      expect(Number(second) - Number(first)).toBeGreaterThan(2.9 * DAY_MS);
      expect(
        (await data("lock", "extend", "--kept", "--keep-last", "1", "--days", "1")).backups[0].changed,
      ).toEqual([]);
      expect(await until()).toEqual(second);
      const { versions: told } = await data("prune", "--keep-last", "1", "--dry-run", "--explain");
      expect(told[0].lock).toEqual({ legalHold: false, mode: "GOVERNANCE", until: second?.toISOString() });
    });

    test("what is locked is hidden all the same, comes back, and its version cannot be deleted", async () => {
      await add(0.1);
      const locked = await add(2);
      await data("lock", "extend", locked, "--days", "2", "--mode", "COMPLIANCE");
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([locked]);
      const [version] = (await versions(locked)).stored;
      const remove = new DeleteObjectCommand({ Bucket: bucket, Key: locked, VersionId: version?.VersionId });
      await expect(server().s3.send(remove)).rejects.toThrow();
      await data("undelete", locked);
      expect((await data("list")).backups).toHaveLength(2);
    });

    test("a quarantine is a mark that is hidden when it ends, and hides nothing else", async () => {
      const bad = await add(0.1);
      const old = await add(1);
      await put(recordKey("quarantine", bad, new Date()));
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([]);
      expect((await data("quarantine", "--release", bad)).removed).toHaveLength(1);
      expect((await data("prune", "--keep-last", "1")).deleted).toEqual([old]);
    });
  });

  test("a bucket without versions, or that stopped to keep them, is refused, and nothing in it is deleted", async () => {
    await makeBucket(false);
    const ids = [await add(0.1), await add(2)];
    const refused = { status: 21, stderr: expect.stringContaining("must be Enabled, got ") };
    expect(await command("prune", "--keep-last", "1")).toMatchObject(refused);
    for (const Status of ["Enabled", "Suspended"] as const)
      await server().s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }),
      );
    expect(await command("prune", "--keep-last", "1")).toMatchObject(refused);
    for (const key of ids) expect((await versions(key)).markers).toEqual([]);
    expect(await command("hold", "set", ids[0] ?? "")).toMatchObject({ status: 14 });
  });
}
