import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/multi-region-vault/outputs";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const multiRegionVaultDemo: PresetDemo = {
  title: "fields that are sealed in one region and opened in another",
  configFile: "examples/multi-region-vault.yaml",
  use,
};

const RECORDS = [
  '{"id":"c-1","name":"Ada","card":"4111 1111 1111 1111"}',
  '{"id":"c-2","name":"Grace","card":"5500 0000 0000 0004"}',
];
const CARD = /[0-9]{4} [0-9]{4}/;

async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work } = place;
  const file = (name: string): string => join(work, name);
  const [second = ""] = Object.keys((outputs[OUTPUT.replicas] ?? {}) as object);
  writeFileSync(file("customers.jsonl"), `${RECORDS.join("\n")}\n`);

  show.step("Seal the cards in the first region, and open them with the key of the second");
  const shape = ["--table", String(outputs[OUTPUT.table]), "--id-field", "id", "--field", "card"];
  const from = (name: string) => ["--outputs", outputsFile, ...shape, "--in", file(name)];
  await sealstack(place, ["encrypt-item", ...from("customers.jsonl"), "--out", file("sealed.jsonl")]);
  const sealed = readFileSync(file("sealed.jsonl"), "utf8");
  if (CARD.test(sealed)) throw new Error("a card stands in the clear");
  show.detail(`${sealed.slice(0, 70)}…`);
  const opened = file("opened.jsonl");
  await sealstack(place, ["decrypt-item", ...from("sealed.jsonl"), "--region", second, "--out", opened]);
  if (readFileSync(opened, "utf8") !== readFileSync(file("customers.jsonl"), "utf8"))
    throw new Error("the records that were opened are others");

  show.step("Move a sealed card to another record");
  const refusal = await refusalOf(place, sealed.replace('"id":"c-1"', '"id":"c-9"'), from);
  show.detail(`refused: ${refusal}`);
  return {
    created: [
      ["keys", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]}), and its replica in ${second}`],
      ["buckets", `${outputs[OUTPUT.bucket]}, and one in ${second}`],
      ["table", "left out: the emulator has no DynamoDB"],
    ],
    done: {
      heading: "Sealed here, opened there",
      rows: [
        ["fields", `${RECORDS.length} sealed in ${outputs[OUTPUT.region]}, the same opened in ${second}`],
        ["moved", "refused"],
      ],
    },
    next: [
      [
        "open",
        `npx sealstack decrypt-item --outputs .sealstack/demo/outputs.json --region ${second} ${shape.join(" ")} --in .sealstack/demo/sealed.jsonl`,
      ],
    ],
  };
}

async function refusalOf(
  place: Place,
  moved: string,
  from: (name: string) => readonly string[],
): Promise<string> {
  writeFileSync(join(place.work, "moved.jsonl"), moved);
  const refused = await sealstack(place, [
    "decrypt-item",
    ...from("moved.jsonl"),
    "--out",
    join(place.work, "no"),
  ]).then(
    () => undefined,
    (error: Error) => /the field \/card was sealed in another record/.exec(error.message)?.[0],
  );
  if (refused === undefined) throw new Error("a card opened in another record");
  return refused;
}
