import { join } from "node:path";
import { runTool } from "../../../../scripts/clients/programs/run-tool";
import type { Services } from "../../../../scripts/commands/io";
import { evidence } from "../../../../scripts/core/drill/evidence/evidence";
import { type EtcdServer, startEtcd } from "../../../../tools/demo/etcd-server";
import { findTool } from "../../../../tools/fetched/system-packages";
import { describeIf } from "../../../helpers/describe-if";
import { sealstack } from "../../../helpers/processes/cli";
import { useScratch } from "../../../helpers/scratch";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const missing = ["etcd", "etcdctl"].filter((name) => findTool(name) === undefined);
const FLAGS = ["--bucket", "b", "--prefix", "etcd/"];
const KEYS = 250;

describeIf(
  missing.length === 0,
  `${missing.join(" and ")} missing: etcd-server, etcd-client`,
  "drill of an etcd",
  () => {
    const dir = useTempDir();
    const scratch = useScratch();
    const store = new MemoryStore();
    let services: Services;
    let server: EtcdServer;
    let etcdDir = "";

    beforeEach(async () => {
      services = { ...memoryServices(store), runTool };
      if (store.objects.size > 0) return;
      etcdDir = join(dir(), "data");
      server = await startEtcd(etcdDir);
      try {
        const pairs = Array.from(
          { length: KEYS },
          (_, index) => [`/registry/${index}`, `value ${index}`] as const,
        );
        await server.put(pairs);
        const ran = await sealstack(
          ["backup", "--source", "etcd", "--etcd-endpoints", server.endpoint, ...FLAGS],
          {
            services,
            env: {},
          },
        );
        expect([ran.status, ran.stderr]).toEqual([0, ""]);
      } finally {
        await server.stop();
      }
    });

    const drill = (argv: readonly string[] = [], over: Partial<Services> = {}) =>
      sealstack(["drill", ...FLAGS, "--json", ...argv], { services: { ...services, ...over }, env: {} });

    it("reads pages and revision, starts an etcd, counts and reads its keys, and leaves nothing", async () => {
      const ran = await drill();
      expect([ran.status, ran.stderr]).toEqual([0, ""]);
      const [record] = JSON.parse(ran.stdout.toString()).drills;
      expect(
        record.checks.map((check: { name: string; result: string }) => [check.name, check.result]),
      ).toEqual([
        ["the backup is restored, and every file has its digest", "passed"],
        ["the manifest agrees with what was restored", "passed"],
        ["snapshot matches the SHA-256 at its end", "passed"],
        ["every page of the database can be read", "passed"],
        ["etcd's own program reads the snapshot", "passed"],
        ["an etcd starts from the snapshot", "passed"],
        ["every key can be read through it", "passed"],
      ]);
      expect(record.checks.at(-1).detail).toContain(`${KEYS} keys with `);
      expect(record).toMatchObject({
        result: "passed",
        backup: { source: "etcd" },
        choice: { by: "latest" },
      });
      expect(record.versions.etcd).toMatch(/^\d+\.\d+/);
      expect(evidence.parse(JSON.parse(store.object(record.evidenceKey).toString())).result).toBe("passed");
    });

    it("says loudly what it skips where programs are missing, and fails then with --strict", async () => {
      const none = { runTool: memoryServices(store).runTool };
      const ran = await drill(["--no-store"], none);
      expect(ran.status).toBe(0);
      const [record] = JSON.parse(ran.stdout.toString()).drills;
      const skipped = record.checks.filter(({ result }: { result: string }) => result === "skipped");
      expect(skipped).toHaveLength(3);
      expect(skipped[0].detail).toBe("needs etcdutl or etcdctl (Debian package etcd-client)");
      expect(ran.stderr).toContain(
        "etcd's own program reads the snapshot: skipped (needs etcdutl or etcdctl",
      );
      expect((await drill(["--no-store", "--strict"], none)).status).toBe(19);
    });

    it("says that keys are not read where the snapshot has authentication turned on", async () => {
      const guarded = new MemoryStore();
      const etcd = await startEtcd(join(dir(), "guarded"));
      const call = async (path: string, body: object) => {
        const answer = await fetch(`${etcd.endpoint}/v3/auth/${path}`, {
          method: "POST",
          body: JSON.stringify(body),
        });
        expect(answer.status).toBe(200);
      };
      const over = { ...memoryServices(guarded), runTool };
      try {
        await etcd.put([["/a", "b"]]);
        await call("user/add", { name: "root", password: "correct horse" });
        await call("role/add", { name: "root" });
        await call("user/grant", { user: "root", role: "root" });
        await call("enable", {});
        process.env.ETCDCTL_USER = "root:correct horse";
        const argv = ["backup", "--source", "etcd", "--etcd-endpoints", etcd.endpoint, ...FLAGS];
        expect((await sealstack(argv, { services: over, env: {} })).status).toBe(0);
      } finally {
        delete process.env.ETCDCTL_USER;
        await etcd.stop();
      }
      const ran = await drill(["--no-store"], over);
      const [record] = JSON.parse(ran.stdout.toString()).drills;
      expect([ran.status, record.checks.at(-2).result, record.checks.at(-1)]).toEqual([
        0,
        "passed",
        expect.objectContaining({ result: "skipped", detail: "the etcd of the snapshot asks for a user" }),
      ]);
    });

    it("fails where etcd does not start, and says why", async () => {
      const ran = await drill(["--no-store"], {
        startProgram: (command, args, options) =>
          memoryServices(store).startProgram(command, command === "etcd" ? ["--nonsense"] : args, options),
      });
      expect(ran.status).toBe(19);
      const [record] = JSON.parse(ran.stdout.toString()).drills;
      expect(record.checks.at(-2)).toMatchObject({ result: "failed" });
      expect(record.checks.at(-1)).toMatchObject({ result: "skipped", detail: "etcd did not start" });
    });

    it("is interrupted while its etcd runs: nothing of both is left", async () => {
      const interrupted = new AbortController();
      const running = sealstack(["drill", ...FLAGS, "--no-store"], {
        services: {
          ...services,
          startProgram: (command, args, options) => {
            expect(scratch.left().map((name) => name.slice(0, 7))).toEqual([".drill."]);
            const started = services.startProgram(command, args, options);
            setTimeout(() => interrupted.abort(new DOMException("ended by SIGTERM", "AbortError")), 1);
            return started;
          },
        },
        env: {},
        signal: interrupted.signal,
      });
      expect((await running).status).toBe(130);
    });
  },
);
