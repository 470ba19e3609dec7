/** `sealstack keys status`, before a key is disabled or deleted. */
import { manifestKey } from "../../../../scripts/core/object-key";
import { OperatorError } from "../../../../scripts/errors";
import { useKeyLife } from "../../../helpers/kms/key-life";
import { MemoryStore } from "../../../helpers/stores/memory-store";

interface Status {
  readonly atRisk: boolean;
  readonly openWithNoKey: readonly string[];
  readonly unread: readonly unknown[];
  readonly byManifest: number;
  readonly keys: readonly {
    readonly arn: string;
    readonly condition: string;
    readonly backups: number;
    readonly only: {
      readonly backups: number;
      readonly oldest: string | null;
      readonly newest: string | null;
    };
  }[];
}

const DAYS = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"] as const;
const BUCKET = ["--bucket", "b"];

describe("keys status", () => {
  const life = useKeyLife();
  const status = async (store: MemoryStore, ...more: string[]) => {
    const json = await life().run(store, ["keys", "status", "--json", ...BUCKET, ...more]);
    const text = await life().run(store, ["keys", "status", ...BUCKET, ...more]);
    expect(text.status).toBe(json.status);
    return {
      exit: json.status,
      data: JSON.parse(json.stdout.toString()) as Status,
      text: text.stdout.toString(),
      stderr: text.stderr,
    };
  };

  it("names every key, what opens with it, and the oldest and newest that only it opens", async () => {
    const store = new MemoryStore();
    const [one, two] = [life().kms.createKey(), life().kms.createKey()];
    const ids = [];
    for (const day of DAYS) ids.push(await life().backUp(store, one, day));
    const other = await life().backUp(store, two, DAYS[0], "other");
    const before = life().kms.seen.length;
    const { exit, data } = await status(store);
    expect(exit).toBe(0);
    expect(data.keys).toMatchObject([
      { arn: one.arn, condition: "usable", backups: 3, only: { backups: 3, oldest: ids[0], newest: ids[2] } },
      { arn: two.arn, backups: 1, only: { oldest: other, newest: other } },
    ]);
    const operations = life()
      .kms.seen.slice(before)
      .map(({ operation }) => operation);
    expect(new Set(operations)).toEqual(new Set(["DescribeKey"]));
    expect(operations).toHaveLength(4); // twice: as JSON and as text, each key once
  });

  it.each([
    ["DisabledException", {}, "disabled", "aws kms enable-key"],
    [
      "KMSInvalidStateException",
      { DeletionDate: Date.parse("2026-12-05T12:00:00Z") / 1000 },
      "pending deletion",
      "aws kms cancel-key-deletion",
    ],
    ["KMSInvalidStateException", { KeyState: "PendingImport" }, "pending import", "import-key-material"],
    ["KeyUnavailableException", {}, "unavailable", "describe-custom-key-stores"],
  ] as const)(
    "ends with a status of its own for %s %j, and says what to type",
    async (state, metadata, condition, type) => {
      const store = new MemoryStore();
      const key = life().kms.createKey();
      const id = await life().backUp(store, key, DAYS[0]);
      Object.assign(key, { state, metadata });
      const { exit, data, text } = await status(store);
      expect(exit).toBe(16);
      expect(data).toMatchObject({ atRisk: true, openWithNoKey: [id], keys: [{ condition }] });
      expect(text).toContain(type);
      expect(text).toContain("AT RISK: 1 backup needs a key");
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
      if (condition === "pending deletion") expect(text).toMatch(/on 2026-12-05 12:00 UTC, in 7 days/);
    },
  );

  it("counts imported material that expires soon as going, and not before", async () => {
    const store = new MemoryStore();
    const key = life().kms.createKey();
    await life().backUp(store, key, DAYS[0]);
    key.metadata = { ValidTo: Date.parse("2026-12-08T12:00:00Z") / 1000 };
    expect(await status(store)).toMatchObject({
      exit: 16,
      text: expect.stringMatching(/expires on 2026-12-08.*in 10 days/),
    });
    expect((await status(store, "--warn-days", "9")).exit).toBe(0);
  });

  it("takes a key that KMS does not know for gone, and one that it must not tell about for unknown", async () => {
    const store = new MemoryStore();
    const key = life().kms.createKey();
    await life().backUp(store, key, DAYS[0]);
    life().kms.decide = () => ({ status: 400, name: "NotFoundException" });
    expect(await status(store)).toMatchObject({ exit: 16, data: { keys: [{ condition: "not found" }] } });
    life().kms.decide = () => ({ status: 400, name: "AccessDeniedException" });
    const { exit, data, text } = await status(store);
    expect({ exit, data }).toMatchObject({
      exit: 17,
      data: { atRisk: false, keys: [{ condition: "unknown" }] },
    });
    expect(text).toContain("NOT KNOWN");
  });

  it("answers what would be lost without a key, before it is touched", async () => {
    const store = new MemoryStore();
    const key = life().kms.createKey();
    const id = await life().backUp(store, key, DAYS[0]);
    const { exit, data, text } = await status(store, "--without", key.arn);
    expect({ exit, data }).toMatchObject({ exit: 16, data: { openWithNoKey: [id] } });
    expect(text).toContain("sealstack rewrap --bucket b --region eu-central-1 \\\n");
    expect((await status(store, "--without", life().kms.createKey().arn)).exit).toBe(0);
  });

  it("finds a replica of a multi-Region key that opens in its place", async () => {
    const store = new MemoryStore();
    const id = `mrk-${"0".repeat(31)}1`;
    const key = life().kms.createKey("eu-central-1", id);
    const replica = life().kms.createKey("eu-west-1", id);
    await life().backUp(store, key, DAYS[0]);
    Object.assign(key, { state: "DisabledException" });
    key.metadata = {
      MultiRegionConfiguration: { PrimaryKey: { Arn: key.arn }, ReplicaKeys: [{ Arn: replica.arn }] },
    };
    const { exit, text } = await status(store);
    expect(exit).toBe(0);
    expect(text).toContain(replica.arn);
    replica.state = "DisabledException";
    expect((await status(store)).exit).toBe(16);
  });

  it("counts what cannot be read by its manifest, says so, and does not call that a success", async () => {
    const store = new MemoryStore();
    const key = life().kms.createKey();
    const id = await life().backUp(store, key, DAYS[0]);
    store.before = (request, name) => {
      if (request === "get" && name === id) throw new OperatorError("unavailable", "it is in an archive");
    };
    const { exit, data, text, stderr } = await status(store);
    expect(exit).toBe(17);
    expect(data).toMatchObject({
      byManifest: 1,
      unread: [{ id }],
      keys: [{ arn: key.arn, only: { backups: 1 } }],
    });
    expect(text).toContain("1 could not be read");
    expect(stderr).toContain(`${id} is not read: it is in an archive`);
    store.objects.delete(manifestKey(id));
    expect(await status(store)).toMatchObject({ exit: 17, data: { byManifest: 0, keys: [] } });
  });

  it("never believes a manifest where there is a header", async () => {
    const store = new MemoryStore();
    const key = life().kms.createKey();
    const id = await life().backUp(store, key, DAYS[0]);
    const manifest = JSON.parse(store.object(manifestKey(id)).toString());
    store.objects.set(
      manifestKey(id),
      Buffer.from(JSON.stringify({ ...manifest, keyArns: ["arn:of:nobody"] })),
    );
    expect((await status(store)).data.keys.map(({ arn }) => arn)).toEqual([key.arn]);
  });

  it("names a backup that stands under another's name, whose key says nothing", async () => {
    const store = new MemoryStore();
    const key = life().kms.createKey();
    const id = await life().backUp(store, key, DAYS[0]);
    const moved = id.replace("20261101", "20261102");
    store.objects.set(moved, store.object(id));
    store.objects.set(id.replace("20261101", "20261103"), Buffer.from("no message"));
    store.objects.set(`p/x-20261101T000000Z.tar.gz.age`, Buffer.from("age"));
    const { exit, data, text } = await status(store);
    expect(exit).toBe(17);
    expect(data.unread).toMatchObject([{ id: moved, exit: "context" }, { exit: "notAuthentic" }]);
    expect(text).toContain("1 need a passphrase and no key");
  });

  it("says that there is nothing where there is nothing", async () => {
    expect(await status(new MemoryStore())).toMatchObject({ exit: 0, text: "no backups in s3://memory\n" });
  });
});
