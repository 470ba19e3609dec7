import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DecryptCommand } from "@aws-sdk/client-kms";
import { OUTPUT } from "../../../presets/kubernetes-kms/outputs";
import { OperatorError } from "../../../scripts/errors";
import { emulatorClients } from "../../emulator/clients";
import { kmsClients } from "../../kms-plugin-driver/grpc-clients";
import { withPlugin } from "../kms-plugin-process";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";

export const kubernetesKmsDemo: PresetDemo = {
  title: "a Kubernetes Secret that etcd never sees in clear",
  configFile: "tools/demo/presets/kubernetes-kms.yaml",
  use,
};

const SECRET = JSON.stringify({ kind: "Secret", data: { password: "correct horse battery staple" } });

/** Milliseconds that kube-apiserver waits for its plugin. */
const DEADLINE_MS = 3_000;

/** What kube-apiserver keeps in etcd: an object under a seed, and beside it the seed as the plugin sealed it. */
interface Stored {
  readonly object: Buffer;
  readonly seed: Buffer;
  readonly keyId: string;
}

async function use(place: Place): Promise<Summary> {
  const { outputs, outputsFile, work } = place;
  const config = join(work, "kms-plugin.yaml");
  // A path of its own: a socket's has 107 bytes at most, and that of the stack is the node's.
  const folder = mkdtempSync(join(tmpdir(), "sealstack-demo-"));
  try {
    const socket = join(folder, "kms.sock");
    show.step("Take the plugin's configuration from the stack");
    const said = await sealstack(place, ["kms-plugin", "manifest", "config", "--outputs", outputsFile]);
    writeFileSync(config, said.replace(/listen: .*/, `listen: ${socket}`));
    show.detail(`with a socket of the demo's own: ${socket}`);
    const argv = ["--config", config, "--health-port", "127.0.0.1:0"];
    show.step("Store a Secret, as kube-apiserver does");
    const stored = await withPlugin(place, argv, () => store(socket));
    show.detail(`stored ${stored.object.length} bytes, and a sealed seed of ${stored.seed.length}`);
    show.step("Read it again, after a restart of the plugin");
    const read = await withPlugin(place, argv, () => open(socket, stored));
    if (read !== SECRET) throw new OperatorError("tool", "the secret was read otherwise than it was stored");
    show.detail("the same");
    show.step("Try without the encryption context");
    const refused = await withoutContext(place, stored);
    show.detail(refused);
    return summary(outputs, stored, refused);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function store(socket: string): Promise<Stored> {
  const { v2, close } = kmsClients(socket, DEADLINE_MS);
  try {
    const { healthz } = await v2.status();
    if (healthz !== "ok") throw new OperatorError("tool", `the plugin is not healthy: ${healthz}`);
    const seed = randomBytes(32);
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", seed, nonce);
    const object = Buffer.concat([nonce, cipher.update(SECRET), cipher.final(), cipher.getAuthTag()]);
    const { ciphertext, keyId } = await v2.encrypt(seed);
    return { object, seed: ciphertext, keyId };
  } finally {
    close();
  }
}

async function open(socket: string, { object, seed: ciphertext, keyId }: Stored): Promise<string> {
  const { v2, close } = kmsClients(socket, DEADLINE_MS);
  try {
    const seed = await v2.decrypt({ ciphertext, keyId, uid: "demo" });
    const decipher = createDecipheriv("aes-256-gcm", seed, object.subarray(0, 12));
    decipher.setAuthTag(object.subarray(-16));
    return Buffer.concat([decipher.update(object.subarray(12, -16)), decipher.final()]).toString();
  } finally {
    close();
  }
}

/** What KMS says to somebody who has etcd's disk and the key, and not the context. */
async function withoutContext({ env, outputs }: Place, { seed }: Stored): Promise<string> {
  const { kms } = emulatorClients(String(env.AWS_ENDPOINT_URL));
  try {
    // The plugin puts one byte before KMS's blob.
    await kms.send(
      new DecryptCommand({ KeyId: String(outputs[OUTPUT.keyArn]), CiphertextBlob: seed.subarray(1) }),
    );
  } catch (error) {
    return `KMS refuses: ${(error as Error).name}`;
  }
  throw new OperatorError("tool", "KMS opened the seed without its encryption context");
}

function summary(outputs: Place["outputs"], { keyId }: Stored, refused: string): Summary {
  const roles = [OUTPUT.nodeRoleArn, OUTPUT.administratorRoleArn].map((name) => outputs[name]);
  return {
    created: [
      ["key", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]})`],
      ["roles", roles.join("\n")],
    ],
    done: {
      heading: "Stored and read",
      rows: [
        ["secret", `${SECRET.length} bytes, in clear nowhere but in the API server`],
        ["key_id", keyId],
        ["without the context", refused],
      ],
    },
    next: [
      ["unit", "npx sealstack kms-plugin manifest systemd-unit --outputs .sealstack/demo/outputs.json"],
      [
        "API server",
        "npx sealstack kms-plugin manifest encryption-configuration --outputs .sealstack/demo/outputs.json",
      ],
    ],
  };
}
