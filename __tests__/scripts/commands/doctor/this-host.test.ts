import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useDoctor } from "../../../helpers/doctor";

describe("sealstack doctor, of this host", () => {
  const host = useDoctor();

  it("tells how the last runs on this host ended", async () => {
    const folder = join(host.dir(), "state", "targets");
    mkdirSync(folder, { recursive: true });
    const record = (steps: object) =>
      JSON.stringify({
        schemaVersion: 1,
        target: "etcd",
        steps,
        notificationFailed: { ping: true, sns: false },
      });
    const at = "2026-11-28T10:00:00.000Z";
    writeFileSync(
      join(folder, "etcd.json"),
      record({
        backup: { lastAttempt: at, status: 7, message: "the key is disabled", hint: "enable it" },
        drill: { lastAttempt: at, lastSuccess: at },
        prune: { lastAttempt: at, lastSuccess: at, status: 0, hookFailed: true },
      }),
    );
    writeFileSync(join(folder, "garbage.json"), "{");
    expect(await host.check("last backup of etcd")).toEqual({
      subject: "run",
      name: "last backup of etcd",
      result: "problem",
      detail: `failed with status 7 on ${at}: the key is disabled; it never succeeded`,
      mend: "enable it",
    });
    expect(await host.check("last drill of etcd")).toMatchObject({ result: "warning" });
    expect(await host.check("last prune of etcd")).toMatchObject({
      result: "warning",
      detail: `on ${at}; a hook after it failed`,
    });
    expect(await host.check("ping of etcd")).toMatchObject({
      result: "warning",
      detail: "nobody was told the last time",
    });
    expect(await host.check("sns of etcd")).toBeUndefined();
  });

  describe("where it is known what it backs up", () => {
    const config = (text: string): string => {
      const file = join(host.dir(), "backup.yaml");
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    };
    const target = (source: string, more = ""): string =>
      config(`targets: { t: { source: ${source}, prefix: etcd/${more} } }\n`);
    const programs = async (file: string) => {
      const { data, status } = await host.doctor("--config", file);
      const found = data.checks.filter(({ subject }) => subject === "program");
      return { status, found: Object.fromEntries(found.map(({ name, result }) => [name, result])) };
    };
    const SMALLSTEP = "Smallstep CLI/0.28.7 (linux/amd64)\nRelease Date: 2025-07-14\n";

    it("looks for what its targets need, and for nothing else", async () => {
      expect(await programs(target("etcd"))).toEqual({ status: 0, found: { etcdctl: "ok" } });
      host.programs = {};
      expect(await programs(target("etcd", ", drill: {}"))).toEqual({
        status: 24,
        found: { etcdctl: "problem", etcd: "problem" },
      });
      expect(await programs(target("step-ca", ", path: /ca, drill: {}"))).toEqual({
        status: 24,
        found: { "step-ca": "problem", step: "warning" },
      });
      expect(await programs(target("step-ca", ", path: /ca"))).toEqual({
        status: 0,
        found: { step: "warning" },
      });
      expect(await programs(target("files", ", path: /data"))).toEqual({ status: 0, found: {} });
      expect(await host.check("etcdctl", "--config", target("etcd"))).toMatchObject({
        detail: "not on the PATH; backups of etcd need it: t",
        mend: expect.stringContaining("etcd-client"),
      });
    });

    it.each([
      [{ step: SMALLSTEP }, "ok"],
      [{ "step-cli": SMALLSTEP, step: "Step 23.08\n" }, "ok"],
      [{ step: "Step 23.08\n" }, "warning"], // KDE's
    ])("knows Smallstep's step by what it says: %j", async (there, result) => {
      host.programs = there;
      const found = await host.check("step", "--config", target("step-ca", ", path: /ca"));
      expect(found.result).toBe(result);
      expect(found.detail).toContain(result === "ok" ? "Smallstep CLI/0.28.7" : "not on the PATH");
    });

    it("tells a program that is there and does not work", async () => {
      host.services = {
        ...host.services,
        runTool: async () => ({ status: 127, stdout: "", stderr: "libc.so.6: not found\nmore\n" }),
      };
      expect(await host.check("etcdctl", "--config", target("etcd"))).toMatchObject({
        result: "problem",
        detail: "`etcdctl version` ends with 127: libc.so.6: not found; backups of etcd need it: t",
      });
    });

    it("tells a file that is not valid, with every mistake, and one that is not there", async () => {
      const file = config("targets: { t: { prefix: etcd/, colour: red } }\n");
      const found = await host.check(`targets of ${file}`, "--config", file);
      expect(found).toMatchObject({ result: "problem", mend: expect.stringContaining("docs/operate.md") });
      expect(found.detail).toMatch(/is not valid; .*path: is missing; .*colour: unknown key/);
      expect(await host.check("targets of /nowhere.yaml", "--config", "/nowhere.yaml")).toMatchObject({
        result: "problem",
      });
    });
  });
});
