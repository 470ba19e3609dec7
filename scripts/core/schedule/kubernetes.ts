/** A CronJob with what it needs: settings, a place for its records, and a token that AWS takes. Pure. */
import { printable } from "../../../modules/printable";
import { OperatorError } from "../../errors";
import { shellWord } from "../../shell-word";
import type { Targets } from "../targets/schema";
import { cronTime } from "./cron";
import { type ScheduleFile, type ScheduleOptions, secondsOf, watchedFolders } from "./schedule-options";
import { yamlText } from "./yaml-text";

const NAME = "sealstack-backup";
const LABELS = { "app.kubernetes.io/name": NAME };
const STATE_FOLDER = "/var/lib/sealstack";
const TMP_FOLDER = "/tmp";
/** Where the token is; the name of EKS's own webhook, so that both agree. */
const TOKEN_FOLDER = "/var/run/secrets/eks.amazonaws.com/serviceaccount";
/** Seconds that a token lives: as EKS's webhook asks for. */
const TOKEN_SECONDS = 86_400;
const NOBODY = 65_532;

/** @throws OperatorError `usage` without an image, since none is published; and for metrics in the root of the file system, which would be mounted for writing. */
export function kubernetesObjects(targets: Targets, options: ScheduleOptions): readonly ScheduleFile[] {
  const { image, namespace, roleArn, configText, outputsText } = options;
  if (image === undefined)
    throw new OperatorError("usage", "no image is given, and none is published", {
      hint: "give --image, with @sealstack/cli in it",
    });
  const named = { name: NAME, namespace, labels: LABELS };
  const outputs = outputsOf(targets);
  const objects = [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        ...named,
        ...(roleArn !== undefined && { annotations: { "eks.amazonaws.com/role-arn": roleArn } }),
      },
      automountServiceAccountToken: false,
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata: named, data: { "backup.yaml": configText } },
    ...(outputs.length === 0
      ? []
      : [
          {
            apiVersion: "v1",
            kind: "Secret",
            metadata: named,
            stringData: Object.fromEntries(
              outputs.map((file, index) => [outputsKey(index), outputsText(file)]),
            ),
          },
        ]),
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: named,
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "64Mi" } } },
    },
    cronJob(targets, options, image),
  ];
  const remarks = `${asksNode(targets) ? NODE_NETWORK : ""}${metricsFolders(targets).map(remarkOn).join("")}`;
  return [{ path: `${NAME}.yaml`, text: `${remarks}${objects.map(yamlText).join("\n---\n")}\n` }];
}

/** Whether something is asked at the node's loopback, which a pod has with the node's network only. */
const asksNode = ({ targets, cloudwatch }: Targets): boolean =>
  [
    // Without endpoints, etcdctl asks its own host.
    ...targets.flatMap(({ source, etcd }) => (source === "etcd" ? (etcd?.endpoints ?? "localhost") : [])),
    ...(cloudwatch === undefined ? [] : [cloudwatch.to]),
  ].some((address) => /(^|\/\/|,)(127(\.\d+){3}|localhost|\[::1\])([:/,]|$)/i.test(address));

const NODE_NETWORK = `# etcd or the agent of CloudWatch is asked at the node's own address, so the pod has the node's network. It has to run where they do: add a
# nodeSelector, and a toleration where that is a control plane.
`;

/** Of the node, for those who read metrics there; what the pod has anyway is not mounted twice. */
function metricsFolders(targets: Targets): readonly string[] {
  const folders = watchedFolders(targets).filter((folder) => ![STATE_FOLDER, TMP_FOLDER].includes(folder));
  if (folders.includes("/"))
    throw new OperatorError(
      "usage",
      "a file of metrics is in the root of the file system, which no pod should write",
      {
        hint: "give metricsFile and cloudwatch.to a folder of their own",
      },
    );
  return folders;
}

