import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeIf } from "../../helpers/describe-if";
import { type Ended, startCli } from "../../helpers/processes/cli-process";
import { program } from "../../helpers/processes/program";
import { type KmsEndpoint, kmsEndpoint } from "../../helpers/servers/kms-endpoint";
import { useTempDir } from "../../helpers/temp-dir";

jest.setTimeout(120_000);

const PLAINTEXT = "plaintext ".repeat(20_000); // more than a pipe holds

describe("encrypt and decrypt to what is no regular file", () => {
  const dir = useTempDir();
  const at = (name: string): string => join(dir(), name);
  let kms: KmsEndpoint;
  let key: string;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey().arn;
    writeFileSync(at("plain"), PLAINTEXT);
    expect((await run("", "encrypt", "--in", "plain", "--out", "sealed")).status).toBe(0);
  });
  afterEach(() => kms.close());

  /** @param redirection of a shell, around the command. */
  const run = (redirection: string, ...argv: readonly string[]): Promise<Ended> =>
    startCli([...argv, "--key", key], {
      cwd: dir(),
      shell: redirection === "" ? '"$@"' : redirection.includes('"$@"') ? redirection : `"$@" ${redirection}`,
      env: { AWS_ENDPOINT_URL: kms.url, BASH_ENV: "" },
    }).ended;
  const decrypt = (redirection: string, out: string, ...more: readonly string[]): Promise<Ended> =>
    run(redirection, "decrypt", "--any-context", "--in", "sealed", "--out", out, ...more);
  const report = "every byte was authenticated";

  describe("writes into", () => {
    it("stdout behind what stands there, and writes nothing else there", async () => {
      const { status, stderr } = await decrypt(
        '{ echo before; "$@"; status=$?; echo behind; } > opened; (exit $status)',
        "/dev/stdout",
        "--force",
      );
      expect([status, stderr]).toEqual([0, expect.stringContaining(report)]);
      expect(readFileSync(at("opened"), "utf8")).toBe(`before\n${PLAINTEXT}behind\n`);
    });

    it.each([
      ["/dev/fd/3", "3>> opened"],
      ["/dev/stderr", "2> opened"],
    ])("a descriptor: --out %s %s", async (out, redirection) => {
      const { status, stdout } = await decrypt(redirection, out);
      expect([status, stdout]).toEqual([0, expect.stringContaining(report)]);
      expect(readFileSync(at("opened"), "utf8")).toContain(PLAINTEXT);
    });

    it("a process of the shell", async () => {
      const { status } = await run(
        '"$@" --out >(cat > opened); wait $!',
        "decrypt",
        "--any-context",
        "--in",
        "sealed",
      );
      expect([status, readFileSync(at("opened"), "utf8")]).toEqual([0, PLAINTEXT]);
    });

    it("a FIFO, once it has a reader; with a link of ours to it, too", async () => {
      execFileSync("mkfifo", [at("fifo")]);
      symlinkSync("fifo", at("link"));
      for (const out of ["fifo", "link"]) {
        const { status, stdout } = await decrypt(
          '(sleep 1; cat fifo > opened) & "$@"; status=$?; wait; (exit $status)',
          out,
          "--force",
        );
        expect([status, stdout]).toEqual([0, expect.stringContaining(report)]);
        expect(readFileSync(at("opened"), "utf8")).toBe(PLAINTEXT);
      }
      expect(lstatSync(at("fifo")).isFIFO()).toBe(true);
    });

    it("a terminal", () => {
      const command = program()
        .map((word) => `"${word}"`)
        .join(" ");
      const env = { ...process.env, AWS_ENDPOINT_URL: kms.url, AWS_REGION: "eu-central-1", KEY: key };
      writeFileSync(at("short"), "short plaintext");
      const onTerminal = (line: string): string =>
        spawnSync("script", ["-qec", line, "/dev/null"], {
          cwd: dir(),
          env: { ...env, AWS_ACCESS_KEY_ID: "t", AWS_SECRET_ACCESS_KEY: "t" },
          encoding: "utf8",
        }).stdout;
      // The key service answers in this process, which must not wait for the terminal: nothing of it is needed to refuse.
      const refused = onTerminal(`${command} encrypt --key "$KEY" --in short --out /dev/tty; echo status $?`);
      expect(refused).toMatch(/a message is binary and \/dev\/tty is a terminal[\s\S]*status 2/);
    });
  });

  describeIf(process.geteuid?.() === 0, "only root can make devices", "as root", () => {
    it("writes into a device, which is one afterwards", async () => {
      execFileSync("mknod", [at("null"), "c", "1", "3"]);
      symlinkSync("null", at("link"));
      expect((await decrypt("", "link")).status).toBe(0);
      expect((await run("", "encrypt", "--in", "plain", "--out", "null", "--force")).status).toBe(0);
      expect([lstatSync(at("null")).isCharacterDevice(), lstatSync(at("link")).isSymbolicLink()]).toEqual([
        true,
        true,
      ]);
      expect(readdirSync(dir()).filter((name) => name.startsWith("."))).toEqual([]);
    });

    it("fails on a device that is full", async () => {
      execFileSync("mknod", [at("full"), "c", "1", "7"]);
      const { status, stderr } = await decrypt("", "full");
      expect([status, stderr]).toEqual([4, expect.stringContaining("ENOSPC")]);
    });
  });

  it("goes on to replace regular files and links to them with --force only", async () => {
    writeFileSync(at("opened"), "old");
    chmodSync(at("opened"), 0o644);
    symlinkSync("opened", at("link"));
    const { status, stderr } = await decrypt("", "link");
    expect([status, stderr]).toEqual([4, expect.stringContaining("give --force")]);
    expect((await decrypt("", "link", "--force")).status).toBe(0);
    expect([lstatSync(at("link")).isFile(), readFileSync(at("link"), "utf8")]).toEqual([true, PLAINTEXT]);
    expect(readFileSync(at("opened"), "utf8")).toBe("old");
  });
});
