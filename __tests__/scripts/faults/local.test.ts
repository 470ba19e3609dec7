/** What is wrong with the host itself, as a process meets it; odd files and directories are in ../commands/odd-places.test.ts. */
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../../scripts/errors";
import { describeIf } from "../../helpers/describe-if";
import { type HostRow, hostRows } from "../../helpers/faults/host";
import { type CliProcessOptions, startCli } from "../../helpers/processes/cli-process";
import { useTempDir } from "../../helpers/temp-dir";

const dir = useTempDir();
const at = (name: string): string => join(dir(), name);
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** Bytes: more than the full disk takes. */
const INPUT = 256 * 1024;
beforeEach(() => {
  mkdirSync(at("to"));
  writeFileSync(at("in"), Buffer.alloc(INPUT, "content"));
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
    at("to/out"),
  ];
  return ended(argv, options);
};

/** A mount namespace of one's own. */
const UNSHARE = ["-rm", "sh", "-c"] as const;
const canRemount = spawnSync("unshare", [...UNSHARE, "mount -o remount,bind,ro /"]).status === 0;

async function holds({ ends, code, options }: HostRow): Promise<void> {
  const ran = await encrypt(options);
  expect(ran).toMatchObject({ status: EXIT[ends].status, ...(ends !== "ok" && { stdout: "" }) });
  expect(existsSync(at("to/out"))).toBe(ends === "ok");
  if (ends === "ok") {
    expect(ran.stderr).toBe("");
    expect(readFileSync(at("to/out"))).not.toContain("content");
  } else
    expect(ran.stderr).toMatch(
      new RegExp(`^sealstack: error: cannot write .*${code} .*\\nsealstack: hint: .+\\n$`, "m"),
    );
}

/** The rows of the table, each with its own directory. */
const rows = (mounts: boolean) =>
  hostRows("").flatMap(({ host, mounts: does = false }, index) =>
    does === mounts ? [[host, index] as const] : [],
  );
const rowAt = (index: number): HostRow => hostRows(at("to"))[index] as HostRow;

describe("a host on which a file is encrypted", () => {
  it.each(rows(false))("%s", (_, index) => holds(rowAt(index)));
});

describeIf(canRemount, "unshare may make no mount namespace", "a host where something is mounted", () => {
  it.each(rows(true))("%s", (_, index) => holds(rowAt(index)));

  it("answers what writes nothing where its root is read-only", async () => {
    const version = await ended(["completion", "bash"], rowAt(hostRows("").length - 1).options);
    expect(version).toMatchObject({ status: 0, stdout: expect.stringContaining("complete") });
  });
});
