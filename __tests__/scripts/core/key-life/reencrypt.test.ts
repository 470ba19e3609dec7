/** `sealstack reencrypt`: the old message, or the new one that was proven, and nothing between. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestKey } from "../../../../scripts/core/object-key";
import { OperatorError } from "../../../../scripts/errors";
import { BACKED_UP, useKeyLife } from "../../../helpers/kms/key-life";
import type { FakeKey } from "../../../helpers/servers/kms-endpoint";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const DAYS = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"] as const;

describe("reencrypt", () => {
  const life = useKeyLife();
  let restored = 0;

  const reencrypt = async (store: MemoryStore, from: FakeKey, to: FakeKey, ...more: string[]) => {
    const keys = ["--from-key", from.arn, "--to-key", to.arn];
    const ran = await life().run(store, ["reencrypt", "--json", "--bucket", "b", ...keys, ...more]);
    return { status: ran.status, stderr: ran.stderr, data: JSON.parse(ran.stdout.toString() || "{}") };
  };
  const setUp = async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    return { store, from, to, id: await life().backUp(store, from, DAYS[0]) };
  };
  const verify = (store: MemoryStore, id: string, key: FakeKey, ...more: string[]) =>
    life().run(store, ["verify", "--json", "--bucket", "b", "--key", key.arn, ...more, id]);

  it.each(["authentic", "not verified"])(
    "is what verify --all means by replaced, and it says so: what is there now is %s",
    async (now) => {
      const { store, from, to, id } = await setUp();
      await life().backUp(store, from, DAYS[1]);
      expect((await reencrypt(store, from, to, "--yes", "--older-than", "0")).status).toBe(0);
      if (now === "not verified") store.objects.set(id, Buffer.alloc(store.object(id).length));
      const keys = ["--key", from.arn, "--key", to.arn];
      const { status, stdout } = await life().run(store, ["verify", "--all", "--bucket", "b", ...keys]);
      expect(status).toBe(18);
      const lines = stdout.toString().split("\n");
      const was = now === "authentic" ? "is authentic" : "was not verified";
      expect(lines.filter((line) => line.startsWith("  replaced  "))).toEqual([
        expect.stringMatching(new RegExp(`^  replaced  ${id}: .*; what is there now ${was}$`)),
      ]);
      expect(
        lines.filter((line) => line.includes("`sealstack reencrypt` does that on purpose")),
      ).toHaveLength(1);
    },
  );

  it("shows the plan, then puts a new message in the old one's place, which stays as a version", async () => {
    const { store, from, to, id } = await setUp();
    const old = store.object(id);
    const plan = await reencrypt(store, from, to);
    expect(plan.data).toMatchObject({
      status: "planned",
      planned: [{ id, bytes: old.length }],
      bytes: old.length,
      kmsCalls: { Decrypt: 2, GenerateDataKey: 1, Encrypt: 0 },
    });
    expect(store.object(id)).toBe(old);
    const asked = life().kms.seen.length;
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({ status: 0, data: { done: [{ id }] } });
    const calls = life()
      .kms.seen.slice(asked)
      .map(({ operation }) => operation);
    expect(calls.filter((name) => name !== "DescribeKey").sort()).toEqual([
      "Decrypt",
      "Decrypt",
      "GenerateDataKey",
    ]);
    expect(store.olderVersions[0]).toEqual({ key: id, bytes: old });

    from.state = "DisabledException";
    const verified = await verify(store, id, to);
    expect(verified.status).toBe(0);
    expect(JSON.parse(verified.stdout.toString())).toMatchObject({
      manifest: true,
      keyArns: [to.arn],
      context: { tenant: "x" },
    });
    const target = join(life().dir, `again-${restored++}`);
    const ran = await life().run(store, [
      "restore",
      "--bucket",
      "b",
      "--key",
      to.arn,
      "--context",
      "tenant=x",
      id,
      target,
    ]);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(target, "data"), "utf8")).toBe(BACKED_UP);
    const status = await life().run(store, ["keys", "status", "--json", "--bucket", "b"]);
    expect(JSON.parse(status.stdout.toString()).keys.map(({ arn }: { arn: string }) => arn)).toEqual([
      to.arn,
    ]);
  });

  it("does it once, however often it runs", async () => {
    const { store, from, to, id } = await setUp();
    await reencrypt(store, from, to, "--yes");
    const before = new Map(store.objects);
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 0,
      data: { planned: [], already: [id] },
    });
    expect(store.objects).toEqual(before);
  });

  it("refuses a bucket that keeps no versions, before anything is read", async () => {
    const { store, from, to } = await setUp();
    store.versioned = false;
    const before = new Map(store.objects);
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 14,
      stderr: expect.stringContaining("does not keep versions"),
    });
    expect(store.objects).toEqual(before);
  });

  it("asks each object whether it is a version, where nobody may ask the bucket", async () => {
    const { store, from, to, id } = await setUp();
    store.versioned = undefined;
    store.objectsAreVersions = false;
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 17,
      data: { failed: [{ id, exit: "refused" }] },
    });
    expect(store.olderVersions).toEqual([]);
    store.objectsAreVersions = true;
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({ status: 0, data: { done: [{ id }] } });
  });

  it("writes the manifest that an ended run did not come to", async () => {
    const { store, from, to, id } = await setUp();
    store.before = (request, key) => {
      if (request === "put" && key === manifestKey(id))
        throw new OperatorError("unavailable", "the network is gone");
    };
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 17,
      data: { failed: [{ id, message: expect.stringContaining("the new message is there and whole") }] },
    });
    store.before = () => {};
    const remark = expect.stringContaining("of a message that was there before");
    for (const more of [[], ["--quick"]]) {
      const { status, stdout, stderr } = await verify(store, id, to, ...more);
      expect({ status, data: JSON.parse(stdout.toString()), stderr }).toMatchObject({
        status: 0,
        data: { id, manifest: true, manifestRemark: remark },
        stderr: remark,
      });
    }
    const all = await life().run(store, ["verify", "--all", "--json", "--bucket", "b", "--key", to.arn]);
    expect(JSON.parse(all.stdout.toString())).toMatchObject({
      ok: true,
      series: [{ backups: [{ id, verified: true, manifestRemark: remark }] }],
    });
    const target = join(life().dir, `between-${restored++}`);
    const back = await life().run(store, ["restore", "--bucket", "b", "--key", to.arn, id, target]);
    expect(back).toMatchObject({ status: 0, stderr: remark });
    const drill = await life().run(store, ["drill", "--json", "--bucket", "b", "--key", to.arn, id]);
    expect(JSON.parse(drill.stdout.toString())).toMatchObject({
      drills: [
        {
          result: "passed",
          checks: expect.arrayContaining([expect.objectContaining({ result: "warning", detail: remark })]),
        },
      ],
    });
    const message = store.object(id);
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 0,
      data: { done: [{ id, manifestOnly: true }] },
    });
    expect(store.object(id)).toBe(message);
    expect(JSON.parse((await verify(store, id, to)).stdout.toString())).toMatchObject({
      manifestRemark: null,
    });
  });

  it("takes a manifest of other keys for an old one only where it agrees in all that stays", async () => {
    const { store, from, to, id } = await setUp();
    const manifest = JSON.parse(store.object(manifestKey(id)).toString());
    const put = (changed: object) =>
      store.objects.set(manifestKey(id), Buffer.from(JSON.stringify({ ...manifest, ...changed })));
    put({ ciphertextSha256: "0".repeat(64) });
    expect((await verify(store, id, from)).status).toBe(5);
    put({ ciphertextSha256: "0".repeat(64), keyArns: [to.arn], files: manifest.files + 1 });
    expect((await verify(store, id, from)).status).toBe(5);
    put({ ciphertextSha256: "0".repeat(64), keyArns: [to.arn] });
    expect((await verify(store, id, from)).status).toBe(0);
  });

  it("replaces nobody else's object: one that was changed meanwhile stays", async () => {
    const { store, from, to, id } = await setUp();
    const others = Buffer.from("somebody else's");
    life().kms.decide = ({ operation }) => {
      if (operation === "GenerateDataKey") store.objects.set(id, others);
      return "pass";
    };
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 17,
      data: { failed: [{ id, exit: "conflict" }] },
    });
    expect(store.object(id)).toBe(others);
  });

  it.each([
    ["damaged", (bytes: Buffer) => bytes.fill(0, bytes.length - 40, bytes.length - 30), "notAuthentic"],
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1), "notAuthentic"],
    ["followed by other bytes", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")]), "notAuthentic"],
  ] as const)("leaves a backup alone that is %s", async (_, damage, exit) => {
    const { store, from, to, id } = await setUp();
    const bad = damage(Buffer.from(store.object(id)));
    store.objects.set(id, bad);
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 17,
      data: { done: [], failed: [{ id, exit }] },
    });
    expect(store.object(id)).toBe(bad);
    expect(store.olderVersions).toEqual([]);
  });

  it.each(["GenerateDataKey", "Decrypt"])(
    "leaves a backup alone whose new message cannot be proven: %s fails",
    async (fails) => {
      const { store, from, to, id } = await setUp();
      const old = store.object(id);
      life().kms.decide = ({ operation, body }) =>
        operation === fails && body.KeyId === to.arn
          ? { status: 400, name: "AccessDeniedException" }
          : "pass";
      expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
        status: 17,
        data: { failed: [{ id, exit: "accessDenied" }] },
      });
      expect(store.object(id)).toBe(old);
    },
  );

  it("leaves a backup alone when KMS gives a data key back that is another one", async () => {
    const { store, from, to, id } = await setUp();
    const old = store.object(id);
    life().kms.decide = ({ operation, body }) =>
      operation === "Decrypt" && body.KeyId === to.arn
        ? { reply: (good) => ({ ...good, Plaintext: Buffer.alloc(32, 1).toString("base64") }) }
        : "pass";
    expect(await reencrypt(store, from, to, "--yes")).toMatchObject({
      status: 17,
      data: { failed: [{ id, exit: "notAuthentic" }] },
    });
    expect(store.object(id)).toBe(old);
  });

  it("opens by a sidecar what the old key does not any more, and leaves the sidecar behind as outlived", async () => {
    const { store, from, to, id } = await setUp();
    const rewrap = ["rewrap", "--bucket", "b", "--from-key", from.arn, "--to-key", to.arn, "--yes"];
    expect((await life().run(store, rewrap)).status).toBe(0);
    from.state = "DisabledException";
    const { status, stderr } = await reencrypt(store, from, to, "--yes");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining(`opened with ${to.arn}, by p/.sealstack`),
    });
    expect((await verify(store, id, to)).stderr).toBe("");
    expect((await life().run(store, ["keys", "status", "--bucket", "b"])).stderr).toBe("");
  });

  it("streams what is longer than a frame, and compares all of it", async () => {
    const store = new MemoryStore();
    const [from, to] = [life().kms.createKey(), life().kms.createKey()];
    const data = Buffer.alloc(3 * 1024 ** 2);
    for (let at = 0; at < data.length; at += 4) data.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
    writeFileSync(join(life().dir, "long"), data);
    const argv = [
      "backup",
      "--json",
      "--bucket",
      "b",
      "--prefix",
      "p/",
      "--key",
      from.arn,
      ...["--compression", "none"],
      join(life().dir, "long"),
    ];
    const { id } = JSON.parse((await life().run(store, argv)).stdout.toString()) as { id: string };
    const old = store.object(id);
    expect(old.length).toBeGreaterThan(2 * 1024 ** 2);
    expect((await reencrypt(store, from, to, "--yes")).status).toBe(0);
    expect(store.object(id).length).toBe(old.length);
    expect((await verify(store, id, to)).status).toBe(0);
  });

  it("is ended by an interruption with the old message in its place", async () => {
    const { store, from, to, id } = await setUp();
    const old = store.object(id);
    life().kms.decide = ({ operation }) => (operation === "GenerateDataKey" ? "hang" : "pass");
    const stop = new AbortController();
    const keys = ["--from-key", from.arn, "--to-key", to.arn, "--yes"];
    const running = life().run(store, ["reencrypt", "--bucket", "b", ...keys], undefined, stop.signal);
    while (life().kms.seen.at(-1)?.operation !== "GenerateDataKey")
      await new Promise((done) => setTimeout(done, 5));
    stop.abort();
    expect((await running).status).toBe(130);
    expect(store.object(id)).toBe(old);
  });
});
