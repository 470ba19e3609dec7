import { MultiRegionKey } from "../../../modules/kms";
import { type ConstructModule, camelKeys } from "./construct";
import { KEY_CONFIGURATIONS, KEY_NAMES, KEY_REFUSED, type KeyValues, keyProps } from "./key-values";

interface MultiRegionKeyValues extends KeyValues {
  readonly replicas: Readonly<
    Record<
      string,
      {
        readonly description?: string;
        readonly enabled?: boolean;
        readonly tags?: Readonly<Record<string, string>>;
      }
    >
  >;
}

type Replicas = MultiRegionKeyValues["replicas"];

/** Each has other replicas, so that they are mixed with what is said of the key. */
const REPLICAS: readonly Replicas[] = [
  { "eu-west-1": {} },
  { "us-east-1": { description: "Over there" }, "eu-west-3": { enabled: false, tags: { copy: "third" } } },
  { "ap-south-1": { tags: {} } },
];

const withReplicas = (all: Readonly<Record<string, KeyValues>>): Record<string, MultiRegionKeyValues> =>
  Object.fromEntries(
    Object.entries(all).map(([name, values], index) => [
      name,
      { ...values, replicas: REPLICAS[index % REPLICAS.length] ?? {} },
    ]),
  );

export const multiRegionKey: ConstructModule<MultiRegionKeyValues> = {
  partials: ["data", "key-policy", "key-services", "key-variables"],
  configurations: withReplicas(KEY_CONFIGURATIONS),
  refused: {
    ...withReplicas(KEY_REFUSED),
    none: { description: "d", replicas: {} },
    region: { description: "d", replicas: { Ireland: {} } },
    wordless: { description: "d", replicas: { "eu-west-1": { description: "" } } },
  },
  names: KEY_NAMES,
  build: (stack, _, { replicas, ...values }) => {
    const made = new MultiRegionKey(stack, "key", {
      ...keyProps(stack, values),
      replicas: Object.fromEntries(
        Object.entries(replicas).map(([region, replica]) => [region, camelKeys(replica)]),
      ),
    });
    return {
      key_arn: made.primary.keyArn,
      key_id: made.primary.keyId,
      replica_arns: Object.fromEntries(
        Object.entries(made.replicas).map(([region, { keyArn }]) => [region, keyArn]),
      ),
    };
  },
};
