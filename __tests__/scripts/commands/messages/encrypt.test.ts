import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MessageCipher } from "../../../../scripts/core/ports";
import { rawCipher } from "../../../helpers/kms/raw-cipher";
import { sealstack } from "../../../helpers/processes/cli";
import { program } from "../../../helpers/processes/program";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

describe("sealstack encrypt", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  const run = (argv: readonly string[], cipher: MessageCipher = rawCipher(), stdin?: Buffer) =>
    sealstack(["encrypt", ...argv], {
      services: memoryServices(new MemoryStore(), cipher),
      env: {},
      ...(stdin === undefined ? {} : { stdin }),
    });

  it.each([
    ["a file", "out"],
    ["stdout", "-"],
  ])(
    "fails to %s when the input is written while it is read, its modification time put back or not",
    async (_, out) => {
      mkdirSync(path("in"));
      const input = path("in/secret");
      for (const putBack of [true, false]) {
        writeFileSync(input, "before");
        utimesSync(input, 1_000_000_000, 1_000_000_000);
        const real = rawCipher();
        const cipher: MessageCipher = {
          ...real,
          seal: (...given) => {
            const { atime, mtime } = statSync(input);
            writeFileSync(input, "AFTER!");
            if (putBack) utimesSync(input, atime, mtime);
            return real.seal(...given);
          },
        };
        const { status, stderr } = await run(["--in", input, "--out", out === "-" ? out : path(out)], cipher);
        expect([status, stderr]).toEqual([3, expect.stringContaining("the input changed while it was read")]);
        expect(readdirSync(dir())).toEqual(["in"]);
      }
    },
  );

  it("reads what has no length, such as a file of /proc, to its end", async () => {
    expect((await run(["--in", "/proc/version", "--out", path("out")])).status).toBe(0);
    const opened = await sealstack(["decrypt", "--any-context", "--in", path("out")], {
      services: memoryServices(new MemoryStore()),
      env: {},
    });
    expect(opened.stdout.equals(readFileSync("/proc/version"))).toBe(true);
  });

  it.each(["-", "out"])("fails to %s when nothing comes from the pipe, and writes nothing", async (out) => {
    const to = ["--out", out === "-" ? out : path(out)];
    const { status, stdout, stderr } = await run(to, rawCipher(), Buffer.alloc(0));
    expect([status, stdout.length, stderr]).toEqual([3, 0, expect.stringContaining("--allow-empty")]);
    expect(readdirSync(dir())).toEqual([]);
    expect((await run(["--allow-empty", ...to], rawCipher(), Buffer.alloc(0))).status).toBe(0);
  });

  it.each(["-", "out"])(
    "fails to %s when nothing comes from a FIFO or a device that is named",
    async (out) => {
      execFileSync("mkfifo", [path("fifo")]);
      const writer = once(spawn("sh", ["-c", ': > "$0"', path("fifo")]), "close");
      for (const input of [path("fifo"), "/dev/null"]) {
        const ran = await run(["--in", input, "--out", out === "-" ? out : path(out)]);
        expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining("not one byte") });
      }
      await writer;
      expect(readdirSync(dir())).toEqual(["fifo"]);
    },
  );

  it("reads a FIFO that is named to its end", async () => {
    execFileSync("mkfifo", [path("fifo")]);
    const writer = once(spawn("sh", ["-c", 'echo one > "$0"', path("fifo")]), "close");
    expect((await run(["--in", path("fifo"), "--out", path("out")])).status).toBe(0);
    await writer;
    expect(readFileSync(path("out")).length).toBeGreaterThan(100);
  });

  it("takes an empty file that is named", async () => {
    writeFileSync(path("empty"), "");
    for (const out of ["-", path("out")])
      expect((await run(["--in", path("empty"), "--out", out])).status).toBe(0);
  });

  it.each(["<&-", "</dev/null", "< /"])("fails with stdin %s, in a process of its own", (redirection) => {
    writeFileSync(path("passphrase"), "correct horse\n", { mode: 0o600 });
    const { status, stdout, stderr } = spawnSync(
      "sh",
      [
        "-c",
        `exec "$0" "$1" encrypt --passphrase-file "$2" ${redirection}`,
        ...program(),
        path("passphrase"),
      ],
      { encoding: "utf8" },
    );
    expect([status, stdout, stderr]).toEqual([
      3,
      "",
      expect.stringMatching(/nothing came from stdin|EISDIR/),
    ]);
  });

  it("fails with a passphrase that is not UTF-8: others would open what it seals", async () => {
    writeFileSync(path("passphrase"), Buffer.from("geheim\xfc\n", "latin1"), { mode: 0o600 });
    const argv = ["encrypt", "--passphrase-file", path("passphrase"), "--in", "/proc/version"];
    expect(await sealstack(argv, { env: {} })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is not UTF-8"),
    });
  });

  it("fails with arguments that are not UTF-8, and shows nothing of them", () => {
    for (const script of [
      `encrypt --passphrase-file p --context "site=$(printf 'secret\\351')" --in /proc/version`,
      `backup --bucket b --name n -- cat "$(printf 'secret\\351')"`,
    ]) {
      const { status, stderr } = spawnSync("sh", ["-c", `exec "$0" "$1" ${script}`, ...program()], {
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(/argument \d+ holds bytes that are not UTF-8/),
      ]);
      expect(stderr).not.toContain("secret");
    }
  });
});
