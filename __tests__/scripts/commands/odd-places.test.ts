/** Files and directories that cannot be what they are to be, in every place where one can be named. */
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { spool } from "../../../scripts/core/files/spool";
import { etcdSource } from "../../../scripts/core/sources/etcd";
import { EXIT, exitStatus } from "../../../scripts/errors";
import { systemFailure } from "../../../scripts/system-failure";
import { importKms } from "../../helpers/kms/import-kms";
import { asNobody } from "../../helpers/processes/as-nobody";
import { sealstack } from "../../helpers/processes/cli";
import { KEY, runImport, target } from "../../helpers/processes/import-command";
import { memoryServices } from "../../helpers/stores/memory-services";
import { MemoryStore } from "../../helpers/stores/memory-store";
import { useTempDir } from "../../helpers/temp-dir";

/** None of these is a defect, denied by AWS, or silence of AWS. */
const WRONG = [EXIT.ok, EXIT.bug, EXIT.accessDenied, EXIT.unavailable].map(({ status }) => status);

const NO_ETCD_OPTIONS = { endpoint: undefined, cacert: undefined, cert: undefined, key: undefined };

/** What a part of a run fails with, as the run would tell it. */
async function failing(work: Promise<unknown>): Promise<{ status: number; stderr: string }> {
  const error = await work.then(
    () => new Error("it did not fail"),
    (reason: unknown) => systemFailure(reason),
  );
  return { status: exitStatus(error), stderr: `sealstack: error: ${(error as Error).message}\n` };
}

describe("an odd place", () => {
  const dir = useTempDir();
  const at = (...names: string[]) => join(dir(), ...names);
  let server: Server;

  const ODD: Readonly<Record<string, () => [path: string, code: string]>> = {
    "that is missing": () => [at("none", "x"), "ENOENT"],
    "below a file": () => [at("file", "x"), "ENOTDIR"],
    "with a name that is too long": () => [at("x".repeat(300)), "ENAMETOOLONG"],
    "that is a link to itself": () => [at("loop"), "ELOOP"],
    "that is a socket": () => [at("socket"), "ENXIO"],
  };

  beforeEach(async () => {
    mkdirSync(at("in"));
    writeFileSync(at("in", "file"), "hello");
    writeFileSync(at("file"), "hello");
    writeFileSync(at("passphrase"), "correct horse", { mode: 0o600 });
    symlinkSync("loop", at("loop"));
    server = createServer();
    await new Promise<void>((resolve) => server.listen(at("socket"), resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  const run = (...argv: string[]) =>
    sealstack(argv, { services: memoryServices(new MemoryStore()), env: {} });
  /** How each place is named. */
  const PLACES: Readonly<Record<string, (path: string) => Promise<{ status: number; stderr: string }>>> = {
    "encrypt --in": (path) => run("encrypt", "--in", path, "--out", at("out")),
    "decrypt --in": (path) => run("decrypt", "--in", path, "--out", at("out")),
    inspect: (path) => run("inspect", path),
    "encrypt --out": (path) => run("encrypt", "--in", at("file"), "--out", join(path, "deeper")),
    "restore to": (path) =>
      run("restore", "--bucket", "memory", "p/in-20261122T014200Z.tar.gz.kms", join(path, "deeper")),
    backup: (path) => run("backup", "--bucket", "memory", "--name", "n", path),
    "backup --source step-ca": (path) => run("backup", "--bucket", "memory", "--source", "step-ca", path),
    "--step-ca-password-file": (path) =>
      run("backup", "--bucket", "memory", "--source", "step-ca", "--step-ca-password-file", path, at("in")),
    "--outputs": (path) => run("list", "--outputs", path),
    "--passphrase-file": (path) =>
      sealstack(["encrypt", "--passphrase-file", path, "--in", at("file"), "--out", at("out")], { env: {} }),
    "import-key-material --in": (path) => runImport(importKms([target()]), ["--key", KEY, "--in", path]),
    "kms-plugin --config": (path) => sealstack(["kms-plugin", "--config", path], { env: {} }),
    "TMPDIR of a pipe": (path) =>
      failing(spool(Readable.from([Buffer.alloc(1)]), { memoryLimitBytes: 0, tmpDir: path })),
    "TMPDIR of a snapshot": (path) =>
      failing(
        etcdSource(NO_ETCD_OPTIONS, {
          run: async () => ({ status: 0, stdout: "[]", stderr: "" }),
          signal: new AbortController().signal,
          tmpDir: path,
        }),
      ),
  };

  const cases = Object.keys(PLACES).flatMap((place) => Object.keys(ODD).map((odd) => [place, odd] as const));
  it.each(cases)("%s, %s, is told with its code and in words", async (place, odd) => {
    const [path = "", code = ""] = ODD[odd]?.() ?? [];
    const { status, stderr } = (await PLACES[place]?.(path)) ?? { status: 0, stderr: "" };
    expect(stderr).not.toContain("defect");
    expect(WRONG).not.toContain(status);
    expect(stderr).toMatch(/^sealstack: error: [a-z'/]/m);
    // Some find out by themselves that it is none: that needs no code.
    if (
      !/is not a directory|is a socket|no such directory|must be a|is no regular file|cannot be backed up/.test(
        stderr,
      )
    )
      expect(stderr).toMatch(new RegExp(`${code}|ENOENT|ENOTDIR|EOPNOTSUPP`));
    expect(existsSync(at("out"))).toBe(false);
    expect(readdirSync(dir()).sort()).toEqual(["file", "in", "loop", "passphrase", "socket"]);
  });

  it.each([
    "encrypt --in",
    "encrypt --out",
    "--outputs",
    "restore to",
    "backup",
    "TMPDIR of a pipe",
    "TMPDIR of a snapshot",
  ])("%s without permission is told as that", async (place) => {
    mkdirSync(at("closed"));
    writeFileSync(at("closed", "file"), "x");
    chmodSync(at("closed"), 0o700);
    chmodSync(dir(), 0o755);
    const writes = /out|to|TMPDIR/.test(place);
    const { status, stderr } = await asNobody(
      () =>
        PLACES[place]?.(writes ? at("closed") : at("closed", "file")) ??
        Promise.reject(new Error("no place")),
    );
    expect(stderr).toContain("EACCES (permission denied)");
    expect(WRONG).not.toContain(status);
  });

  it("on a device that is full is told as that", async () => {
    const { status, stderr } = await sealstack(
      ["encrypt", "--passphrase-file", at("passphrase"), "--in", at("file"), "--out", "/dev/full", "--force"],
      { env: {} },
    );
    expect(stderr).toMatch(/ENOSPC \(no space left on the device\)/);
    expect(status).toBe(EXIT.target.status);
  });
});
