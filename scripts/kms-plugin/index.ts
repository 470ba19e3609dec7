/** The plugin as a whole: opens the sockets, checks the keys, and serves until it is told to stop. */

import { checkEnvironment } from "../clients/http/check-environment";
import { ManagedKey } from "./key/managed-key";
import { Probe } from "./key/probe";
import { serviceFor } from "./key/service-for";
import { sharedServices } from "./key/shared-services";
import { jsonLog } from "./log";
import { PluginMetrics } from "./metrics";
import { Connections } from "./server/connections";
import { type GrpcServer, serveKey } from "./server/grpc-server";
import { serveHealth } from "./server/health-server";
import { KEYS_OF_CLIENT, sharedLimits } from "./server/limits";
import { groupId } from "./server/socket-group";
import type { KeyConfig, PluginConfig } from "./settings/config";

export interface PluginHost {
  /** Takes a line of the log. */
  readonly write: (line: string) => void;
  /** Aborted to stop. */
  readonly signal: AbortSignal;
  readonly toolVersion: string;
}

/** Milliseconds for requests under way at the end; none takes longer than its deadline. */
const GRACE_MS = 3_000;

/** Milliseconds between two looks at which connections are silent. */
const LOOK_MS = 2_000;

interface Running {
  readonly key: ManagedKey;
  readonly probe: Probe;
  readonly server: GrpcServer;
  readonly close: () => void;
}

/** Resolves when everything has been stopped. @throws OperatorError when it cannot start. */
export async function servePlugin(
  config: PluginConfig,
  { write, signal, toolVersion }: PluginHost,
): Promise<void> {
  await checkEnvironment(process.env);
  const log = jsonLog(write, config);
  const metrics = new PluginMetrics();
  const gid = await groupId(config.socket.group);

  const limits = sharedLimits(config.keys.length);
  const connections = new Connections({ max: limits.connections, patient: false });
  const shared = { connections, streams: limits.streams };
  const services = sharedServices(KEYS_OF_CLIENT);
  const looks = setInterval(() => connections.look(), LOOK_MS);
  looks.unref();

  const start = async (keyConfig: KeyConfig): Promise<Running> => {
    const kms = await serviceFor(keyConfig, config, services, (from) =>
      log("warn", "a region does not answer; the next is asked", { key: keyConfig.name, region: from }),
    );
    const key = new ManagedKey(keyConfig, config, { kms, metrics, log, places: limits.calls });
    const socket = { path: keyConfig.listen, mode: config.socket.mode, gid };
    const server = await serveKey(key, socket, { plugin: config, toolVersion, metrics, log }, shared);
    const probe = new Probe(key, kms, config, metrics, log);
    void probe.start();
    log("info", "listening", { key: keyConfig.name, socket: keyConfig.listen });
    return { key, probe, server, close: () => kms.close() };
  };

  const running: Running[] = [];
  const stop = async (): Promise<void> => {
    clearInterval(looks);
    for (const { probe } of running) probe.stop();
    await Promise.all(running.map(({ server }) => server.stop(GRACE_MS)));
    for (const { key, close } of running) {
      key.cache.clear();
      close();
    }
  };
  try {
    for (const keyConfig of config.keys) running.push(await start(keyConfig));
    const watched = () =>
      running.map(({ key, server }) => ({
        name: key.config.name,
        health: key.health.text,
        known: key.identity.now !== undefined,
        listening: server.listening(),
      }));
    const health = await serveHealth(config.health, watched, metrics);
    log("info", "health and metrics are served", { port: health.port });
    await aborted(signal);
    log("info", "stopping");
    await health.close();
  } finally {
    await stop();
  }
  log("info", "stopped");
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
