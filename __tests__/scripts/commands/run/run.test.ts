import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "../../../../scripts/clients/programs/run-tool";
import type { Services } from "../../../../scripts/commands/io";
import { type Ran, sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const HOUR = 3_600_000;

describe("sealstack run", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  let services: Services;
  let time = 0;
  /** Command lines that it ran itself by. */
  let ran: string[][] = [];
  beforeEach(() => {
    store = new MemoryStore();
    time = Date.parse("2026-11-28T10:00:00.000Z");
    ran = [];
    const runSelf: Services["runSelf"] = async (argv, env) => {
      ran.push([...argv]);
      const { status, stdout, stderr } = await cli([...argv], env);
      return { status, stdout: stdout.toString(), stderr };
    };
    services = { ...memoryServices(store), runTool, runSelf };
    mkdirSync(join(dir(), "data"));
    writeFileSync(join(dir(), "data", "a.txt"), "hello");
  });

  const cli = (argv: readonly string[], env = {}): Promise<Ran> =>
    sealstack(argv, { services, now: () => new Date(time), env });
  const state = (): string => join(dir(), "state");
  const run = async (yaml: string, ...more: string[]) => {
    writeFileSync(join(dir(), "backup.yaml"), yaml, { mode: 0o600 });
    const common = ["--config", join(dir(), "backup.yaml"), "--state-dir", state(), "--json"];
    const { status, stdout, stderr } = await cli(["run", ...common, ...more]);
    return { status, stderr, ...(stdout.length > 0 && JSON.parse(stdout.toString())) };
  };
  const recordOf = (target: string) =>
    JSON.parse(readFileSync(join(state(), "targets", `${target}.json`), "utf8"));
  const data = (): string => join(dir(), "data");

  it("backs up what is due, remembers it, and does nothing before it is due again", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/, every: 6h } }`;
    const first = await run(yaml);
    expect(first).toMatchObject({
      status: 0,
      steps: [
        {
          target: "files",
          step: "backup",
          outcome: "ok",
          status: 0,
          backup: "x/files-20261128T100000Z.tar.gz.kms",
        },
      ],
    });
    expect([...store.objects.keys()]).toContain("x/files-20261128T100000Z.tar.gz.kms");
    expect(recordOf("files").steps.backup).toMatchObject({
      lastAttempt: "2026-11-28T10:00:00.000Z",
      lastSuccess: "2026-11-28T10:00:00.000Z",
      status: 0,
    });
    expect(statSync(join(state(), "targets", "files.json")).mode & 0o777).toBe(0o600);
    time += HOUR;
    expect(await run(yaml)).toMatchObject({ status: 0, steps: [{ outcome: "not due" }] });
    time += 5 * HOUR;
    expect(await run(yaml)).toMatchObject({ status: 0, steps: [{ outcome: "ok" }] });
    expect(ran).toHaveLength(2);
  });

  it("does not wait for a success of the future: a clock was wrong", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/, every: 6h } }`;
    time += 365 * 24 * HOUR;
    await run(yaml);
    time -= 365 * 24 * HOUR;
    expect(await run(yaml)).toMatchObject({ status: 0, steps: [{ outcome: "ok" }] });
    expect(recordOf("files").steps.backup.lastSuccess).toBe("2026-11-28T10:00:00.000Z");
    expect(await run(yaml)).toMatchObject({ steps: [{ outcome: "not due" }] });
  });

  it("leaves a mark where nothing had changed, and remembers in one place", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/, every: 6h, skipIfUnchanged: true } }`;
    await run(yaml);
    time += 6 * HOUR;
    expect(await run(yaml)).toMatchObject({
      steps: [{ outcome: "ok", backup: "x/files-20261128T100000Z.tar.gz.kms" }],
    });
    expect(readdirSync(state()).sort()).toEqual([expect.stringMatching(/^last-files-/), "targets"]);
    expect([...store.objects.keys()]).toHaveLength(3);
  });

  it("does not let one target that fails stop the others, and says which", async () => {
    const yaml = `
metricsFile: ${join(dir(), "sealstack.prom")}
targets:
  broken: { path: ${join(dir(), "none")}, prefix: x/, retention: { last: 1 } }
  files: { path: ${data()}, prefix: x/ }
