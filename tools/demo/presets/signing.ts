import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/signing/outputs";
import { findTool } from "../../fetched/system-packages";
import { mustRun } from "../../processes/run";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const signingDemo: PresetDemo = {
  title: "a signature that anybody can verify, by a key that nobody can take away",
  configFile: "examples/signing.yaml",
  use,
};

async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work } = place;
  const [message, signature, key] = ["release.txt", "release.txt.sig", "signing.pem"].map((name) =>
    join(work, name),
  );
  if (message === undefined || signature === undefined || key === undefined) throw new Error("no files");
  writeFileSync(message, "what is released\n");
  show.step("Sign, and verify through KMS and without it");
  await sealstack(place, ["sign", "--outputs", outputsFile, "--in", message, "--out", signature]);
  await sealstack(place, ["public-key", "--outputs", outputsFile, "--out", key]);
  const verify = ["verify-signature", "--in", message, "--signature", signature];
  await sealstack(place, [...verify, "--outputs", outputsFile]);
  await sealstack(place, [...verify, "--public-key", key]);
  return {
    created: [
      ["key", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]})`],
      [
        "roles",
        [OUTPUT.signerRoleArn, OUTPUT.verifierRoleArn, OUTPUT.administratorRoleArn]
          .map((name) => outputs[name])
          .join("\n"),
      ],
    ],
    done: {
      heading: "Signed and verified",
      rows: [
        ["message", `${readFileSync(message).length} bytes, signature of ${readFileSync(signature).length}`],
        ["openssl", await opensslSays(message, signature, key)],
      ],
    },
    next: [
      [
        "verify",
        `npx sealstack ${verify.join(" ").replaceAll(work, ".sealstack/demo")} --public-key .sealstack/demo/signing.pem`,
      ],
    ],
  };
}

async function opensslSays(message: string, signature: string, key: string): Promise<string> {
  if (findTool("openssl") === undefined) return "not checked: openssl is missing";
  const { stdout } = await mustRun("openssl", [
    "dgst",
    "-sha256",
    "-verify",
    key,
    "-signature",
    signature,
    message,
  ]);
  return stdout.trim();
}
