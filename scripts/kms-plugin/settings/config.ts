/** What the plugin is told: named keys, each with a socket of its own, and what they share. */

export interface PluginConfig {
  readonly keys: readonly [KeyConfig, ...KeyConfig[]];
  readonly health: HealthConfig;
  readonly limits: LimitConfig;
  readonly cache: CacheConfig;
  readonly socket: SocketConfig;
  /**
   * What `Status` answers as its version. kube-apiserver keeps to the first it sees, so a plugin that takes the place of
   * aws-encryption-provider under a running apiserver says `v2beta1`.
   * @default "v2"
   */
  readonly kmsV2Version: "v2" | "v2beta1";
  /**
   * Milliseconds that KMS may take for one request, tries and waiting included; below kube-apiserver's time-out of 3 seconds.
   * @default 2500
   */
  readonly deadlineMs: number;
  /**
   * Seconds between two checks of a healthy key; each is one Encrypt and one Decrypt. At most 5 while it is not healthy.
   * @default 30
   */
  readonly probeIntervalSeconds: number;
  readonly debug: boolean;
}

export interface KeyConfig {
  /** For logs, health texts and metrics. */
  readonly name: string;
  /** ARN, id or alias of the key. Also the `key_id` that aws-encryption-provider gave out for it. */
  readonly key: string;
  /** Path of the unix socket. */
  readonly listen: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** ARNs of keys that data may still be encrypted with: Decrypt accepts them. */
  readonly previous: readonly string[];
  /** ARNs of replicas of the (multi-Region) key, asked in this order where the key's own region does not answer. */
  readonly replicas: readonly string[];
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly sourceArn: string | undefined;
}

export interface HealthConfig {
  /** Address of the HTTP server; every interface where absent, as `:8080` means in Go. */
  readonly host: string | undefined;
  readonly port: number;
  readonly healthzPath: string;
  readonly livezPath: string;
  /** The label under which checks are counted in the metrics. */
  readonly kmsVersion: "v1" | "v2";
}

export interface LimitConfig {
  /** KMS requests a second, for each key and operation; `0` does not limit. @default 0 */
  readonly qps: number;
  /** Requests that may go at once after a quiet time. @default - as `qps` */
  readonly burst: number;
  /** `0` turns retries off. @default - as the SDK has it */
  readonly retryTokenCapacity: number | undefined;
}

export interface CacheConfig {
  /** Decrypted values kept in memory, for each key; `0` keeps none. @default 1000 */
  readonly maxEntries: number;
  /** Seconds after which a value is forgotten. @default 300 */
  readonly ttlSeconds: number;
}

export interface SocketConfig {
  /** Permission bits of the sockets. @default 0o600 */
  readonly mode: number;
  /** Group of the sockets: name or number. @default - that of the process */
  readonly group: string | undefined;
}

export const DEFAULTS = {
  listen: "/var/run/kmsplugin/socket.sock",
  healthPort: "127.0.0.1:8080",
  healthzPath: "/healthz",
  livezPath: "/livez",
  deadlineMs: 2_500,
  probeIntervalSeconds: 30,
  cacheEntries: 1_000,
  cacheTtlSeconds: 300,
  socketMode: 0o600,
} as const;
