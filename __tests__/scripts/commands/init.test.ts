import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { sealstack } from "../../helpers/processes/cli";
import { program } from "../../helpers/processes/program";
import { useTempDir } from "../../helpers/temp-dir";

const ROOT = join(__dirname, "../../..");
const FLAGS = [
  "--account",
  "111122223333,444455556666",
  "--region",
  "eu-central-1",
  "--repository",
  "acme/platform",
] as const;

/** Answers questions in their order, the second one wrong at first. */
const ON_TERMINAL = `
import os, pty, sys
answers = ["", "12", "111122223333", "acme/platform"]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b""
while True:
    try:
        output = os.read(terminal, 1024)
    except OSError:
        break
    if not output:
        break
    sys.stdout.buffer.write(output)
    seen += output
    if answers and seen.rstrip(b" ").endswith(b":"):
        os.write(terminal, answers.pop(0).encode() + b"\\n")
        seen = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describe("sealstack init", () => {
  const dir = useTempDir();
  const init = (...argv: string[]) => sealstack(["init", ...argv], { env: {} });
  const everything = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true }).map(String).sort();

  it("writes two environments with accounts and keys of their own, and prints what comes next", async () => {
    const folder = join(dir(), "platform");
    const { status, stdout, stderr } = await init(
      folder,
      "--preset",
      "signing",
      "--preset",
      "etcd-ca-backup",
      ...FLAGS,
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.toString()).toContain(`next:\n  cd ${folder}\n  npm install\n`);
    for (const environment of ["staging", "production"]) {
      const file = join(folder, "environments", environment, "sealstack.yaml");
      const { stacks, backend } = parseConfig(readFileSync(file, "utf8"), file);
      expect(Object.keys(stacks)).toEqual([`signing-${environment}`, `etcd-ca-backup-${environment}`]);
      expect(backend).toMatchObject({ type: "s3", region: "eu-central-1" });
    }
    const environments = readFileSync(join(folder, "environments.ts"), "utf8");
    expect(environments).toMatch(/"staging", accountId: "111122223333".*provider: "create"/);
    expect(environments).toMatch(/"production", accountId: "444455556666".*provider: "create"/);
  });

  it("makes GitHub's provider once, where both environments have one account", async () => {
    await init(
      dir(),
      "--yes",
      "--account",
      "111122223333",
      "--region",
      "eu-central-1",
      "--repository",
      "acme/platform",
    );
    const environments = readFileSync(join(dir(), "environments.ts"), "utf8");
    expect(environments.match(/provider: "\w+"/g)).toEqual(['provider: "create"', 'provider: "existing"']);
  });

  it("takes the region of the environment, and says all of it as JSON", async () => {
    const flags = ["--json", "--yes", "--account", "111122223333", "--repository", "acme/platform"];
    const { status, stdout } = await sealstack(["init", dir(), ...flags], {
      env: { AWS_REGION: "eu-west-1" },
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout.toString())).toMatchObject({ region: "eu-west-1", presets: ["etcd-ca-backup"] });
  });

  it("fails with the names of files that are there, dead links too, and writes nothing", async () => {
    writeFileSync(join(dir(), "main.ts"), "mine");
    symlinkSync("nowhere", join(dir(), "package.json"));
    const { status, stderr } = await init(dir(), "--yes", ...FLAGS);
    expect(status).toBe(4);
    expect(stderr).toContain("has files already, and nothing was written:\n  - main.ts\n  - package.json\n");
    expect(everything(dir())).toEqual(["main.ts", "package.json"]);
    expect(readFileSync(join(dir(), "main.ts"), "utf8")).toBe("mine");
  });

  it("takes back what it wrote where a file stands in the way of a folder", async () => {
    mkdirSync(join(dir(), "there"));
    writeFileSync(join(dir(), "there", "environments"), "a file");
    const { status, stderr } = await init(join(dir(), "there"), "--yes", ...FLAGS);
    expect([status, stderr]).toEqual([4, expect.stringContaining("cannot be written: ")]);
    expect(everything(dir())).toEqual(["there", "there/environments"]);
  });

  it("leaves no folder behind that it made for nothing", async () => {
    const ended = new AbortController();
    ended.abort();
    const argv = ["init", join(dir(), "a/b"), "--yes", ...FLAGS];
    const { status } = await sealstack(argv, { env: {}, signal: ended.signal });
    expect([status === 0, everything(dir())]).toEqual([false, []]);
  });

  it("fails with everything that is wrong with the flags, before it asks or writes", async () => {
    const wrong = ["--preset", "etcd-ca-backup,nope", "--account", "1", "--repository", "acme"];
    const { status, stderr } = await init(dir(), ...wrong, "--region", "eu-central-1");
    expect(status).toBe(2);
    expect(stderr).toContain("--preset must be one of etcd-ca-backup, application-key,");
    expect(stderr).toContain("--account must be twelve digits, got '1'");
    expect(stderr).toContain("--repository must be a repository such as 'owner/name', got 'acme'");
    expect(everything(dir())).toEqual([]);
  });

  it.each([
    [["--account", "111122223333,444455556666,777788889999"], "--account must be one account, or two"],
    [["--account", ""], "--account must be one account, or two for staging and production, got nothing"],
    [["--preset", "signing,signing"], "--preset must name each preset once, got 'signing' again"],
    [["--preset", ","], "--preset must be one or more of etcd-ca-backup"],
    [["--repository", "acme/a b"], "--repository must be a repository such as 'owner/name', got 'acme/a b'"],
    [["--repository", "acme/plat`form`"], "--repository must be a repository"],
    [["--account", "11112222333a"], "--account must be twelve digits"],
  ])("fails with %j", async (flags, problem) => {
    const others = FLAGS.filter((_, index) => FLAGS[index - (index % 2)] !== flags[0]);
    const { status, stderr } = await init(dir(), "--yes", ...others, ...flags);
    expect([status, stderr]).toEqual([2, expect.stringContaining(problem)]);
    expect(everything(dir())).toEqual([]);
  });

  it("says of a region what the configuration says of it", async () => {
    const { stderr } = await init(dir(), "--yes", ...FLAGS, "--region", "frankfurt");
    const said = /must be a region such as 'eu-central-1', got 'frankfurt'/;
    expect(stderr).toMatch(said);
    const yaml = "stacks: { s: { preset: signing, region: frankfurt } }";
    expect(() => parseConfig(yaml, "sealstack.yaml")).toThrow(said);
  });

  it("fails without a terminal, and names the flags that are missing", async () => {
    const { status, stderr } = await init(dir(), "--region", "eu-central-1");
    expect(status).toBe(2);
    expect(stderr).toContain(
      "there is no terminal to ask on, and nobody says --preset, --account, --repository",
    );
    expect(stderr).toContain(
      "hint: add --preset etcd-ca-backup --account 111122223333,444455556666 --repository owner/name",
    );
    const yes = await init(dir(), "--yes", "--region", "eu-central-1");
    expect(yes.stderr).toContain("--yes asks nothing, and nobody says --account, --repository");
  });

  it("asks on a terminal for what no flag says, and again where the answer is wrong", () => {
    const words = [...program(), "init", dir(), "--region", "eu-central-1"];
    const env = { PATH: process.env.PATH, TERM: "dumb" };
    const { status, stdout } = spawnSync("python3", ["-c", ON_TERMINAL, ...words], {
      cwd: ROOT,
      env,
      encoding: "utf8",
    });
    expect(stdout).toContain("Presets, with commas [etcd-ca-backup]:");
    expect(stdout).toContain("must be twelve digits, got '12'");
    expect(stdout).not.toContain("Region:");
    expect([status, readdirSync(dir())]).toEqual([0, expect.arrayContaining(["main.ts", "environments"])]);
  });
});
