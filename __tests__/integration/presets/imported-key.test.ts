/** Rotation as people do it who import their material: a new key, the alias moves, the old key stays. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { testClients } from "../../helpers/emulator";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset, type PresetOnEmulator } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

const ALIAS = "alias/used-imported-key";
const yaml = (key: string) => `
stacks:
  used-imported-key:
    preset: imported-key
    region: eu-central-1
    key: { alias: ${ALIAS}, preventDestroy: false, ${key} }
`;

interface Version {
  readonly version: string;
  readonly arn: string;
}

describe("imported-key, applied", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  async function deploy(key: string): Promise<PresetOnEmulator> {
    const { "used-imported-key": stack } = await deployPreset(dir(), yaml(key));
    if (stack === undefined) throw new Error("nothing was deployed");
    return stack;
  }

  async function must(...argv: string[]): Promise<string> {
    const { status, stdout, stderr } = await sealstack(argv);
    expect({ argv, status, stderr }).toMatchObject({ status: 0 });
    return stdout.toString();
  }

  async function importInto(arn: string): Promise<void> {
    writeFileSync(path("material"), randomBytes(32), { mode: 0o600 });
    await must("import-key-material", "--key", arn, "--in", path("material"));
  }

  const target = async (): Promise<string> =>
    (await testClients().kms.send(new DescribeKeyCommand({ KeyId: ALIAS }))).KeyMetadata?.Arn ?? "";

  it("rotates to the next version by its plan, and opens what it sealed before", async () => {
    const stack = await deploy("versions: [a, b]");
    const [first, second] = stack.outputs.key_versions as readonly Version[];
    if (first === undefined || second === undefined) throw new Error("there are two versions");
    expect([first.version, second.version]).toEqual(["a", "b"]);
    const outputs = ["--outputs", stack.outputsFile];
    await importInto(first.arn);
    writeFileSync(path("plain"), "sealed before the rotation");
    await must("encrypt", ...outputs, "--in", path("plain"), "--out", path("old"));

    // A key without material gets no alias.
    const early = await sealstack(["rotate", ...outputs, "--yes"]);
    expect([early.status, early.stderr]).toEqual([7, expect.stringContaining("got PendingImport")]);
    await importInto(second.arn);
    expect(await must("rotate", ...outputs)).toContain("nothing was changed: add --yes");
    expect(await target()).toBe(first.arn);
    expect(await must("rotate", ...outputs, "--yes")).toContain("set key.current to 'b'");
    expect(await target()).toBe(second.arn);
    expect(await must("rotate", ...outputs, "--yes")).toContain("stands for b");

    await must("encrypt", ...outputs, "--in", path("plain"), "--out", path("new"));
    expect(await must("inspect", path("new"))).toContain(second.arn);
    for (const message of ["old", "new"])
      expect(await must("decrypt", ...outputs, "--in", path(message))).toBe("sealed before the rotation");

    // The configuration is told, and the next deployment leaves the alias where it is.
    const after = await deploy("versions: [a, b], current: b");
    expect(await target()).toBe(second.arn);
    expect(after.outputs).toMatchObject({ key_arn: second.arn, key_version: "b" });
    const done = await must("rotate", "--outputs", after.outputsFile, "--yes");
    expect(done).toContain("no version follows in the plan");
  });
});
