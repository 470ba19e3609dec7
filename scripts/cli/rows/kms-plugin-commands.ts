/** The rows of the Kubernetes KMS encryption provider. Names and meanings of the first flags are aws-encryption-provider's. */
import { InvalidArgumentError, Option } from "commander";
import type { CommandSpec } from "../command-spec";

const list = (text: string, previous: readonly string[] = []): string[] => [...previous, ...text.split(",")];
const collect = (text: string, previous: readonly string[] = []): string[] => [...previous, text];

const whole = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
};

const positive = (text: string): number => {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("It must be a whole number above 0.");
};

/** Go programs take `--debug` and `--debug=false`, in several spellings. Source: Go, `strconv.ParseBool`. */
const boolean = (text: string): boolean => {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new InvalidArgumentError("It must be true or false.");
};

const SERVER_OPTIONS = [
  new Option("--config <file>", "YAML file with named keys; see docs/kms-plugin.md"),
  new Option("--listen <paths>", "unix sockets, as many as keys").argParser(list),
  new Option("--key <keys>", "KMS keys: ARNs, ids or aliases, with commas between them").argParser(list),
  new Option(
    "--encryption-context <a=b,c=d>",
    "encryption context of the first key; repeat it for the others, in their order",
  ).argParser(collect),
  new Option("--source-arn <arn>", "resource on whose behalf KMS is called (aws:SourceArn in key policies)"),
  new Option("--kms-endpoint <url>", "endpoint of KMS, as --endpoint-url"),
  new Option("--health-port <address>", "address of health checks and metrics; :8080 is every interface"),
  new Option("--healthz-path <path>", "path of the health check (default: /healthz)"),
  new Option("--livez-path <path>", "path of the liveness check (default: /livez)"),
  new Option("--health-kms-version <version>", "version under which checks are counted: v1 or v2"),
  new Option(
    "--qps-limit <number>",
    "KMS requests a second, for each key and operation; 0: no limit",
  ).argParser(whole),
  new Option(
    "--burst-limit <number>",
    "requests at once after a quiet time (default: as --qps-limit)",
  ).argParser(whole),
  new Option("--retry-token-capacity <number>", "0 turns retries off").argParser(whole),
  new Option("--debug [boolean]", "log every request").argParser(boolean),
  new Option(
    "--kms-v2-version <version>",
    "version that Status answers; v2beta1 to replace aws-encryption-provider",
  ).choices(["v2", "v2beta1"]),
  new Option("--socket-mode <octal>", "permissions of the sockets (default: 0600)"),
  new Option("--socket-group <group>", "group of the sockets, name or number"),
  new Option("--deadline <milliseconds>", "time for one request (default: 2500)").argParser(positive),
  new Option("--probe-interval <seconds>", "time between checks of a key (default: 30)").argParser(positive),
  new Option(
    "--cache-entries <number>",
    "decrypted values kept in memory a key; 0: none (default: 1000)",
  ).argParser(whole),
  new Option("--cache-ttl <seconds>", "time for which they are kept (default: 300)").argParser(whole),
];

/** What names the keys: of the server, and of what is printed for it. */
const CONFIG_OPTIONS = SERVER_OPTIONS.filter(({ long }) => long !== "--debug");

export const KMS_PLUGIN_COMMANDS: readonly CommandSpec[] = [
  {
    name: "kms-plugin",
    summary: "serve kube-apiserver as its KMS encryption provider (v1 and v2)",
    options: SERVER_OPTIONS,
    example: "kms-plugin --config /etc/kubernetes/kms-plugin.yaml",
    prepare: async (flags) => {
      const { run } = await import("../../commands/kms-plugin/kms-plugin");
      return (settings, io) => run({ settings, flags }, io);
    },
  },
  {
    name: "kms-plugin manifest",
    summary: "print what a control-plane node needs to run the plugin",
    arguments: [
      { name: "<what>", description: "config, static-pod, encryption-configuration or systemd-unit" },
    ],
    options: [
      ...CONFIG_OPTIONS,
      new Option("--config-path <path>", "where the configuration is on the node").default(
        "/etc/kubernetes/kms-plugin.yaml",
      ),
      new Option("--image <image>", "the container image that you built, for the static pod"),
      new Option("--program <path>", "the program on the node, for the systemd unit").default(
        "/usr/local/bin/sealstack",
      ),
      new Option(
        "--provider-name <name>",
        "name in the EncryptionConfiguration; it is part of what etcd holds, so keep that of a plugin before this one",
      ),
      new Option(
        "--v1-provider-name <name>",
        "adds a provider that reads data of KMS v1, with the name that it was written under",
      ),
      new Option("--resources <names>", "what to encrypt")
        .default(["secrets"], "secrets")
        .argParser((text: string) => text.split(",")),
    ],
    example: "kms-plugin manifest encryption-configuration --outputs cdktf.outputs.json",
    prepare: async (flags, [what = ""]) => {
      const { run } = await import("../../commands/kms-plugin/kms-plugin-manifest");
      return (settings) => run({ settings, flags, what });
    },
  },
  {
    name: "kms-plugin rotation plan",
    summary: "print the steps of a rotation, in the order in which nothing becomes unreadable",
    options: [
      ...CONFIG_OPTIONS,
      new Option("--name <name>", "which of the configured keys (default: the first)"),
      new Option("--to <arn>", "the new key (default: new material of the same key)"),
    ],
    example:
      "kms-plugin rotation plan --config kms-plugin.yaml --to arn:aws:kms:eu-central-1:111122223333:key/new",
    prepare: async (flags) => {
      const { plan } = await import("../../commands/kms-plugin/kms-plugin-rotation");
      return (settings) => plan({ settings, flags, name: flags.name, to: flags.to });
    },
  },
  {
    name: "kms-plugin rotation status",
    summary:
      "show whether every plugin has seen the rotation, when storage may be written anew, and what is stale",
    globals: ["json", "quiet"],
    options: [
      new Option(
        "--instance <url>",
        "health address of a plugin; repeat it for every node (default: http://127.0.0.1:8080)",
      ).argParser(collect),
      new Option("--apiserver-metrics <file>", "metrics of an API server, - for a pipe: tells what is stale"),
      new Option("--probe-interval <seconds>", "time between checks that the plugins were started with")
        .default(30)
        .argParser(positive),
    ],
    example: "kms-plugin rotation status --instance http://127.0.0.1:8080",
    prepare: async ({ instance = ["http://127.0.0.1:8080"], apiserverMetrics, probeInterval }) => {
      const { status } = await import("../../commands/kms-plugin/kms-plugin-rotation");
      return (_settings, io) =>
        status({ instances: instance, apiserverMetrics, probeIntervalSeconds: probeInterval }, io);
    },
  },
];
