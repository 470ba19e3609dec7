/** What the tests of `sealstack kms-plugin` share: an emulator behind a proxy, the API server's client, and plugins to start. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EncryptCommand } from "@aws-sdk/client-kms";
import { buildDriver } from "../../../tools/kms-plugin-driver/build";
import { KmsDriver } from "../../../tools/kms-plugin-driver/client";
import { BUILD_MS } from "../build-time";
import { emulatorEndpoint, testClients } from "../emulator";
import { until } from "../eventually";
import { PluginProcess } from "../kms-plugin/kms-plugin";
import { type KmsProxy, kmsProxy } from "../servers/kms-proxy";
import { createKey } from "./test-key";

/** Milliseconds that a test waits which is not about time. */
export const PATIENT_MS = 20_000;

export interface KmsSetup {
  /** Key that {@link plugin} takes where its flags name none. */
  readonly keyArn: string;
  readonly proxy: KmsProxy;
  readonly driver: KmsDriver;
  /** Path of a file in a folder that is gone afterwards. */
  path(name: string): string;
  /** Path of a socket. */
  socket(name: string): string;
  /** Starts a plugin on the socket of that name; it checks its keys every second, and is patient: the machine may be busy. */
  plugin(name: string, flags?: readonly string[]): Promise<PluginProcess>;
  /** Starts a plugin with these flags and no others, and waits until it has seen its keys. */
  start(flags: readonly string[]): Promise<PluginProcess>;
  /** Ends the plugins so far. */
  endAll(): Promise<void>;
}

/** Sets up before the first test, and ends everything after the last. */
export function useKmsSetup(): () => KmsSetup {
  const started: PluginProcess[] = [];
  let setup: KmsSetup | undefined;
  const get = (): KmsSetup => {
    if (setup === undefined) throw new Error("not set up yet");
    return setup;
  };
  let folder = "";

  beforeAll(async () => {
    const program = await buildDriver((line) => process.stderr.write(`driver: ${line}\n`));
    folder = mkdtempSync(join(tmpdir(), "kms-plugin-"));
    const proxy = await kmsProxy(emulatorEndpoint());
    const start = async (flags: readonly string[]): Promise<PluginProcess> => {
      const plugin = await PluginProcess.start(flags);
      started.push(plugin);
      await until(
        () => plugin.get("/readyz"),
        ({ status }) => status === 200,
      ); // on a busy machine the first check takes longer than requests wait for it
      return plugin;
    };
    setup = {
      keyArn: await keyForReference(),
      proxy,
      driver: new KmsDriver(program),
      path: (name) => join(folder, name),
      socket: (name) => join(folder, `${name}.sock`),
      start,
      endAll,
      plugin: (name, flags = []) => {
        const { keyArn, socket } = get();
        const given = (flag: string, value: string) => (flags.includes(flag) ? [] : [flag, value]);
        return start([
          ...given("--key", keyArn),
          ...given("--listen", socket(name)),
          ...given("--kms-endpoint", proxy.endpoint),
          ...given("--probe-interval", "1"),
          ...given("--deadline", String(PATIENT_MS)),
          ...flags,
        ]);
      },
    };
  }, BUILD_MS);
  afterEach(() => {
    if (setup !== undefined) setup.proxy.decide = () => "pass";
  });
  const endAll = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((each) => each.end("SIGKILL")));
  };
  afterAll(async () => {
    await endAll();
    setup?.driver.stop();
    await setup?.proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return get;
}

/**
 * A key whose ciphertexts do not begin with the reference's version byte, `1`: without it, they could not be told from those with it. Those
 * of AWS begin with a byte of 1, but the emulator's with the key's id.
 */
async function keyForReference(): Promise<string> {
  for (;;) {
    const arn = await createKey();
    if (!arn.includes(":key/1")) return arn;
  }
}

/** What aws-encryption-provider stores: a version byte and what KMS made. */
export async function referenceCiphertext(keyArn: string, plaintext: Buffer): Promise<Buffer> {
  const command = new EncryptCommand({ KeyId: keyArn, Plaintext: plaintext });
  const { CiphertextBlob = new Uint8Array() } = await testClients().kms.send(command);
  return Buffer.concat([Buffer.from("1"), CiphertextBlob]);
}

/** The gRPC code that a call fails with, or `OK`. */
export function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "OK",
    (error: { code?: string }) => error.code ?? String(error),
  );
}
