/** A static pod: kubelet starts it without asking an API server, which itself needs the plugin to start. Pure. */
import { OperatorError } from "../../errors";
import type { PluginConfig } from "../settings/config";
import { type ManifestOptions, socketFolders } from "./manifest-options";

/** @throws OperatorError `usage` for what would not work in a container. */
export function staticPod(config: PluginConfig, { image, configPath }: ManifestOptions) {
  const { health, socket } = config;
  if (image === undefined)
    throw new OperatorError("usage", "no image is named", {
      hint: "build docker/kms-plugin/Dockerfile, put it on the nodes or in your registry, and give --image",
    });
  if (health.port === 0)
    throw new OperatorError("usage", "the probes need a port", { hint: "give --health-port one above 0" });
  if (socket.group !== undefined && !/^\d+$/.test(socket.group))
    throw new OperatorError("usage", `the image has no group '${socket.group}'`, {
      hint: "give --socket-group the group's number on the node",
    });
  const sockets = socketFolders(config).map((path, index) => ({ name: `sockets-${index + 1}`, path }));
  const probe = (path: string) => ({
    httpGet: { host: probeHost(health.host), port: health.port, path },
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
          imagePullPolicy: "IfNotPresent", // a node must start without its registry; for ":latest" the default is Always
          args: ["kms-plugin", "--config", configPath],
          livenessProbe: { ...probe(health.livezPath), initialDelaySeconds: 10, failureThreshold: 6 },
          readinessProbe: { ...probe("/readyz"), periodSeconds: 5 },
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
          securityContext: {
            runAsUser: 0, // kube-apiserver's, who opens the socket
            runAsNonRoot: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: {
              drop: ["ALL"],
              ...(socket.group === undefined ? {} : { add: ["CHOWN"] }), // to give the socket to a group
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

/** kubelet asks the pod's address, which is the node's, where no host is given: a server on one address is asked there, else on loopback. */
const probeHost = (host: string | undefined): string =>
  host === undefined || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
