import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type EtcdServer, startEtcd } from "../../tools/demo/etcd-server";
import { differences } from "../../tools/demo/tree-digest";
import { findTool } from "../../tools/fetched/system-packages";
import { mustRun } from "../../tools/processes/run";
import { createBucket } from "../helpers/buckets";
import { describeIf } from "../helpers/describe-if";
import { createKey } from "../helpers/kms/test-key";
import { sealstack } from "../helpers/processes/cli";
import { useScratch } from "../helpers/scratch";
import { useTempDir } from "../helpers/temp-dir";

const missing = ["etcd", "etcdctl"].filter((name) => findTool(name) === undefined);

describeIf(
  missing.length === 0,
  `${missing.join(" and ")} missing: etcd-server, etcd-client`,
  "backup of a real etcd",
  () => {
    const dir = useTempDir();
    const scratch = useScratch();
    const servers: EtcdServer[] = [];
    afterEach(async () => {
      for (const server of servers.splice(0)) await server.stop();
    });
    const start = async (name: string): Promise<EtcdServer> => {
      const server = await startEtcd(join(dir(), name));
      servers.push(server);
      return server;
    };

    it("gives back 1,000 keys, through a new etcd", async () => {
      const etcd = await start("data");
      await etcd.put(
        Array.from(
          { length: 1000 },
          (_, index) => [`/registry/secrets/${index}`, `value ${index} ü`] as const,
        ),
      );
      const before = await etcd.all();
      const { name } = await createBucket();
      const flags = ["--bucket", name, "--prefix", "etcd-default/", "--key", await createKey()];

      const backup = await sealstack([
        "backup",
        "--source",
        "etcd",
        "--etcd-endpoints",
        etcd.endpoint,
        ...flags,
      ]);
      expect([backup.status, backup.stderr]).toEqual([0, ""]);
      expect(backup.stdout.toString()).toMatch(/member answers: passed \(etcd \S+, revision \d+\)/);
      expect(backup.stdout.toString()).toContain("snapshot matches the SHA-256 at its end: passed");
      expect(scratch.left()).toEqual([]);

      expect((await sealstack(["verify", ...flags])).status).toBe(0);
      const restored = join(dir(), "restored");
      expect((await sealstack(["restore", "latest", restored, ...flags])).stdout.toString()).toContain(
        "snapshot restore",
      );
      expect(readdirSync(restored)).toEqual(["snapshot.db"]);

      const program = findTool("etcdutl") ?? "etcdctl";
      await mustRun(
        program,
        ["snapshot", "restore", join(restored, "snapshot.db"), "--data-dir", join(dir(), "new")],
        {
          env: { ...process.env, ETCDCTL_API: "3" },
        },
      );
      const after = await (await start("new")).all();
      expect([after.size, differences(before, after)]).toEqual([1000, []]);
    });

    it("is skipped while nothing changed, and not when a key or a user did", async () => {
      const etcd = await start("data");
      await etcd.put([["/a", "b"]]);
      const { name } = await createBucket();
      const env = { ...process.env, SEALSTACK_STATE_DIR: join(dir(), "state") };
      const flags = ["--bucket", name, "--prefix", "etcd-default/", "--key", await createKey()];
      const source = ["--source", "etcd", "--etcd-endpoints", etcd.endpoint, "--skip-if-unchanged", "--json"];
      let time = Date.now();
      const backup = async () => {
        time += 1000;
        const ran = await sealstack(["backup", ...flags, ...source], { env, now: () => new Date(time) });
        return { ...JSON.parse(ran.stdout.toString() || "{}"), said: ran.stderr };
      };
      const made = await backup();
      expect(made).toMatchObject({ because: "no run on this host is remembered", said: "" });
      expect(await backup()).toMatchObject({ unchanged: true, id: made.id });
      await etcd.put([["/a", "c"]]);
      expect(await backup()).toMatchObject({ because: "something changed" });
      await mustRun("etcdctl", ["user", "add", "somebody:password", `--endpoints=${etcd.endpoint}`], {
        env: { ...process.env, ETCDCTL_API: "3" },
      });
      expect(await backup()).toMatchObject({ because: "something changed" });
      expect(await backup()).toMatchObject({ unchanged: true });
      const verified = await sealstack(["verify", ...flags]);
      expect([verified.status, verified.stderr]).toEqual([0, ""]);
    });

    it("is reached by etcdctl's own variables, whatever the others say about output", async () => {
      const etcd = await start("data");
      await etcd.put([["/a", "b"]]);
      const { name } = await createBucket();
      const before = { ...process.env };
      Object.assign(process.env, {
        ETCDCTL_ENDPOINTS: etcd.endpoint,
        ETCDCTL_WRITE_OUT: "table",
        ETCDCTL_HEX: "true",
        ETCDCTL_DEBUG: "true",
        ETCDCTL_CLUSTER: "true",
        ETCDCTL_API: "2",
      });
      try {
        const flags = ["--bucket", name, "--prefix", "t/", "--key", await createKey()];
        const ran = await sealstack(["backup", "--source", "etcd", ...flags]);
        expect([ran.status, ran.stderr]).toEqual([0, ""]);
        expect(ran.stdout.toString()).toMatch(/member answers: passed \(etcd \S+, revision \d+\)/);
      } finally {
        process.env = before;
      }
    });

    it("fails when nothing answers, and leaves no temporary file", async () => {
      const { name } = await createBucket();
      const flags = ["--bucket", name, "--key", await createKey()];
      const ran = await sealstack([
        "backup",
        "--source",
        "etcd",
        "--etcd-endpoints",
        "http://127.0.0.1:9",
        ...flags,
      ]);
      expect(ran).toMatchObject({
        status: 13,
        stderr: expect.stringContaining("etcdctl endpoint status failed"),
      });
      expect(scratch.left()).toEqual([]);
    });
  },
);
