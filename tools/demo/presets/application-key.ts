import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EncryptCommand } from "@aws-sdk/client-kms";
import { OUTPUT } from "../../../presets/application-key/outputs";
import { emulatorClients } from "../../emulator/clients";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const applicationKeyDemo: PresetDemo = {
  title: "an application's key, and a file that is too long for it",
  configFile: "examples/application-key.yaml",
  use,
};

/** Bytes: one more than a bare kms:Encrypt takes. */
const TOO_LONG = 4097;

async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work } = place;
  const file = (name: string): string => join(work, name);
  const plaintext = randomBytes(TOO_LONG);
  writeFileSync(file("data"), plaintext);

  show.step(`Encrypt ${TOO_LONG} bytes: with KMS alone, and by an envelope`);
  show.command("aws kms encrypt --key-id alias/application --plaintext fileb://data");
  const refusal = await bareRefusal(place, plaintext);
  show.detail(`refused: ${refusal}`);
  const flags = ["--outputs", outputsFile, "--context", "app=shop"];
  await sealstack(place, ["encrypt", ...flags, "--in", file("data"), "--out", file("data.kms")]);
  await sealstack(place, ["decrypt", ...flags, "--in", file("data.kms"), "--out", file("data.opened")]);
  if (!readFileSync(file("data.opened")).equals(plaintext))
    throw new Error("the file that was opened is another");
  return {
    created: [
      ["key", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]})`],
      ["bucket", String(outputs[OUTPUT.bucket])],
      ["user", String(outputs[OUTPUT.userArn])],
    ],
    done: {
      heading: "Sealed and opened",
      rows: [
        ["bare", `refused at ${TOO_LONG} bytes`],
        ["envelope", `${readFileSync(file("data.kms")).length} bytes sealed, the same ${TOO_LONG} opened`],
      ],
    },
    next: [
      [
        "encrypt",
        "npx sealstack encrypt --outputs .sealstack/demo/outputs.json --context app=shop --in FILE --out FILE.kms",
      ],
    ],
  };
}

async function bareRefusal({ outputs, env }: Place, Plaintext: Buffer): Promise<string> {
  const { kms } = emulatorClients(String(env.AWS_ENDPOINT_URL), String(outputs[OUTPUT.region]));
  const refused = await kms
    .send(new EncryptCommand({ KeyId: String(outputs[OUTPUT.keyArn]), Plaintext }))
    .then(
      () => undefined,
      (error: Error) => error.message,
    );
  if (refused === undefined) throw new Error("KMS took more than it documents");
  return refused;
}
