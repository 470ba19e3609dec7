/** The flags of aws-encryption-provider, and ours, to a configuration. Pure. */
import { OperatorError } from "../../errors";
import { DEFAULTS, type HealthConfig, type KeyConfig, type PluginConfig } from "./config";
import { checkKeys } from "./key-rules";

/** As commander hands them over. */
export interface PluginFlags {
  readonly config?: string;
  readonly listen?: readonly string[];
  readonly key?: readonly string[];
  readonly encryptionContext?: readonly string[];
  readonly sourceArn?: string;
  readonly kmsEndpoint?: string;
  readonly healthPort?: string;
  readonly healthzPath?: string;
  readonly livezPath?: string;
  readonly healthKmsVersion?: string;
  readonly qpsLimit?: number;
  readonly burstLimit?: number;
  readonly retryTokenCapacity?: number;
  readonly kmsV2Version?: "v2" | "v2beta1";
  readonly socketMode?: string;
  readonly socketGroup?: string;
  readonly deadline?: number;
  readonly probeInterval?: number;
  readonly cacheEntries?: number;
  readonly cacheTtl?: number;
  readonly debug?: boolean;
}

export interface Place {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

const usage = (message: string, hint?: string): OperatorError =>
  new OperatorError("usage", message, { hint });

/** @throws OperatorError `usage`. */
export function configOfFlags(flags: PluginFlags, place: Place): PluginConfig {
  return { ...sharedOfFlags(flags), keys: keysOfFlags(flags, place) };
}

/** Everything but the keys. */
export function sharedOfFlags(flags: PluginFlags): Omit<PluginConfig, "keys"> {
  const { qpsLimit: qps = 0, burstLimit, retryTokenCapacity } = flags;
  return {
    health: healthOfFlags(flags),
    limits: { qps, burst: burstLimit || Math.max(1, qps), retryTokenCapacity },
    cache: {
      maxEntries: flags.cacheEntries ?? DEFAULTS.cacheEntries,
      ttlSeconds: flags.cacheTtl ?? DEFAULTS.cacheTtlSeconds,
    },
    socket: { mode: modeOf(flags.socketMode), group: flags.socketGroup },
    kmsV2Version: flags.kmsV2Version ?? "v2",
    deadlineMs: flags.deadline ?? DEFAULTS.deadlineMs,
    probeIntervalSeconds: flags.probeInterval ?? DEFAULTS.probeIntervalSeconds,
    debug: flags.debug === true,
  };
}

function keysOfFlags(flags: PluginFlags, place: Place): PluginConfig["keys"] {
  const { key: keys = [], listen = [DEFAULTS.listen], encryptionContext: contexts = [] } = flags;
  if (keys.length !== listen.length)
    throw usage(
      `--key has ${keys.length} values and --listen ${listen.length}: each key needs a socket of its own`,
      "name them in a file instead: see --config",
    );
  if (contexts.length > keys.length)
    throw usage(`--encryption-context is given ${contexts.length} times for ${keys.length} keys`);
  const [first, ...more] = keys.map(
    (key, index): KeyConfig => ({
      name: keys.length === 1 ? "default" : `key-${index + 1}`,
      key: notEmpty(key, "--key"),
      listen: notEmpty(listen[index] ?? "", "--listen"),
      encryptionContext: contextOf(contexts[index] ?? ""),
      previous: [],
      replicas: [],
      region: place.region,
      endpoint: flags.kmsEndpoint ?? place.endpoint,
      sourceArn: flags.sourceArn,
    }),
  );
  if (first === undefined) throw usage("no key is given", "give --key ARN (or an alias), or --config FILE");
  checkKeys([first, ...more]);
  return [first, ...more];
}

function notEmpty(text: string, flag: string): string {
  if (text.trim() !== "") return text.trim();
  throw usage(`a value of ${flag} is empty`);
}

/** `a=b,c=d` */
function contextOf(text: string): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw usage("--encryption-context takes name=value pairs, with commas between them");
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

function healthOfFlags(flags: PluginFlags): HealthConfig {
  const version = flags.healthKmsVersion ?? "v2";
  if (version !== "v1" && version !== "v2")
    throw usage(`--health-kms-version must be v1 or v2, got '${version}'`);
  return {
    ...addressOf(flags.healthPort ?? DEFAULTS.healthPort),
    healthzPath: pathOf(flags.healthzPath ?? DEFAULTS.healthzPath),
    livezPath: pathOf(flags.livezPath ?? DEFAULTS.livezPath),
    kmsVersion: version,
  };
}

/** `:8080` is every interface, as Go reads it; `127.0.0.1:8080` and `[::1]:8080` one. */
export function addressOf(text: string): Pick<HealthConfig, "host" | "port"> {
  const [, bracketed, host, port] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined && Number(port) <= 65_535)
    return { host: bracketed ?? (host === "" ? undefined : host), port: Number(port) };
  throw usage(`--health-port must be address:port or :port, got '${text}'`);
}

function pathOf(text: string): string {
  if (text.startsWith("/")) return text;
  throw usage(`a path of the health server must begin with /, got '${text}'`);
}

export function modeOf(text: string | undefined): number {
  if (text === undefined) return DEFAULTS.socketMode;
  if (/^0?o?[0-7]{3}$/.test(text)) return Number.parseInt(text.replace(/^0?o?/, ""), 8);
  throw usage(`--socket-mode must be three octal digits such as 0660, got '${text}'`);
}
