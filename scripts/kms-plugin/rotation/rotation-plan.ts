/** The steps of a rotation, for the configuration at hand. Pure. */
import { shellWord } from "../../shell-word";
import { isKeyArn } from "../arn";
import type { KeyConfig, PluginConfig } from "../settings/config";
import { MIGRATION_BUFFER_MINUTES, SEED_MINUTES } from "./rotation-clock";

export interface Step {
  readonly title: string;
  /** What to do, and why it is in this place. */
  readonly text: string;
  readonly commands: readonly string[];
}

const MIGRATE = "kubectl get secrets --all-namespaces -o json | kubectl replace -f -"; // Kubernetes documentation, "Ensure all secrets are encrypted"

/**
 * @param keyName which of the configured keys.
 * @param to ARN of the new key, or name of another configured one, which then is a provider of its own; `undefined` when the same key's material was rotated, or its alias will be moved by hand.
 */
export function rotationPlan(
  config: PluginConfig,
  keyName: string | undefined,
  to: string | undefined,
): Step[] {
  const key = config.keys.find(({ name }) => name === keyName) ?? config.keys[0];
  const wait = Math.ceil(SEED_MINUTES + config.probeIntervalSeconds / 60 + MIGRATION_BUFFER_MINUTES);
  const migrate: readonly Step[] = [
    {
      title: "Wait until no API server encrypts with the old state",
      text: `At least ${wait} minutes after the change was seen everywhere: ${SEED_MINUTES} for the seeds that API servers hold, the time between two checks, and ${MIGRATION_BUFFER_MINUTES} to be safe. Every node must show the same key_id.`,
      commands: ["sealstack kms-plugin rotation status --instance http://127.0.0.1:8080"],
    },
    {
      title: "Write everything anew",
      text: "Or let the StorageVersionMigration API do it. Objects that conflict were written meanwhile, and so are fresh.",
      commands: [MIGRATE],
    },
    {
      title: "See that nothing old is read any more",
      text: "The API server counts, for each hash of a key_id, what it reads from storage.",
      commands: [
        "kubectl get --raw /metrics | sealstack kms-plugin rotation status --instance http://127.0.0.1:8080 --apiserver-metrics -",
      ],
    },
  ];
  if (to === undefined)
    return [
      {
        title: "Rotate the key's material",
        text: "Old material stays in KMS: what was encrypted with it opens as before. The plugins see the change at their next check and give out a new key_id. No configuration changes.",
        commands: [`aws kms rotate-key-on-demand --key-id ${arnOrLookup(key.key)}`],
      },
      ...migrate,
    ];
  const second = config.keys.find((other) => other !== key && (other.name === to || other.key === to));
  if (second !== undefined) return twoProviders(key, second, migrate);
  const file = (lines: string) =>
    `# ${key.name} in the configuration file of every control-plane node, one after the other: ${lines}`;
  return [
    {
      title: "Let every plugin read what the new key will encrypt",
      text: "Nodes change one after the other: one that still encrypts with the old key must open what another has written with the new one. Restart each plugin; API servers need no restart.",
      commands: [file(`key: ${key.key}, previous: [${[...key.previous, to].join(", ")}]`)],
    },
    {
      title: "Change the key",
      text: "Again node by node. The old key stays readable.",
      commands: [file(`key: ${to}, previous: [${[...key.previous, arnOf(key.key)].join(", ")}]`)],
    },
    ...migrate,
    {
      title: "Forget the old key",
      text: "Only when backups of etcd that need it are gone too: without the key they cannot be restored. Disable it for some weeks before you schedule its deletion.",
      commands: [file(`key: ${to}, previous: []`), `aws kms disable-key --key-id ${arnOrLookup(key.key)}`],
    },
  ];
}

/** Kubernetes' own procedure, for keys that have a socket each: the order of providers decides which one encrypts. */
function twoProviders(from: KeyConfig, to: KeyConfig, migrate: readonly Step[]): Step[] {
  const restart =
    "restart kube-apiserver, or start it with --encryption-provider-config-automatic-reload=true";
  const order = (...keys: readonly KeyConfig[]) =>
    `# EncryptionConfiguration of every control-plane node: ${keys.map(({ name, listen }) => `${name} (unix://${listen})`).join(", then ")}, then identity; ${restart}`;
  return [
    {
      title: `Add the provider ${to.name} in second place`,
      text: "On every node before the next step on any: an API server that cannot read what another wrote with the new key fails.",
      commands: [order(from, to)],
    },
    {
      title: `Put ${to.name} first`,
      text: "Node by node. From here on it encrypts, and the old provider only reads.",
      commands: [order(to, from)],
    },
    ...migrate,
    {
      title: `Take the provider ${from.name} away`,
      text: "Only when backups of etcd that need its key are gone too. Disable the key for some weeks before you schedule its deletion.",
      commands: [order(to), `aws kms disable-key --key-id ${arnOrLookup(from.key)}`],
    },
  ];
}

/** `previous` takes no alias: it can move. */
const arnOf = (key: string): string => (isKeyArn(key) ? key : `<ARN of the key behind ${key}>`);

/** Neither call takes an alias. */
const arnOrLookup = (key: string): string =>
  isKeyArn(key)
    ? key
    : `"$(aws kms describe-key --key-id ${shellWord(key)} --query KeyMetadata.Arn --output text)"`;
