import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const now = (): Date => new Date("2026-11-22T01:42:00Z");
const PLACE = ["--bucket", "memory", "--prefix", "t/"];

describe("a backup of a pipe or a program", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore();
  });
  type Options = NonNullable<Parameters<typeof sealstack>[1]>;
  const run = (argv: readonly string[], options: Options = {}) =>
    sealstack(argv, { services: memoryServices(store), now, env: {}, ...options });
  const backup = (argv: readonly string[], options: Options = {}) =>
    run(["backup", ...PLACE, "--name", "n", ...argv], options);
  const content = async (): Promise<Buffer> => {
    const { status, stdout } = await run(["restore", ...PLACE, "latest", "-"]);
    expect(status).toBe(0);
    return stdout;
  };
  const sh = (script: string): string[] => ["--", "sh", "-c", script];

  it.each([
    ["a pipe", ["-"]],
    ["a program", sh("true")],
    ["a program, with a dash", ["-", ...sh("true")]],
  ])("fails when %s gives nothing, and stores nothing", async (_, argv) => {
    const { status, stderr } = await backup(argv);
    expect([status, stderr]).toEqual([3, expect.stringContaining("--allow-empty")]);
    expect(store.objects.size).toBe(0);
    expect((await backup(["--allow-empty", ...argv])).status).toBe(0);
    expect(await content()).toHaveLength(0);
  });

  it.each([
    ["an empty directory", () => {}],
    ["directories only", () => mkdirSync(join(dir(), "in/sub"))],
    ["what cannot be kept only", () => execFileSync("mkfifo", [join(dir(), "in/fifo")])],
  ])(
    "fails when a directory holds %s, as one where nothing is mounted, and stores nothing",
    async (_, fill) => {
      mkdirSync(join(dir(), "in"));
      fill();
      const argv = ["--skip-unsupported", join(dir(), "in")];
      expect(await backup(argv)).toMatchObject({
        status: 3,
        stderr: expect.stringContaining("there is no file in"),
      });
      expect(store.objects.size).toBe(0);
      expect((await backup(["--allow-empty", ...argv])).status).toBe(0);
    },
  );

  it("takes a pipe whose first chunks are empty or late", async () => {
    const stdin = new PassThrough();
    const running = backup(["-"], { stdin });
    stdin.write("");
    setImmediate(() => stdin.end("late"));
    expect((await running).status).toBe(0);
    expect((await content()).toString()).toBe("late");
  });

  it("fails when a pipe breaks, and stores nothing", async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("some");
        throw Object.assign(new Error("EIO"), { code: "EIO", syscall: "read" });
      })(),
    );
    expect(await backup(["-"], { stdin: broken })).toMatchObject({ status: 3 });
    expect(store.objects.size).toBe(0);
  });

  it("stops waiting for a pipe when it is interrupted", async () => {
    const abort = new AbortController();
    const running = backup(["-"], { stdin: new PassThrough(), signal: abort.signal });
    setImmediate(() => abort.abort());
    expect((await running).status).toBe(130);
    expect(store.objects.size).toBe(0);
  });

  it("fails when stdin is a terminal", async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    expect(await backup(["-"], { stdin })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("stdin is a terminal"),
    });
  });

  it("keeps what a program writes, byte for byte, and says of what it is", async () => {
    const bytes = randomBytes(3_000_000);
    writeFileSync(join(dir(), "bytes"), bytes);
    const { status, stdout } = await backup(["--", "cat", join(dir(), "bytes")]);
    expect([status, stdout.toString().split("\n")[0]]).toEqual([0, "backed up the output of 'cat'"]);
    expect((await content()).equals(bytes)).toBe(true);
  });

  it("gives a program its arguments as they are, options and dashes too", async () => {
    const { status, stdout } = await backup([
      "--json",
      "--",
      "printf",
      "%s|",
      "--json",
      "--",
      "-x",
      "a b",
      "--name",
    ]);
    expect([status, JSON.parse(stdout.toString()).name]).toEqual([0, "n"]);
    expect((await content()).toString()).toBe("--json|--|-x|a b|--name|");
    store.objects.clear();
    const { stdout: text } = await backup(["--compression", "none", "--", "echo", "--json", "--quiet"]);
    expect(text.toString()).toMatch(/^backed up the output of/); // not JSON: that was for echo
  });

  it.each([
    ["fails after it wrote", sh("echo data; exit 3"), "'sh' failed with exit status 3"],
    ["fails without a word", sh("exit 1"), "'sh' failed with exit status 1"],
    ["is killed after it wrote", sh("echo data; kill -9 $$"), "'sh' was ended by SIGKILL"],
    ["closes its output and fails later", sh("echo data; exec >&-; sleep 0.2; exit 4"), "exit status 4"],
    ["is not there", ["--", "no-such-program"], "'no-such-program' cannot be started: ENOENT"],
    ["is given too much", ["--", "echo", "x".repeat(3_000_000)], "'echo' cannot be started: E2BIG"],
    ["is a directory", ["--", "/"], "'/' cannot be started: EACCES"],
  ])("fails when a program %s, and stores nothing", async (_, argv, problem) => {
    for (const more of [[], ["--allow-empty"]]) {
      const { status, stderr } = await backup([...more, ...argv]);
      expect([status, stderr]).toEqual([13, expect.stringContaining(problem)]);
      expect(store.objects.size).toBe(0);
    }
  });

  it("waits for a program that goes on writing in the background", async () => {
    expect((await backup(sh("(sleep 0.3; echo more) & echo first"))).status).toBe(0);
    expect((await content()).toString()).toBe("first\nmore\n");
  });

  it("ends a program when it is interrupted", async () => {
    const abort = new AbortController();
    const started = join(dir(), "started");
    const running = backup(sh(`echo data; echo $$ > '${started}'; exec sleep 600`), { signal: abort.signal });
    while (!existsSync(started) || readFileSync(started, "utf8") === "") await new Promise(setImmediate);
    abort.abort();
    expect((await running).status).toBe(130);
    expect(store.objects.size).toBe(0);
    expect(() => process.kill(Number(readFileSync(started, "utf8")), 0)).toThrow("ESRCH");
  });

  it.each([
    ["a path besides", ["/etc", ...sh("true")], "a path and a program were named: /etc and sh"],
    ["another source", ["--source", "etcd", ...sh("true")], "no backup of etcd"],
    ["nothing behind the dashes", ["--"], "no program was named behind --"],
    ["an empty name", ["--", ""], "no program was named behind --"],
    ["two paths", ["/a", "/b"], "too many arguments for 'backup': '/b'"],
    ["an empty path", [""], "nothing to back up was named"],
    [
      "--allow-empty with a CA",
      ["--allow-empty", "--source", "step-ca", "/etc"],
      "--allow-empty does not go with step-ca",
    ],
  ])("fails with %s", async (_, argv, problem) => {
    expect(await backup(argv)).toMatchObject({ status: 2, stderr: expect.stringContaining(problem) });
    expect(store.objects.size).toBe(0);
  });

  it("fails without a name", async () => {
    const { status, stderr } = await run(["backup", ...PLACE, ...sh("echo x")]);
    expect([status, stderr]).toEqual([2, expect.stringContaining("a backup from a program needs a name")]);
  });

  describe("restore to stdout", () => {
    it("gives back a file, and reports on stderr", async () => {
      writeFileSync(join(dir(), "one"), "one file");
      await backup([join(dir(), "one")]);
      const { stdout, stderr } = await run(["restore", ...PLACE, "latest", "-"]);
      expect(stdout.toString()).toBe("one file");
      expect(stderr).toMatch(/^restored t\/n-\S+ to stdout\n/);
      const json = await run(["restore", ...PLACE, "--json", "latest", "-"]);
      expect([json.stdout.toString(), JSON.parse(json.stderr)]).toEqual([
        "one file",
        expect.objectContaining({ target: "-" }),
      ]);
    });

    it("writes nothing when the last byte is not authentic", async () => {
      await backup(["-"], { stdin: randomBytes(1_000_000) });
      const [id = ""] = [...store.objects.keys()].filter((key) => key.endsWith(".kms"));
      const bytes = store.object(id);
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      const { status, stdout } = await run(["restore", ...PLACE, "latest", "-"]);
      expect([status, stdout.length]).toEqual([5, 0]);
    });

    it("writes nothing of a backup that is not one file", async () => {
      mkdirSync(join(dir(), "two/sub"), { recursive: true });
      for (const make of [
        () => {},
        () => ["a", "b"].map((name) => writeFileSync(join(dir(), "two", name), name)),
      ]) {
        make();
        await backup(["--allow-empty", "--compression", "none", join(dir(), "two")]);
        const { status, stdout, stderr } = await run(["restore", ...PLACE, "latest", "-"]);
        expect([status, stdout.length, stderr]).toEqual([2, 0, expect.stringContaining("one file")]);
        store.objects.clear();
      }
    });

    it("fails with --preserve-owner", async () => {
      expect((await run(["restore", ...PLACE, "--preserve-owner", "latest", "-"])).status).toBe(2);
    });
  });
});
