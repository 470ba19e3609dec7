import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/public-encryption/outputs";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const publicEncryptionDemo: PresetDemo = {
  title: "encryption by those who cannot call KMS, with a public key",
  configFile: "examples/public-encryption.yaml",
  use,
};

/** What a partner without AWS has: no credentials, no endpoint that answers. */
const OFFLINE = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
};

async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work, env } = place;
  const path = (name: string): string => join(work, name);
  const arn = String(outputs[OUTPUT.keyArn]);
  const plain = "what a partner hands over\n";
  writeFileSync(path("handover.txt"), plain);
  show.step("Hand out the public key");
  await sealstack(place, ["public-key", "--outputs", outputsFile, "--out", path("intake.pem")]);
  show.step("Encrypt, without credentials or network");
  const context = ["--context", "purpose=handover"];
  const encrypt = ["encrypt", "--public-key", path("intake.pem"), "--key", arn, ...context];
  await sealstack({ ...place, env: { ...env, ...OFFLINE } }, [
    ...encrypt,
    "--in",
    path("handover.txt"),
    "--out",
    path("handover.kms"),
  ]);
  show.step("Look at it, and open it through KMS");
  await sealstack(place, ["inspect", path("handover.kms")]);
  const opened = ["--in", path("handover.kms"), "--out", path("opened.txt")];
  await sealstack(place, ["decrypt", "--outputs", outputsFile, ...context, ...opened]);
  if (readFileSync(path("opened.txt"), "utf8") !== plain)
    throw new Error("what was opened is not what was sealed");
  return {
    created: [
      ["key", `${arn} (${outputs[OUTPUT.alias]})`],
      ["roles", [OUTPUT.openerRoleArn, OUTPUT.administratorRoleArn].map((name) => outputs[name]).join("\n")],
    ],
    done: {
      heading: "Encrypted without AWS, and opened",
      rows: [
        ["message", `${readFileSync(path("handover.kms")).length} bytes; what was opened is what was sealed`],
      ],
    },
    next: [["inspect", "npx sealstack inspect .sealstack/demo/handover.kms"]],
  };
}