/** What a comment says before the objects: without it, nobody reads the metrics. */
const remarkOn = (
  folder: string,
): string => `# Metrics go to ${printable(folder)} of the node, for its node_exporter or its agent of CloudWatch. Before the first run, there:
#   install -d -o ${NOBODY} ${shellWord(folder)}
# Each node that ever ran it keeps a file: with several nodes, add a nodeSelector.
`;

function cronJob(targets: Targets, options: ScheduleOptions, image: string): object {
  const { namespace, every, seed, roleArn, config } = options;
  const outputs = outputsOf(targets);
  const sources = filesOfTheNode(targets);
  const metrics = metricsFolders(targets);
  const mounts = [
    // One file each: what else is in their folders stays there.
    { name: "config", mountPath: config, subPath: "backup.yaml", readOnly: true },
    ...outputs.map((file, index) => ({
      name: "outputs",
      mountPath: file,
      subPath: outputsKey(index),
      readOnly: true,
    })),
    { name: "state", mountPath: STATE_FOLDER },
    { name: "tmp", mountPath: TMP_FOLDER },
    ...(roleArn === undefined ? [] : [{ name: "aws-token", mountPath: TOKEN_FOLDER, readOnly: true }]),
    ...sources.map((path, index) => ({ name: `source-${index}`, mountPath: path, readOnly: true })),
    ...metrics.map((path, index) => ({ name: `metrics-${index}`, mountPath: path })),
  ];
  const token = { audience: "sts.amazonaws.com", expirationSeconds: TOKEN_SECONDS, path: "token" };
  const volumes = [
    { name: "config", configMap: { name: NAME, defaultMode: 0o444 } },
    ...(outputs.length === 0 ? [] : [{ name: "outputs", secret: { secretName: NAME, defaultMode: 0o440 } }]),
    { name: "state", persistentVolumeClaim: { claimName: NAME } },
    { name: "tmp", emptyDir: {} },
    ...(roleArn === undefined
      ? []
      : [{ name: "aws-token", projected: { sources: [{ serviceAccountToken: token }] } }]),
    ...sources.map((path, index) => ({ name: `source-${index}`, hostPath: { path } })),
    // Made where it is missing: a pod that waits for it would back up nothing.
    ...metrics.map((path, index) => ({
      name: `metrics-${index}`,
      hostPath: { path, type: "DirectoryOrCreate" },
    })),
  ];
  const container = {
    name: "sealstack",
    image,
    args: ["run", "--config", config, "--state-dir", STATE_FOLDER],
    env: [
      { name: "HOME", value: TMP_FOLDER },
      ...(roleArn === undefined
        ? []
        : [
            { name: "AWS_ROLE_ARN", value: roleArn },
            { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `${TOKEN_FOLDER}/token` },
          ]),
    ],
    resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "512Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: mounts,
  };
  const pod = {
    serviceAccountName: NAME,
    automountServiceAccountToken: false,
    restartPolicy: "Never",
    ...(asksNode(targets) && { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: NOBODY,
      runAsGroup: NOBODY,
      fsGroup: NOBODY,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [container],
    volumes,
  };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: NAME, namespace, labels: LABELS },
    spec: {
      schedule: cronTime(secondsOf(every), seed),
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: { backoffLimit: 0, template: { metadata: { labels: LABELS }, spec: pod } },
      },
    },
  };
}

/** Files of outputs, each once. */
const outputsOf = ({ targets }: Targets): readonly string[] => [
  ...new Set(targets.flatMap(({ outputs }) => outputs ?? [])),
];

const outputsKey = (index: number): string => `outputs-${index}.json`;

/** What targets read of the node: sources, and files with secrets that stay there. */
const filesOfTheNode = ({ targets }: Targets): readonly string[] => [
  ...new Set(
    targets.flatMap(({ path, passphraseFile, stepCaPasswordFile, etcd, notify: { ping, webhook } }) =>
      [
        ...[path, passphraseFile, stepCaPasswordFile, etcd?.cacert, etcd?.cert, etcd?.key],
        ...[ping?.urlFile, webhook?.urlFile],
      ].filter((file) => file !== undefined),
    ),
  ),
];
