import { OUTPUT } from "../../../modules/backup-contract";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { type Rehearsal, rehearse } from "../rehearse";
import { etcdSource, stepCaSource } from "../sources";

export const etcdCaBackupDemo: PresetDemo = {
  title: "from one configuration file to a restored backup",
  configFile: "sealstack.yaml",
  use,
};

async function use(place: Place): Promise<Summary> {
  const done: Rehearsal[] = [];
  for (const source of [stepCaSource(), etcdSource()]) {
    const rehearsal = await rehearse(source, place);
    if (rehearsal !== undefined) done.push(rehearsal);
  }
  const { outputs } = place;
  const roles = [OUTPUT.writerRoleArn, OUTPUT.restorerRoleArn, OUTPUT.administratorRoleArn];
  const file = ".sealstack/demo/outputs.json";
  return {
    created: [
      ["key", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]})`],
      ["bucket", String(outputs[OUTPUT.bucket])],
      ["roles", roles.map((name) => outputs[name]).join("\n")],
    ],
    done: {
      heading: "Backed up, verified, restored",
      rows: done.map(({ name, result }) => [name, result]),
    },
    next: [
      ["list", `npx sealstack list --outputs ${file}`],
      ["restore", `npx sealstack restore --outputs ${file} --prefix ${done[0]?.prefix} latest ./restored`],
    ],
  };
}
