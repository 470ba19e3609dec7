import { rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runTool } from "../../../../scripts/clients/programs/run-tool";
import { filesSource } from "../../../../scripts/core/sources/files";
import { findTool } from "../../../../tools/fetched/system-packages";
import { describeIf } from "../../../helpers/describe-if";
import { sealstack } from "../../../helpers/processes/cli";
import { useScratch } from "../../../helpers/scratch";
import { changeConfig, writeStepCa } from "../../../helpers/step-ca";
import { backUp, surroundings } from "../../../helpers/stores/backups";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const SERVER = "step-ca starts and issues a certificate";
const STAND_IN = join(__dirname, "../../../helpers/step-ca-stand-in.ts");

describe("drill of a step-ca", () => {
  const dir = useTempDir();
  useScratch();
  const stepPath = (): string => join(dir(), "step");

  /** Backed up as it is, without the checks that `backup` makes: a backup of an older version, or one that was made elsewhere. */
  async function drill(...argv: readonly string[]) {
    const store = new MemoryStore();
    const source = { ...(await filesSource(stepPath())), source: "step-ca" as const };
    await backUp(source, surroundings(store));
    // What stands where the CA was must not stand in for what is missing in the backup.
    const ran = await sealstack(["drill", "--json", "--no-store", "--bucket", "b", ...argv], {
      services: { ...memoryServices(store), runTool },
      env: {},
    });
    const [{ checks, versions }] = JSON.parse(ran.stdout.toString()).drills;
    return {
      status: ran.status,
      versions,
      checks: checks as { name: string; result: string; detail?: string }[],
    };
  }

  const of = (checks: readonly { name: string; result: string }[], name: string) =>
    checks.find((each) => each.name === name);

  it("sees that the chain verifies, the key fits, and all of ca.json is there", async () => {
    await writeStepCa(stepPath());
    const { status, checks } = await drill();
    expect(status).toBe(0);
    for (const name of [
      "all that ca.json names is there, and belongs together",
      "intermediate is signed by the root",
      "intermediate key matches its certificate",
    ])
      expect(of(checks, name)).toMatchObject({ result: "passed" });
    if (findTool("step-ca") === undefined)
      expect(of(checks, SERVER)).toMatchObject({
        result: "skipped",
        detail: "needs step-ca (smallstep/certificates)",
      });
  });

  describe("with a stand-in for step-ca", () => {
    const path = process.env.PATH;
    beforeEach(() => {
      const program = `exec '${process.execPath}' --import '${require.resolve("tsx")}' '${STAND_IN}' "$@"`;
      writeFileSync(join(dir(), "step-ca"), `#!/bin/sh\n${program}\n`, { mode: 0o700 });
      process.env.PATH = `${dir()}:${path}`;
    });
    afterEach(() => {
      process.env.PATH = path;
    });

    it("starts it, has it issue a certificate under an encrypted key, and leaves nothing of it", async () => {
      expect((await issued())["step-ca"]).toBe("0.0.0-stand-in");
    });

    it("skips that where the key cannot be opened, and fails where it does not start", async () => {
      await writeStepCa(stepPath(), { password: "correct horse" });
      expect(of((await drill()).checks, SERVER)).toMatchObject({
        result: "skipped",
        detail: expect.stringContaining("has a password"),
      });
      await rm(stepPath(), { recursive: true });
      await writeStepCa(stepPath());
      writeFileSync(
        join(dir(), "step-ca"),
        "#!/bin/sh\n[ $1 = version ] && exit 0; echo 'error: no such thing' >&2; exit 9\n",
      );
      const { status, checks } = await drill();
      expect([status, of(checks, SERVER)]).toEqual([
        19,
        expect.objectContaining({
          result: "failed",
          detail: "step-ca ended with exit status 9: 'error: no such thing'",
        }),
      ]);
    });
  });

  it("opens an encrypted key with its password, and says what it cannot check without", async () => {
    await writeStepCa(stepPath(), { password: "correct horse" });
    expect(of((await drill()).checks, "intermediate key matches its certificate")).toMatchObject({
      result: "skipped",
    });
    writeFileSync(join(dir(), "password"), "correct horse\n", { mode: 0o600 });
    const file = ["--step-ca-password-file", join(dir(), "password")];
    expect(of((await drill(...file)).checks, "intermediate key matches its certificate")).toMatchObject({
      result: "passed",
    });
  });

  it.each<[string, (at: string) => void, string]>([
    [
      "a file of ca.json is missing, though it stands where the CA was",
      (at) => changeConfig(at, { key: join(dir(), "elsewhere") }),
      "is not in",
    ],
    ["the key is missing", (at) => rmSync(join(at, "secrets/intermediate_ca_key")), "intermediate key"],
    [
      "the key is none",
      (at) => writeFileSync(join(at, "secrets/intermediate_ca_key"), "x"),
      "is not a private key",
    ],
    [
      "ca.json is none",
      (at) => writeFileSync(join(at, "config/ca.json"), "{"),
      "is not a configuration of step-ca",
    ],
    ["there is no ca.json", (at) => rmSync(join(at, "config/ca.json")), "cannot read"],
  ])("fails where %s", async (_, change, problem) => {
    await writeStepCa(stepPath());
    writeFileSync(join(dir(), "elsewhere"), "a key");
    change(stepPath());
    const { status, checks } = await drill();
    expect([status, of(checks, "all that ca.json names is there, and belongs together")]).toEqual([
      19,
      expect.objectContaining({ result: "failed", detail: expect.stringContaining(problem) }),
    ]);
  });

  describeIf(
    findTool("step-ca") !== undefined,
    "install step-ca, which CI does not: go install github.com/smallstep/certificates/cmd/step-ca@latest",
    "with step-ca itself",
    () => {
      it("starts it, has it issue a certificate under an encrypted key, and leaves nothing of it", async () => {
        expect(await issued()).toHaveProperty("step-ca");
      });
    },
  );

  /** @returns versions of the programs that took part. */
  async function issued(): Promise<Record<string, string>> {
    await writeStepCa(stepPath(), { password: "correct horse" });
    writeFileSync(join(dir(), "password"), "correct horse\n", { mode: 0o600 });
    const { status, checks, versions } = await drill("--step-ca-password-file", join(dir(), "password"));
    expect([status, of(checks, SERVER)]).toEqual([
      0,
      expect.objectContaining({
        result: "passed",
        detail: "one for drill.localhost, which leads to the root",
      }),
    ]);
    return versions;
  }
});
