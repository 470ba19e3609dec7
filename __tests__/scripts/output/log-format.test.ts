/** Structured logs: every line of stderr is an object of the published schema, and stdout is what it is without them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { COMMANDS } from "../../../scripts/cli/commands";
import { LOG_SCHEMA } from "../../../scripts/output/log-format";
import { type RunOptions, sealstack } from "../../helpers/processes/cli";
import { memoryServices } from "../../helpers/stores/memory-services";
import { MemoryStore } from "../../helpers/stores/memory-store";
import { useTempDir } from "../../helpers/temp-dir";

const SCHEMA = z.fromJSONSchema(LOG_SCHEMA as unknown as Parameters<typeof z.fromJSONSchema>[0]);
const PASSPHRASE = "horse battery staple";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly command?: string;
  readonly exit?: string;
  readonly status?: number;
  readonly target?: string;
}

describe("--log-format json", () => {
  const dir = useTempDir();
  const now = () => new Date("2026-11-28T10:00:00.000Z");
  const lines = (stderr: string): readonly Line[] =>
    stderr
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const { success, error } = SCHEMA.safeParse(JSON.parse(line));
        expect({ line, error: success ? undefined : error }).toEqual({ line, error: undefined });
        return JSON.parse(line);
      });
  const cli = (argv: readonly string[], options: RunOptions = {}) =>
    sealstack(argv, { services: memoryServices(new MemoryStore()), now, env: {}, ...options });

  it("has its schema beside the program (run 'npm run schema')", () => {
    const text = readFileSync(join(__dirname, "../../../scripts/log.schema.json"), "utf8");
    expect(text).toBe(`${JSON.stringify(LOG_SCHEMA, null, 2)}\n`);
    expect(SCHEMA.safeParse({ time: "2026-11-28T10:00:00.000Z", level: "info" }).success).toBe(false);
    expect(SCHEMA.safeParse({ ...line(), level: "debug" }).success).toBe(false);
    expect(SCHEMA.safeParse({ ...line(), key: "x" }).success).toBe(false);
    expect(SCHEMA.safeParse(line()).success).toBe(true);
  });
  const line = () => ({ time: "2026-11-28T10:00:00.000Z", level: "info", message: "ended" });

  it.each(COMMANDS.map(({ name }) => name))("tells an error of %s", async (name) => {
    const { status, stdout, stderr } = await cli([
      ...name.split(" "),
      "--log-format",
      "json",
      "--no-such-flag",
    ]);
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 2, stdout: "" });
    expect(lines(stderr)).toEqual([
      expect.objectContaining({
        level: "error",
        command: name,
        exit: "usage",
        status: 2,
        message: expect.any(String),
      }),
    ]);
  });

  it("leaves stdout as it is, and says how the command ended", async () => {
    const argv = ["list", "--bucket", "b"];
    const plain = await cli(argv);
    const logged = await cli([...argv, "--log-format=json"]);
    expect(logged.stdout).toEqual(plain.stdout);
    expect(lines(logged.stderr)).toEqual([
      { ...line(), command: "list", exit: "ok", status: 0, seconds: expect.any(Number) },
    ]);
    const json = await cli([...argv, "--json"], { env: { SEALSTACK_LOG_FORMAT: "json" } });
    expect(JSON.parse(json.stdout.toString())).toMatchObject({ backups: [] });
    expect(lines(json.stderr)).toHaveLength(1);
  });

  it("says nothing of what is well with --quiet", async () => {
    expect((await cli(["list", "--bucket", "b", "--quiet", "--log-format", "json"])).stderr).toBe("");
  });

  it("carries the report where stdout carries bytes", async () => {
    writeFileSync(join(dir(), "p"), PASSPHRASE, { mode: 0o600 });
    const argv = ["encrypt", "--log-format", "json", "--passphrase-file", join(dir(), "p")];
    const services = { ...memoryServices(new MemoryStore()) };
    const { status, stdout, stderr } = await cli(argv, { stdin: Buffer.from("hello"), services });
    expect(status).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
    expect(lines(stderr)).toEqual([
      expect.objectContaining({ message: "done", report: expect.any(Object) }),
      expect.objectContaining({ message: "ended", exit: "ok" }),
    ]);
    expect(stderr).not.toContain(PASSPHRASE);
  });

  it("goes by the last flag, then the environment; what is neither text nor json is refused", async () => {
    const argv = ["list", "--bucket", "b"];
    const env = { SEALSTACK_LOG_FORMAT: "json" };
    expect((await cli([...argv, "--log-format", "text"], { env })).stderr).toBe("");
    expect((await cli([...argv, "--log-format=text", "--log-format=json"])).stderr).not.toBe("");
    const wrong = await cli(argv, { env: { SEALSTACK_LOG_FORMAT: "xml" } });
    expect(wrong).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("must be text or json, got 'xml'"),
    });
    expect(await cli([...argv, "--log-format", "xml"])).toMatchObject({ status: 2 });
  });

  it("leaves to another program what stands behind --", async () => {
    const { stderr } = await cli([
      "backup",
      "--bucket",
      "b",
      "--prefix",
      "x/",
      "--",
      "p",
      "--log-format=json",
    ]);
    expect(stderr).toMatch(/^sealstack: error: /);
  });

  it("tells a defect with the place where it was thrown", async () => {
    const services = { ...memoryServices(new MemoryStore()), store: () => Promise.reject(new Error("oops")) };
    const { status, stderr } = await cli(["list", "--bucket", "b", "--log-format", "json"], { services });
    expect(status).toBe(1);
    expect(lines(stderr)).toEqual([
      expect.objectContaining({
        level: "error",
        exit: "bug",
        status: 1,
        stack: expect.arrayContaining([expect.stringMatching(/^ +at /)]),
      }),
    ]);
  });

  it("follows a run step by step, as backup.yaml asks for it", async () => {
    const file = (format: string): string => {
      writeFileSync(
        join(dir(), "backup.yaml"),
        `logFormat: ${format}\ntargets: { one: { path: /x, prefix: x/ }, two: { path: /x, prefix: x/ } }`,
        { mode: 0o600 },
      );
      return join(dir(), "backup.yaml");
    };
    let runs = 0;
    const runSelf = async () =>
      runs++ % 2 === 0
        ? { status: 0, stdout: '{"id":"x/one"}', stderr: '{"warning":"a file changed"}\n' }
        : {
            status: 7,
            stdout: "",
            stderr: '{"error":{"message":"the key is disabled","hint":"enable it"}}\n',
          };
    const services = { ...memoryServices(new MemoryStore()), runSelf };
    const argv = (format: string) => [
      "run",
      "--force",
      "--config",
      file(format),
      "--state-dir",
      join(dir(), "state"),
    ];
    const { status, stderr } = await cli(argv("json"), { services });
    expect(status).toBe(17);
    const of = { command: "run", step: "backup" };
    expect(lines(stderr)).toEqual([
      { ...line(), ...of, target: "one", message: "backup begins" },
      { ...line(), ...of, target: "one", level: "warn", message: "one backup: a file changed" },
      { ...line(), ...of, target: "one", message: "backup ended", exit: "ok", status: 0, seconds: 0 },
      { ...line(), ...of, target: "two", message: "backup begins" },
      {
        ...{ ...line(), ...of, target: "two", level: "error", message: "backup failed: the key is disabled" },
        ...{ exit: "key", status: 7, seconds: 0, hint: "enable it" },
      },
      { ...line(), level: "error", command: "run", exit: "partly", status: 17, seconds: expect.any(Number) },
    ]);
    const plain = await cli(argv("json"), { services, env: { SEALSTACK_LOG_FORMAT: "text" } });
    expect(plain.stderr).toBe("sealstack: warning: one backup: a file changed\n");
  });
});
