import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { endingSignals } from "../../../scripts/process/ending-signals";
import { listenersWithoutWarning } from "../../helpers/listeners";
import { type CliProcess, type CliProcessOptions, startCli } from "../../helpers/processes/cli-process";
import { type KmsEndpoint, kmsEndpoint } from "../../helpers/servers/kms-endpoint";
import { type S3Endpoint, s3Endpoint } from "../../helpers/servers/s3-endpoint";
import { useTempDir } from "../../helpers/temp-dir";

const MIB = 1024 ** 2;

/** Signals that do not end a command, and why. Source: signal(7). */
const NOT_ENDING = {
  "nobody hears them": ["SIGKILL", "SIGSTOP"],
  "Node.js ignores them, and the write fails": ["SIGPIPE", "SIGXFSZ"],
  "their default is another": ["SIGCHLD", "SIGCONT", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGWINCH"],
  "faults of the process itself": ["SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP"],
};

/** Other names of signals. */
const TWICE = ["SIGPOLL", "SIGIOT", "SIGUNUSED"];

describe("endingSignals", () => {
  /** What is heard in a process that was started so. */
  const heardWith = (execArgv: readonly string[], env: NodeJS.ProcessEnv = {}): readonly string[] => {
    const heard: string[] = [];
    const on = (name: string): void => void heard.push(name);
    endingSignals({ on, execArgv, env } as unknown as NodeJS.Process, process.exit);
    return heard;
  };

  it("gives a signal that many requests at once can listen to, without a warning from Node.js", () => {
    const signal = endingSignals(
      { on: () => {}, execArgv: [], env: {} } as unknown as NodeJS.Process,
      process.exit,
    );
    expect(listenersWithoutWarning(signal)).toBe(0);
  });

  it("hears every signal that ends a process", () => {
    const heard = heardWith(["--import", "tsx", "--prof-process"], { NODE_OPTIONS: "--cpu-prof-dir=/tmp" });
    const others = [...Object.values(NOT_ENDING).flat(), ...heard];
    expect(
      Object.keys(constants.signals).filter((name) => !others.includes(name) && !TWICE.includes(name)),
    ).toEqual([]);
    expect(heard).toContain("uncaughtException");
  });

  it.each([
    [["--cpu-prof"], {}],
    [["--prof"], {}],
    [["--cpu_prof", "--cpu-prof-dir=/tmp"], {}],
    [[], { NODE_OPTIONS: '--max-old-space-size=99 "--cpu-prof"' }],
  ])("leaves the signal of V8's profiler alone: %j %j", (execArgv, env) => {
    const all = heardWith([]);
    expect(all).toContain("SIGPROF");
    expect(heardWith(execArgv, env)).toEqual(all.filter((name) => name !== "SIGPROF"));
  });
});

jest.setTimeout(120_000);

describe("a command that is ended by a signal", () => {
  const dir = useTempDir();
  const at = (...names: readonly string[]): string => join(dir(), ...names);
  let s3: S3Endpoint;
  let kms: KmsEndpoint;
  let key: string;
  beforeEach(async () => {
    [s3, kms] = await Promise.all([s3Endpoint(), kmsEndpoint()]);
    key = kms.createKey().arn;
    for (const name of ["tmp", "bin", "out"]) mkdirSync(at(name));
    writeFileSync(at("in"), randomBytes(22 * MIB));
  });
  afterEach(() => Promise.all([s3.close(), kms.close()]));

  const start = (argv: readonly string[], options: CliProcessOptions = {}): CliProcess =>
    startCli([...argv, "--key", key, ...(/^(en|de)crypt/.test(argv[0] ?? "") ? [] : ["--bucket", "b"])], {
      ...options,
      env: {
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_ENDPOINT_URL_KMS: kms.url,
        TMPDIR: at("tmp"),
        GO: at("go"),
        PATH: `${at("bin")}:${process.env.PATH}`,
        ...options.env,
      },
    });

  /** What is in the directory of temporary files. */
  const temporary = (): string[] => readdirSync(at("tmp"));

  /** What a killed run left, by its kind. */
  const left = (): { readonly notes: number; readonly locks: number } => {
    const locks = temporary().filter((name) => name.startsWith(".lock.sealstack-")).length;
    return { notes: temporary().length - locks, locks };
  };

  /** Ends it, and looks that it cleaned up. */
  async function end({ child, ended }: CliProcess, signal: NodeJS.Signals): Promise<void> {
    child.kill(signal);
    expect(await ended).toEqual({
      status: 130,
      signal: undefined,
      stdout: "",
      stderr: "sealstack: error: interrupted; nothing was left half-written\n",
    });
    expect([temporary(), readdirSync(at("out")), s3.uploads.size]).toEqual([[], [], 0]);
  }

  /** Answers until a request of that kind comes: the next one gets no answer. */
  function silentAt(operation: string, after = 0): () => boolean {
    let seen = 0;
    s3.change = (reply, request) => (request.operation === operation && seen++ >= after ? "hang" : reply);
    return () => seen > after;
  }

  it.each(["SIGHUP", "SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1"] as const)(
    "removes its unfinished upload: %s",
    async (signal) => {
      const silent = silentAt("UploadPart", 2);
      const backup = start(["backup", at("in")]);
      await backup.until(silent);
      await end(backup, signal);
      expect(s3.objects.size).toBe(0);
    },
  );

  it("comes to its end where Node.js profiles it, and leaves the profile", async () => {
    const profiled = start(["encrypt", "--in", at("in"), "--out", at("out", "sealed")], {
      shell: `"$1" --cpu-prof --cpu-prof-dir='${at("profiles")}' "\${@:2}"`,
    });
    expect(await profiled.ended).toMatchObject({ status: 0 });
    expect(readdirSync(at("profiles"))).toContainEqual(expect.stringMatching(/\.cpuprofile$/));
  });

  it("removes an upload whose beginning was under way, though the signals come in numbers", async () => {
    let answer = (): void => {};
    let asked = false;
    s3.change = (reply, { operation }) => {
      if (operation !== "CreateMultipartUpload") return reply;
      asked = true;
      return new Promise((resolve) => {
        answer = () => resolve(reply);
      });
    };
    const backup = start(["backup", at("in")]);
    await backup.until(() => asked);
    for (const signal of ["SIGTERM", "SIGTERM", "SIGHUP", "SIGINT"] as const) backup.child.kill(signal);
    setTimeout(answer, 300);
    await end(backup, "SIGTERM");
    expect(s3.count("AbortMultipartUpload")).toBe(1);
  });

  it("says so when the upload cannot be removed", async () => {
    const silent = silentAt("UploadPart", 2);
    const { change } = s3;
    s3.change = (reply, request) =>
      request.operation === "AbortMultipartUpload"
        ? { status: 403, headers: {}, body: "" }
        : change(reply, request);
    const backup = start(["backup", at("in")]);
    await backup.until(silent);
    backup.child.kill("SIGHUP");
    const { status, stderr } = await backup.ended;
    expect([status, stderr]).toEqual([
      130,
      expect.stringMatching(/interrupted; the unfinished upload \S+ is left\n/),
    ]);
    expect(stderr).toContain("hint: remove it: aws s3api abort-multipart-upload --bucket b --key in-");
  });

  describe("with a snapshot of etcd", () => {
    /** An etcdctl that runs `save` with the snapshot's path in $1; a good snapshot is in $GOOD. */
    const etcdctl = (save: string): CliProcess => {
      const database = randomBytes(22 * MIB);
      writeFileSync(at("good"), Buffer.concat([database, createHash("sha256").update(database).digest()]));
      writeFileSync(at("bin", "etcdctl"), `#!/bin/bash\n[ "$1" = snapshot ] || exit 0\nshift 2\n${save}\n`);
      chmodSync(at("bin", "etcdctl"), 0o755);
      return start(["backup", "--source", "etcd"], { env: { GOOD: at("good") } });
    };
    const snapshot = (): boolean =>
      readdirSync(at("tmp"), { recursive: true }).some((name) => String(name).endsWith("snapshot.db"));

    it.each(["SIGHUP", "SIGINT"] as const)("removes it while it is uploaded: %s", async (signal) => {
      const silent = silentAt("UploadPart", 2);
      const backup = etcdctl('cp "$GOOD" "$1"');
      await backup.until(silent);
      expect(snapshot()).toBe(true);
      await end(backup, signal);
    });

    it("removes it in the next run after one that was killed", async () => {
      const silent = silentAt("UploadPart", 2);
      const backup = etcdctl('cp "$GOOD" "$1"');
      await backup.until(silent);
      backup.child.kill("SIGKILL");
      await backup.ended;
      expect(snapshot()).toBe(true);
      s3.change = (reply) => reply;
      const { status, stderr } = await start(["backup", "--name", "next", at("in")]).ended;
      expect([status, stderr]).toEqual([0, expect.stringContaining("which an interrupted run left")]);
      expect([temporary(), s3.uploads.size]).toEqual([[], 0]);
    });

    it("removes it while it is taken, by a program that does not want to end and goes on writing", async () => {
      const backup = etcdctl(
        'trap "" TERM HUP; echo x > "$1"; while sleep 0.05; do echo x > "$1.$RANDOM"; done',
      );
      await backup.until(snapshot);
      await end(backup, "SIGHUP");
    });
  });

  it.each([
    ["backup", "--name", "n", "-"],
    ["encrypt", "--out", "SEALED"],
    ["decrypt", "--any-context", "--out", "OPENED"],
  ])("stops to wait for stdin: %s", async (...argv) => {
    const waiting = start(argv.map((word) => (/^[A-Z]+$/.test(word) ? at("out", word) : word)));
    let read = false;
    // More than a pipe holds, so that it is being read when the last of it has been written. Of a message, the beginning is enough.
    const bytes = Buffer.concat([Buffer.from([2, 4, 0x78]), Buffer.alloc(MIB)]);
    waiting.child.stdin?.write(argv[0] === "decrypt" ? bytes.subarray(0, 3) : bytes, () => {
      read = true;
    });
    await waiting.until(() => read && (argv[0] !== "decrypt" || readdirSync(at("out")).length > 0));
    await end(waiting, "SIGHUP");
  });

  it("stops to wait for KMS", async () => {
    let asked = false;
    kms.decide = () => {
      asked = true;
      return "hang";
    };
    for (const argv of [
      ["encrypt", "--in", at("in"), "--out", at("out", "sealed")],
      ["backup", at("in")],
    ]) {
      asked = false;
      const waiting = start(argv);
      await waiting.until(() => asked);
      await end(waiting, "SIGTERM");
    }
  });

  it.each(["out/new", "out"])("removes what was restored so far: to %s", async (target) => {
    expect((await start(["backup", "--name", "n", at("in")]).ended).status).toBe(0);
    let gets = 0;
    s3.change = (reply, { operation }) => (operation === "GetObject" && ++gets > 3 ? "hang" : reply);
    const restore = start(["restore", "latest", at(target)]);
    await restore.until(() => gets > 3);
    await end(restore, "SIGHUP");
  });

  describe("that nobody hears", () => {
    const killed = async (backup: CliProcess, silent: () => boolean): Promise<void> => {
      await backup.until(silent);
      backup.child.kill("SIGKILL");
      expect((await backup.ended).signal).toBe("SIGKILL");
    };

    it("leaves an upload that the next backup removes, and not one of a backup that runs", async () => {
      await killed(start(["backup", at("in")]), silentAt("UploadPart", 2));
      expect([s3.uploads.size, left()]).toEqual([1, { notes: 1, locks: 1 }]);
      const [upload] = s3.uploads.keys();

      const silent = silentAt("UploadPart", 2);
      const running = start(["backup", "--name", "running", at("in")]);
      await running.until(silent);
      expect([...s3.uploads.values()].map(({ key: name }) => name)).toEqual([
        expect.stringMatching(/^running-/),
      ]);
      expect(s3.uploads.has(upload ?? "")).toBe(false);
      s3.change = (reply) => reply;
      const { status, stderr } = await start(["backup", "--name", "third", at("in")]).ended;
      expect([status, stderr, s3.uploads.size]).toEqual([0, "", 1]);

      running.child.kill("SIGTERM");
      expect((await running.ended).stderr).toMatch(
        /warning: removed the unfinished upload of in-\S+ that an interrupted run left/,
      );
      expect([s3.uploads.size, temporary()]).toEqual([0, []]);
    });

    it("leaves an upload that the next backup cannot remove, and says what becomes of it", async () => {
      for (const [status, words, notes] of [
        [403, "lifecycle rule", 0],
        [503, "the next backup tries again", 1],
      ] as const) {
        await killed(start(["backup", at("in")]), silentAt("UploadPart", 2));
        s3.change = (reply, { operation }) =>
          operation === "AbortMultipartUpload" ? { status, headers: {}, body: "" } : reply;
        const next = await start(["backup", "--name", "next", at("in")]).ended;
        expect([next.status, next.stderr]).toEqual([0, expect.stringContaining(words)]);
        expect(left()).toEqual({ notes, locks: 0 });
        s3.objects.clear();
      }
      s3.change = (reply) => reply;
      expect((await start(["backup", "--name", "last", at("in")]).ended).stderr).toBe(""); // the server did remove it
      expect(temporary()).toEqual([]);
    });

    it("leaves a note about another bucket alone", async () => {
      await killed(start(["backup", at("in")]), silentAt("UploadPart", 2));
      s3.change = (reply) => reply;
      const other = startCli(["backup", "--bucket", "other", "--key", key, at("in")], {
        env: { AWS_ENDPOINT_URL_S3: s3.url, AWS_ENDPOINT_URL_KMS: kms.url, TMPDIR: at("tmp") },
      });
      expect((await other.ended).stderr).toBe("");
      expect([s3.uploads.size, left()]).toEqual([1, { notes: 1, locks: 0 }]);
    });
  });

  describe("on a terminal", () => {
    /** Runs it on a terminal of its own, and hangs up (or types) when the text is seen. */
    const onTerminal = (seen: string, argv: readonly string[], typed = ""): CliProcess =>
      start(argv, {
        shell: `python3 -c '${HANG_UP}' '${seen}' '${typed}' "$@"`,
      });

    it("that is gone: cleans up, though it cannot say anything", async () => {
      const silent = silentAt("UploadPart", 2);
      const backup = onTerminal("backing up", ["backup", at("in")]);
      await backup.until(silent);
      writeFileSync(at("go"), "");
      expect(await backup.ended).toMatchObject({ status: 0, stdout: "130\n" });
      expect([temporary(), s3.uploads.size, s3.count("AbortMultipartUpload")]).toEqual([[], 0, 1]);
    });

    it.each([
      ["the line is dropped", ""],
      ["Ctrl-C is typed", "\u0003"],
      ["Ctrl-D is typed", "\u0004"],
    ])("does not wait for a passphrase any more when %s", async (_, typed) => {
      const prompt = startCli(
        ["encrypt", "--passphrase-prompt", "--in", at("in"), "--out", at("out", "sealed")],
        {
          shell: `python3 -c '${HANG_UP}' 'passphrase:' '${typed}' "$@"`,
          env: { GO: dir() },
        },
      );
      expect(await prompt.ended).toMatchObject({ status: 0, stdout: "130\n" });
      expect(readdirSync(at("out"))).toEqual([]);
    });
  });
});

/** A terminal that is closed, or typed on, when a text has been seen on it; prints the exit status. */
const HANG_UP = `
import os, pty, sys, time
seen, typed, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
text = b""
while seen not in text:
    text += os.read(terminal, 1024)
while not os.path.exists(os.environ["GO"]):
    time.sleep(0.02)
if typed:
    os.write(terminal, typed)
    try:
        while os.read(terminal, 1024): pass
    except OSError: pass
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
