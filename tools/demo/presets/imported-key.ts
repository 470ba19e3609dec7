import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/imported-key/outputs";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const importedKeyDemo: PresetDemo = {
  title: "keys with material of one's own, rotated by an alias that moves",
  configFile: "tools/demo/presets/imported-key.yaml",
  use,
};

async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work } = place;
  const path = (name: string): string => join(work, name);
  const versions = outputs[OUTPUT.keyVersions] as readonly {
    readonly version: string;
    readonly arn: string;
  }[];
  const [first, second] = versions;
  if (first === undefined || second === undefined) throw new Error("the demo has two versions");
  const plain = "sealed before the rotation\n";
  writeFileSync(path("plain.txt"), plain);
  show.step(`Import material into ${first.version}, and encrypt`);
  await importInto(place, first.arn);
  const sealed = ["--in", path("plain.txt"), "--out", path("before.kms")];
  await sealstack(place, ["encrypt", "--outputs", outputsFile, ...sealed]);
  show.step(`Import other material into ${second.version}, and rotate`);
  await importInto(place, second.arn);
  await sealstack(place, ["rotate", "--outputs", outputsFile]);
  await sealstack(place, ["rotate", "--outputs", outputsFile, "--yes"]);
  show.step("Open what was sealed before");
  const opened = ["--in", path("before.kms"), "--out", path("opened.txt")];
  await sealstack(place, ["decrypt", "--outputs", outputsFile, ...opened]);
  if (readFileSync(path("opened.txt"), "utf8") !== plain)
    throw new Error("what was opened is not what was sealed");
  return {
    created: [
      ["keys", versions.map(({ version, arn }) => `${version}: ${arn}`).join("\n")],
      [
        "roles",
        [OUTPUT.userRoleArn, OUTPUT.importerRoleArn, OUTPUT.administratorRoleArn]
          .map((name) => outputs[name])
          .join("\n"),
      ],
    ],
    done: {
      heading: "Rotated, and opened",
      rows: [
        [
          String(outputs[OUTPUT.alias]),
          `stands for ${second.version}; what ${first.version} sealed still opens`,
        ],
      ],
    },
    next: [["again", `npx sealstack rotate --outputs .sealstack/demo/outputs.json`]],
  };
}

async function importInto(place: Place, key: string): Promise<void> {
  const file = join(place.work, "material");
  writeFileSync(file, randomBytes(32), { mode: 0o600 });
  await sealstack(place, ["import-key-material", "--key", key, "--in", file]);
  rmSync(file);
}
