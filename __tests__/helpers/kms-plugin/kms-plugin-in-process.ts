/** The Kubernetes plugin in this process, and clients that talk to it through its socket as kube-apiserver does. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servePlugin } from "../../../scripts/kms-plugin";
import type { KeyConfig, PluginConfig } from "../../../scripts/kms-plugin/settings/config";
import { configOfFlags } from "../../../scripts/kms-plugin/settings/flags";
import { type KmsClients, kmsClients } from "../../../tools/kms-plugin-driver/grpc-clients";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

export interface PluginUnderTest extends KmsClients {
  /** Clients of another key's socket. */
  clients(socket: string): KmsClients;
  /** Path of the first key's socket. */
  readonly socket: string;
  /** Address of the health server. */
  readonly url: string;
  /** Lines of the log, parsed. */
  readonly log: Readonly<Record<string, unknown>>[];
  /** Status and text of a path of the health server. */
  http(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** Fails when the plugin did. */
  stop(): Promise<void>;
}

export type PluginChanges = Partial<Omit<PluginConfig, "keys">> & {
  readonly keys: readonly (Pick<KeyConfig, "key"> & Partial<KeyConfig>)[];
};

/** kube-apiserver waits for three seconds, the plugin for two and a half. */
const AFTER_PLUGIN_MS = 500;

const closers: (() => unknown)[] = [];

/** Stops what a test started. Call it inside `describe`. */
export function stopPluginsAfterEach(): void {
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
}

export async function startPlugin(
  endpoint: string | undefined,
  changes: PluginChanges,
): Promise<PluginUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), "kms-")); // short: paths of sockets have 107 bytes at most
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const config = configFor(endpoint, folder, changes);
  const stopped = new AbortController();
  const log: Record<string, unknown>[] = [];
  let serving: Promise<void> | undefined;
  const port = await new Promise<number>((resolve, reject) => {
    const write = (line: string) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      if (typeof entry.port === "number") resolve(entry.port);
    };
    serving = servePlugin(config, { write, signal: stopped.signal, toolVersion: "1.2.3" });
    serving.catch(reject);
  });
  const stop = async () => {
    stopped.abort();
    await serving;
  };
  closers.push(stop);
  const clients = (socket: string) => {
    const made = kmsClients(socket, config.deadlineMs + AFTER_PLUGIN_MS);
    closers.push(() => made.close());
    return made;
  };
  const socket = config.keys[0].listen;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...clients(socket),
    clients,
    socket,
    url,
    log,
    stop,
    http: async (path) => {
      const response = await fetch(url + path);
      return { status: response.status, text: await response.text() };
    },
  };
}

function configFor(
  endpoint: string | undefined,
  folder: string,
  { keys, ...shared }: PluginChanges,
): PluginConfig {
  const defaults = configOfFlags(
    { key: ["alias/unused"], healthPort: "127.0.0.1:0" },
    { region: "eu-central-1", endpoint },
  );
  const [first, ...more] = keys.map(
    (key, index): KeyConfig => ({
      ...defaults.keys[0],
      name: `key-${index + 1}`,
      listen: join(folder, `${index + 1}.sock`),
      ...key,
    }),
  );
  if (first === undefined) throw new Error("a plugin without a key");
  return { ...defaults, ...shared, keys: [first, ...more] };
}
