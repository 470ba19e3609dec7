/** What a control-plane node needs to run the plugin, printed from its configuration. Pure. */
import { posix } from "node:path";
import { stringify } from "yaml";
import type { PluginConfig } from "./config";

export const MANIFESTS = ["config", "static-pod", "encryption-configuration", "systemd-unit"] as const;
export type ManifestName = (typeof MANIFESTS)[number];

export interface ManifestOptions {
  /** Where the configuration file will be on the node. */
  readonly configPath: string;
  readonly image: string;
  /** Path of the program on the node, for systemd. */
  readonly program: string;
  /**
   * Name of the provider in the EncryptionConfiguration. It is part of what is in etcd: a plugin that takes another's place keeps it.
   * @default - the key's own name
   */
  readonly providerName: string | undefined;
  /** Whether data of KMS v1 is still to be read. */
  readonly withV1: boolean;
  readonly resources: readonly string[];
}

/** Entries of kube-apiserver's cache, and its time-out, for KMS v1; v2 has a cache of its own making. */
const V1_CACHE_SIZE = 1_000;
const TIMEOUT = "3s";

export function manifest(name: ManifestName, config: PluginConfig, options: ManifestOptions): string {
  switch (name) {
    case "config":
      return yaml(configFile(config));
    case "static-pod":
      return yaml(staticPod(config, options));
    case "encryption-configuration":
      return yaml(encryptionConfiguration(config, options));
    case "systemd-unit":
      return systemdUnit(config, options);
  }
}

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

/** Only what differs from the defaults would be shorter; but who reads it should see what holds. */
function configFile({ keys, health, limits, cache, socket, ...config }: PluginConfig) {
  return defined({
    keys: Object.fromEntries(
      keys.map(({ name, endpoint, ...key }) => [name, defined({ ...key, kmsEndpoint: endpoint })]),
    ),
    healthPort: addressText(health),
    healthzPath: health.healthzPath,
    livezPath: health.livezPath,
    healthKmsVersion: health.kmsVersion,
    qpsLimit: limits.qps || undefined,
    burstLimit: limits.qps > 0 ? limits.burst : undefined,
    retryTokenCapacity: limits.retryTokenCapacity,
    kmsV2Version: config.kmsV2Version,
    socketMode: socket.mode.toString(8).padStart(4, "0"),
    socketGroup: socket.group,
    deadline: config.deadlineMs,
    probeInterval: config.probeIntervalSeconds,
    cacheEntries: cache.maxEntries,
    cacheTtl: cache.ttlSeconds,
    debug: config.debug || undefined,
  });
}

function addressText({ host = "", port }: PluginConfig["health"]): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A static pod: kubelet starts it without asking an API server, which itself needs the plugin to start. */
function staticPod(config: PluginConfig, { image, configPath }: ManifestOptions) {
  const folders = [...new Set(config.keys.map(({ listen }) => posix.dirname(listen)))];
  const sockets = folders.map((path, index) => ({ name: `sockets-${index + 1}`, path }));
  const probe = (path: string) => ({
    // kubelet asks the pod's address otherwise, and the server listens on loopback.
    httpGet: { host: "127.0.0.1", port: config.health.port, path },
    timeoutSeconds: 5,
  });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "sealstack-kms-plugin", namespace: "kube-system", labels: { component: "kms-plugin" } },
    spec: {
      hostNetwork: true, // the instance's credentials are one hop away, and there is no pod network yet
      priorityClassName: "system-node-critical",
      automountServiceAccountToken: false,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "kms-plugin",
          image,
          args: ["kms-plugin", "--config", configPath],
          livenessProbe: { ...probe(config.health.livezPath), initialDelaySeconds: 10, failureThreshold: 6 },
          readinessProbe: { ...probe("/readyz"), periodSeconds: 5 },
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
          securityContext: {
            runAsUser: 0, // kube-apiserver's, who opens the socket
            runAsNonRoot: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: {
              drop: ["ALL"],
              ...(config.socket.group === undefined ? {} : { add: ["CHOWN"] }), // to give the socket to a group
            },
          },
          volumeMounts: [
            { name: "config", mountPath: configPath, readOnly: true },
            ...sockets.map(({ name, path }) => ({ name, mountPath: path })),
          ],
        },
      ],
      volumes: [
        { name: "config", hostPath: { path: configPath, type: "File" } },
        ...sockets.map(({ name, path }) => ({ name, hostPath: { path, type: "DirectoryOrCreate" } })),
      ],
    },
  };
}

/** The first provider encrypts; all of them are asked to decrypt. */
function encryptionConfiguration({ keys }: PluginConfig, options: ManifestOptions) {
  const [{ listen, name: first }] = keys;
  const v1 = {
    apiVersion: "v1",
    name: options.providerName ?? first,
    endpoint: `unix://${listen}`,
    cachesize: V1_CACHE_SIZE,
    timeout: TIMEOUT,
  };
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [
      {
        resources: options.resources,
        providers: [
          ...keys.map((key, index) => ({
            kms: {
              apiVersion: "v2",
              name: index === 0 ? v1.name : key.name,
              endpoint: `unix://${key.listen}`,
              timeout: TIMEOUT,
            },
          })),
          ...(options.withV1 ? [{ kms: v1 }] : []),
          { identity: {} }, // data that was never encrypted is still readable
        ],
      },
    ],
  };
}

function systemdUnit(config: PluginConfig, { configPath, program }: ManifestOptions): string {
  const folders = [...new Set(config.keys.map(({ listen }) => posix.dirname(listen)))];
  return `[Unit]
Description=KMS encryption provider of kube-apiserver (sealstack)
Documentation=https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/
Wants=network-online.target
After=network-online.target
# kube-apiserver is a static pod of the kubelet and needs the socket.
Before=kubelet.service
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStartPre=/usr/bin/install -d -m 0750 ${folders.join(" ")}
ExecStart=${program} kms-plugin --config ${configPath}
Restart=always
RestartSec=2
TimeoutStopSec=10
UMask=0077
NoNewPrivileges=yes
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryMax=256M

[Install]
WantedBy=multi-user.target`;
}

/** Without what is undefined and empty, which only makes noise. */
function defined(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const empty = (value: unknown) =>
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !empty(value)));
}