`;
    const result = await run(yaml);
    expect(result).toMatchObject({
      status: 17,
      steps: [
        { target: "broken", step: "backup", outcome: "failed", status: 3, hint: "check the path" },
        { target: "broken", step: "prune", outcome: "skipped", message: "the backup failed" },
        { target: "files", step: "backup", outcome: "ok" },
      ],
    });
    expect(recordOf("broken").steps.backup).not.toHaveProperty("lastSuccess");
    const metrics = readFileSync(join(dir(), "sealstack.prom"), "utf8");
    const at = Date.parse("2026-11-28T10:00:00.000Z") / 1000;
    expect(metrics).toContain(`sealstack_last_success_timestamp_seconds{target="broken",step="backup"} 0\n`);
    expect(metrics).toContain(
      `sealstack_last_attempt_timestamp_seconds{target="broken",step="backup"} ${at}\n`,
    );
    expect(metrics).toContain(`sealstack_last_exit_status{target="broken",step="backup"} 3\n`);
    expect(metrics).toContain(
      `sealstack_last_success_timestamp_seconds{target="files",step="backup"} ${at}\n`,
    );
    expect(metrics).toContain(`sealstack_interval_seconds{target="files",step="backup"} 86400\n`);
    expect(statSync(join(dir(), "sealstack.prom")).mode & 0o777).toBe(0o644);
  });

  it("keeps the last success when a later attempt fails", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/ } }`;
    await run(yaml);
    time += 25 * HOUR;
    services = { ...services, store: () => Promise.reject(new Error("there is no network")) };
    expect(await run(yaml)).toMatchObject({ status: 17, steps: [{ outcome: "failed" }] });
    expect(recordOf("files").steps.backup).toMatchObject({
      lastSuccess: "2026-11-28T10:00:00.000Z",
      lastAttempt: "2026-11-29T11:00:00.000Z",
      status: 1,
    });
  });

  it("does at once what failed, however new the last success is", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/ } }`;
    await run(yaml);
    const working = services;
    services = { ...services, store: () => Promise.reject(new Error("there is no network")) };
    expect(await run(yaml, "--force")).toMatchObject({ steps: [{ outcome: "failed" }] });
    services = working;
    time += 1000;
    expect(await run(yaml)).toMatchObject({ steps: [{ outcome: "ok" }] });
    expect(await run(yaml)).toMatchObject({ steps: [{ outcome: "not due" }] });
  });

  it("leaves an attempt without an outcome when it is killed", async () => {
    services = { ...services, runSelf: () => Promise.reject(new Error("as if it had been killed")) };
    const yaml = `targets: { files: { path: ${data()}, prefix: x/ } }`;
    expect(await run(yaml)).toMatchObject({ status: 1 });
    expect(recordOf("files").steps.backup).toEqual({ lastAttempt: "2026-11-28T10:00:00.000Z" });
  });

  it("counts attempts that fail in a row, those that were killed among them, and writes the metrics before it knows", async () => {
    const yaml = `
metricsFile: ${join(dir(), "sealstack.prom")}
targets: { files: { path: ${data()}, prefix: x/ } }`;
    const metric = (name: string): string | undefined =>
      new RegExp(`^sealstack_${name}\\{.*\\} (.*)$`, "m").exec(
        readFileSync(join(dir(), "sealstack.prom"), "utf8"),
      )?.[1];
    const { runSelf } = services;
    services = { ...services, runSelf: () => Promise.reject(new Error("as if it had been killed")) };
    await run(yaml);
    expect([metric("attempt_unfinished"), metric("failed_attempts"), metric("last_exit_status")]).toEqual([
      "1",
      "0",
      undefined,
    ]);
    services = { ...services, runSelf: async () => ({ status: 7, stdout: "", stderr: "" }) };
    await run(yaml);
    expect([metric("attempt_unfinished"), metric("failed_attempts"), metric("last_exit_status")]).toEqual([
      "0",
      "2",
      "7",
    ]);
    services = { ...services, runSelf };
    await run(yaml);
    expect([metric("failed_attempts"), metric("last_exit_status")]).toEqual(["0", "0"]);
    const bytes = metric("last_backup_bytes");
    expect(Number(bytes)).toBeGreaterThan(100);
    time += 25 * HOUR;
    services = { ...services, runSelf: async () => ({ status: 7, stdout: "", stderr: "" }) };
    await run(yaml);
    expect([metric("failed_attempts"), metric("last_backup_bytes")]).toEqual(["1", bytes]);
  });

  it("makes the backups though the metrics cannot be written, and says so", async () => {
    const yaml = `
