import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { OUTPUT } from "../../../presets/kubernetes-kms/outputs";
import { type KmsClients, kmsClients } from "../../../tools/kms-plugin-driver/grpc-clients";
import { emulatorEndpoint } from "../../helpers/emulator";
import { PluginProcess } from "../../helpers/kms-plugin/kms-plugin";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

/** Milliseconds; kube-apiserver's own 3 seconds are too few on a busy machine. */
const DEADLINE_MS = 30_000;

describe("kubernetes-kms, applied", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let plugin: PluginProcess | undefined;
  let clients: KmsClients | undefined;

  async function end(): Promise<void> {
    clients?.close();
    await plugin?.end();
  }
  afterEach(end);

  /** A plugin with the configuration that the stack printed; kube-apiserver's own code drives it in kms-plugin-processes.test.ts. */
  async function serve(): Promise<KmsClients["v2"]> {
    await end();
    plugin = await PluginProcess.start([
      "--config",
      path("plugin.yaml"),
      "--kms-endpoint",
      emulatorEndpoint(),
    ]);
    clients = kmsClients(path("kms.sock"), DEADLINE_MS);
    return clients.v2;
  }

  it("seals a seed through the socket, opens it after a restart, and KMS opens it in the cluster's context only", async () => {
    const { "used-kubernetes": stack } = await deployPreset(
      dir(),
      `
stacks:
  used-kubernetes:
    preset: kubernetes-kms
    region: eu-central-1
    key: { alias: alias/used-kubernetes, preventDestroy: false }
    plugin: { listen: ${path("kms.sock")}, encryptionContext: { cluster: used } }
`,
    );
    const { status, stdout } = await sealstack([
      "kms-plugin",
      "manifest",
      "config",
      "--outputs",
      stack?.outputsFile ?? "",
    ]);
    expect(status).toBe(0);
    writeFileSync(path("plugin.yaml"), stdout);

    const seed = randomBytes(32);
    const first = await serve();
    expect(await first.status()).toMatchObject({ version: "v2", healthz: "ok" });
    const { ciphertext, keyId } = await first.encrypt(seed);
    const second = await serve();
    expect(await second.decrypt({ ciphertext, keyId, uid: "used" })).toEqual(seed);

    const kms = new KMSClient({ endpoint: emulatorEndpoint(), region: "eu-central-1" });
    const open = (context: Record<string, string>) =>
      kms.send(
        new DecryptCommand({
          KeyId: String(stack?.outputs[OUTPUT.keyArn]),
          CiphertextBlob: ciphertext.subarray(1),
          EncryptionContext: context,
        }),
      );
    expect(Buffer.from((await open({ cluster: "used" })).Plaintext ?? [])).toEqual(seed);
    await expect(open({})).rejects.toThrow();
    await expect(open({ cluster: "other" })).rejects.toThrow();
    kms.destroy();
  });
});
