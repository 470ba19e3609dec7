import { join } from "node:path";
import { differences, treeDigest } from "../../../tools/demo/tree-digest";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { writeStepCa } from "../../helpers/step-ca";
import { useTempDir } from "../../helpers/temp-dir";

const YAML = `
stacks:
  used-backup:
    preset: etcd-ca-backup
    region: eu-central-1
    key: { alias: alias/used-backup, preventDestroy: false }
    bucket: { preventDestroy: false }
`;

describe("etcd-ca-backup, applied", () => {
  const dir = useTempDir();

  it("takes a backup of a step-ca and gives it back, by its outputs alone", async () => {
    const { "used-backup": stack } = await deployPreset(dir(), YAML);
    const flags = ["--outputs", stack?.outputsFile ?? "", "--prefix", "step-ca/"];
    const [ca, restored] = [join(dir(), "ca"), join(dir(), "restored")];
    await writeStepCa(ca);
    for (const argv of [
      ["backup", "--source", "step-ca", ca],
      ["verify", "latest"],
      ["restore", "latest", restored],
    ]) {
      const { status, stderr } = await sealstack([...argv, ...flags]);
      expect([status, stderr]).toEqual([0, ""]);
    }
    expect(differences(await treeDigest(ca), await treeDigest(restored))).toEqual([]);
  });
});