metricsFile: ${join(dir(), "none", "sealstack.prom")}
targets: { files: { path: ${data()}, prefix: x/ } }`;
    const { status, steps, stderr } = await run(yaml);
    expect({ status, steps }).toMatchObject({ status: 17, steps: [{ outcome: "ok" }] });
    expect(JSON.parse(stderr).warning).toContain("metrics are not written");
  });

  it("hands metrics to CloudWatch, of targets that it did not run, too; who does not take them changes no backup", async () => {
    const yaml = (to: string): string => `
cloudwatch: { to: "${to}", host: h }
targets: { one: { path: ${data()}, prefix: x/ }, two: { path: ${data()}, prefix: x/ } }`;
    expect(await run(yaml("emf.log"), "two")).toMatchObject({ status: 0, stderr: "" });
    const lines = readFileSync(join(dir(), "emf.log"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ Host: "h", Target: "one", Overdue: 1 }),
      expect.objectContaining({ Host: "h", Target: "two", Overdue: 0, ExitStatus: 0 }),
    ]);
    expect(
      (await run(yaml("stderr"))).stderr
        .trimEnd()
        .split("\n")
        .map((line: string) => JSON.parse(line).Overdue),
    ).toEqual([0, 0]);
    const none = await run(yaml("none/emf.log"));
    expect(none).toMatchObject({ status: 17, steps: [{ outcome: "not due" }, { outcome: "not due" }] });
    expect(JSON.parse(none.stderr).warning).toContain("ENOENT");
  });

  it("tells in the metrics that a hook failed after a backup that is good", async () => {
    const yaml = `
metricsFile: ${join(dir(), "sealstack.prom")}
targets: { files: { path: ${data()}, prefix: x/, hooks: { after: [["false"]] } } }`;
    expect(await run(yaml)).toMatchObject({ status: 17, steps: [{ outcome: "failed", status: 13 }] });
    const text = readFileSync(join(dir(), "sealstack.prom"), "utf8");
    expect(text).toMatch(/^sealstack_hook_failed\{.*\} 1$/m);
    expect(text).toMatch(/^sealstack_last_exit_status\{.*\} 0$/m);
  });

  it("goes on to the next target where nothing can be remembered of one, and tells others", async () => {
    const posted: string[] = [];
    services = {
      ...services,
      notifyPorts: () => ({
        post: async (_url, _type, body) => posted.push(JSON.parse(body).target) && 200,
        publish: () => Promise.reject(new Error("there is no topic")),
        variable: () => "https://chat.example.org/hook",
      }),
    };
    mkdirSync(join(state(), "targets", "first.json"), { recursive: true });
    const yaml = `
defaults: { notify: { webhook: { urlVariable: HOOK } } }
targets:
  first: { path: ${data()}, prefix: x/ }
  second: { path: ${data()}, prefix: x/, name: second }
