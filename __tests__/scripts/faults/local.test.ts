/** What is wrong with the host itself, as a process meets it; odd files and directories are in ../commands/odd-places.test.ts. */
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../../scripts/errors";
import { describeIf } from "../../helpers/describe-if";
import { type CliProcessOptions, startCli } from "../../helpers/processes/cli-process";
import { useTempDir } from "../../helpers/temp-dir";

const dir = useTempDir();
const at = (name: string): string => join(dir(), name);
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
beforeEach(() => {
  writeFileSync(at("in"), "content");
  writeFileSync(at("public.pem"), publicKey.export({ type: "spki", format: "pem" }));
});

const ended = (argv: readonly string[], options: CliProcessOptions) => {
  const cli = startCli(argv, options);
  cli.child.stdin?.end();
  return cli.ended;
};

const encrypt = (options: CliProcessOptions) => {
  const argv = [
    "encrypt",
    "--public-key",
    at("public.pem"),
    "--key",
    KEY,
    "--in",
    at("in"),
    "--out",
    at("out"),
  ];
  return ended(argv, options);
};

describe("a host", () => {
  it.each([
    ["HOME", { HOME: undefined }],
    ["a directory for temporary files", { TMPDIR: "/nowhere" }],
    ["either", { HOME: undefined, TMPDIR: "/nowhere" }],
  ])("without %s is one to encrypt on", async (_, env) => {
    expect(await encrypt({ env })).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(at("out"))).not.toContain("content");
  });

  it("that lets no file grow says so, and has nothing half-written", async () => {
    const ran = await encrypt({ shell: 'ulimit -f 0; exec "$@"' });
    expect(ran).toMatchObject({ status: EXIT.target.status, stdout: "" });
    expect(ran.stderr).toMatch(/^sealstack: error: cannot write .*EFBIG .*\nsealstack: hint: .+\n$/m);
    expect(existsSync(at("out"))).toBe(false);
  });
});

/** A mount namespace of one's own. */
const UNSHARE = ["-rm", "sh", "-c"] as const;
const canRemount = spawnSync("unshare", [...UNSHARE, "mount -o remount,bind,ro /"]).status === 0;

describeIf(canRemount, "unshare may make no mount namespace", "a host with a read-only root", () => {
  it("says that it cannot be written, and still answers what writes nothing", async () => {
    const shell = `exec unshare -rm sh -c 'mount -o remount,bind,ro / && exec "$@"' sh "$@"`;
    const ran = await encrypt({ shell });
    expect(ran).toMatchObject({ status: EXIT.target.status, stdout: "" });
    expect(ran.stderr).toMatch(/^sealstack: error: cannot write .*EROFS .*\nsealstack: hint: .+\n$/m);
    expect(existsSync(at("out"))).toBe(false);
    const version = await ended(["completion", "bash"], { shell });
    expect(version).toMatchObject({ status: 0, stdout: expect.stringContaining("complete") });
  });
});