`;
    expect(await run(yaml)).toMatchObject({
      status: 17,
      steps: [
        { target: "first", step: "backup", outcome: "failed", status: 4 },
        { target: "second", step: "backup", outcome: "ok" },
      ],
    });
    expect(posted).toEqual(["first"]);
  });

  it("runs hooks with what they need to know, and without a shell", async () => {
    const say = (file: string): string =>
      JSON.stringify([
        "sh",
        "-c",
        `printenv SEALSTACK_TARGET SEALSTACK_STEP SEALSTACK_STATUS SEALSTACK_BACKUP > ${join(dir(), file)}`,
      ]);
    const yaml = `targets: { files: { path: ${data()}, prefix: x/, hooks: { before: [${say("before")}], after: [${say("after")}], onFailure: [${say("failed")}] } } }`;
    expect(await run(yaml)).toMatchObject({ status: 0 });
    expect(readFileSync(join(dir(), "before"), "utf8")).toBe("files\nbackup\n\n\n");
    expect(readFileSync(join(dir(), "after"), "utf8")).toBe(
      "files\nbackup\n0\nx/files-20261128T100000Z.tar.gz.kms\n",
    );
    expect(existsSync(join(dir(), "failed"))).toBe(false);
    time += 25 * HOUR;
    const late = yaml.replace(`path: ${data()}`, `path: ${join(dir(), "none")}`);
    expect(await run(late)).toMatchObject({ status: 17 });
    expect(readFileSync(join(dir(), "failed"), "utf8")).toBe("files\nbackup\n3\n\n");
  });

  it.each([
    ["fails", `["false"]`, "the hook 'false' failed with exit status 1; nothing was backed up"],
    [
      "is not there",
      `["no-such-program"]`,
      "the hook 'no-such-program' cannot be started; nothing was backed up",
    ],
  ])("backs up nothing when a hook before %s", async (_, hook, message) => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/, hooks: { before: [${hook}] } } }`;
    expect(await run(yaml)).toMatchObject({
      status: 17,
      steps: [{ outcome: "failed", status: 13, message }],
    });
    expect([...store.objects.keys()]).toEqual([]);
  });

  it("tells a dead-man switch and a webhook how each target ended, and lets no good backup fail because nobody hears", async () => {
    const posted: string[] = [];
    let status = 200;
    services = {
      ...services,
      notifyPorts: () => ({
        post: async (url, _type, body) => {
          posted.push(
            `${url.pathname} ${body.startsWith("{") ? JSON.parse(body).event : body.trim()}`.trim(),
          );
          return status;
        },
        publish: () => Promise.reject(new Error("there is no topic")),
        variable: (name) => (name === "HOOK" ? "https://chat.example.org/hook" : undefined),
      }),
    };
    writeFileSync(join(dir(), "ping"), "https://hc.example.org/5ecre7", { mode: 0o600 });
    const yaml = `
defaults: { notify: { webhook: { urlVariable: HOOK } } }
metricsFile: ${join(dir(), "sealstack.prom")}
targets:
  files: { path: ${data()}, prefix: x/, notify: { ping: { urlFile: ping } } }
  broken: { path: ${join(dir(), "none")}, prefix: x/ }
`;
    expect(await run(yaml)).toMatchObject({ status: 17, stderr: "" });
    expect(posted.splice(0)).toEqual(["/5ecre7/start", "/5ecre7 backup: exit status 0", "/hook failed"]);
    // The one is not due, the other fails again.
    await run(yaml);
    expect(posted.splice(0)).toEqual(["/hook failed"]);
    mkdirSync(join(dir(), "none"));
    writeFileSync(join(dir(), "none", "a"), "a");
    expect(await run(yaml)).toMatchObject({ status: 0 });
    expect(posted.splice(0)).toEqual(["/hook recovered"]);
    status = 404;
    time += 25 * HOUR;
    const { status: exit, stderr } = await run(yaml);
    expect(exit).toBe(0);
    expect(JSON.parse(stderr)).toEqual({ warning: "files: nobody was told by ping: HTTP 404" });
    expect(stderr).not.toContain("5ecre7");
    const metrics = readFileSync(join(dir(), "sealstack.prom"), "utf8");
    expect(metrics).toContain('sealstack_notification_failed{target="files",channel="ping"} 1\n');
    expect(metrics).toContain('sealstack_notification_failed{target="broken",channel="webhook"} 0\n');
    expect(metrics).toMatch(/last_exit_status\{target="files",step="backup"\} 0$/m);
  });

  it("leaves a target alone that another run is at: that is no failure of it", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/ } }`;
    let [inside, go] = [(): void => {}, (): void => {}];
    const began = new Promise<void>((resolve) => (inside = resolve));
    const wait = new Promise<void>((resolve) => (go = resolve));
    const { runSelf } = services;
    services = {
      ...services,
      runSelf: async (...args) => {
        inside();
        await wait;
        return runSelf(...args);
      },
    };
    const first = run(yaml);
    await began;
    expect(await run(yaml)).toMatchObject({
      status: 0,
      steps: [{ outcome: "skipped", message: expect.stringContaining("another run is at the target files") }],
    });
    go();
    expect(await first).toMatchObject({ status: 0, steps: [{ outcome: "ok" }] });
    expect(recordOf("files").steps.backup).toMatchObject({ status: 0 });
  });

  it("tells what is due, and does nothing, with --dry-run", async () => {
    const yaml = `targets: { files: { path: ${data()}, prefix: x/, drill: { every: 7d } } }`;
    expect(await run(yaml, "--dry-run")).toMatchObject({
      status: 0,
      dryRun: true,
      steps: [
        { step: "backup", outcome: "due" },
        { step: "drill", outcome: "due" },
      ],
    });
    expect(existsSync(state())).toBe(false);
  });

  it("does what is not due with --force, of the targets that are named", async () => {
    const yaml = `targets: { one: { path: ${data()}, prefix: x/ }, two: { path: ${data()}, prefix: x/ } }`;
    await run(yaml);
    time += 1000;
    expect(await run(yaml, "--force", "two")).toMatchObject({ steps: [{ target: "two", outcome: "ok" }] });
    const { status, stderr } = await run(yaml, "three");
    expect(status).toBe(2);
    expect(JSON.parse(stderr).error).toMatchObject({ hint: "choose among one, two" });
  });
});
