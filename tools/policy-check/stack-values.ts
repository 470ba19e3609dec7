/** Values of a synthesized stack before anything is deployed: what only AWS would know is invented, the same way every time. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { PARTITIONS, partitionOfRegion } from "../../modules/partitions";
import { type Lookup, resolveValue } from "../emulator/apply/evaluate";
import { PolicyCheckError } from "./policy-set";

/** The account that the stack is evaluated in; AWS's documentation uses it for examples. */
export const ACCOUNT_ID = "111122223333";
const DEFAULT_REGION = "eu-central-1";

const attributes = z.record(z.string(), z.unknown());
const blocks = z.record(z.string(), z.record(z.string(), attributes)).default({});
const stackJson = z.object({
  provider: z.object({ aws: z.array(z.object({ region: z.string() })).min(1) }).optional(),
  data: blocks,
  resource: blocks,
});

/** A resource with all references resolved. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  /** As written; attributes that only AWS knows come from {@link StackValues.attribute}. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StackValues {
  readonly region: string;
  readonly partition: string;
  readonly resources: readonly Resource[];
  /** An attribute of a resource, such as the `arn` of `aws_kms_key.key`. */
  attribute(address: string, name: string): string;
}

/** The provider's, where it takes part in an ARN. */
const DEFAULTS: Readonly<Record<string, string>> = { "aws_iam_role.path": "/" };

type Attributes = z.infer<typeof attributes>;

/** What AWS makes up or puts together, by resource type. `where` is the region of the resource. */
type Computed = Readonly<
  Record<string, (address: string, own: (name: string) => string, where: string) => string>
>;

function computedBy(region: string): Readonly<Record<string, Computed>> {
  const partition = partitionOfRegion(region);
  const kms = (where: string, resource: string) => `arn:${partition}:kms:${where}:${ACCOUNT_ID}:${resource}`;
  const key: Computed = {
    arn: (address, _, where) => kms(where, `key/${inventedId(address)}`),
    id: inventedId,
    key_id: inventedId,
  };
  // The id of a replica is its primary's.
  const idOfPrimary = (own: (name: string) => string) => own("primary_key_arn").replace(/^.*:key\//, "");
  const replica: Computed = {
    arn: (_, own, where) => kms(where, `key/${idOfPrimary(own)}`),
    id: (_, own) => idOfPrimary(own),
    key_id: (_, own) => idOfPrimary(own),
  };
  const named = (kind: string): Computed => ({
    arn: (_, own) => `arn:${partition}:iam::${ACCOUNT_ID}:${kind}/${own("name")}`,
    id: (_, own) => own("name"),
  });
  // Named resources of a service in a region, such as topics.
  const regional = (service: string, kind: string): Computed => ({
    arn: (_, own, where) => `arn:${partition}:${service}:${where}:${ACCOUNT_ID}:${kind}${own("name")}`,
    id: (_, own) => own("name"),
  });
  return {
    "data.aws_caller_identity": { account_id: () => ACCOUNT_ID },
    "data.aws_partition": {
      partition: () => partition,
      dns_suffix: () => PARTITIONS[partition]?.dnsSuffix ?? "",
    },
    "data.aws_region": { region: () => region },
    aws_cloudtrail: regional("cloudtrail", "trail/"),
    aws_cloudwatch_event_rule: regional("events", "rule/"),
    aws_cloudwatch_log_group: regional("logs", "log-group:"),
    aws_dynamodb_table: regional("dynamodb", "table/"),
    aws_sns_topic: regional("sns", ""),
    aws_iam_role: {
      arn: (_, own) => `arn:${partition}:iam::${ACCOUNT_ID}:role${own("path")}${own("name")}`,
      id: (_, own) => own("name"),
    },
    aws_iam_user: named("user"),
    aws_iam_group: named("group"),
    aws_iam_saml_provider: named("saml-provider"),
    aws_iam_openid_connect_provider: {
      arn: (_, own) =>
        `arn:${partition}:iam::${ACCOUNT_ID}:oidc-provider/${own("url").replace(/^https:\/\//, "")}`,
    },
    aws_rolesanywhere_trust_anchor: {
      arn: (address) =>
        `arn:${partition}:rolesanywhere:${region}:${ACCOUNT_ID}:trust-anchor/${inventedId(address)}`,
    },
    aws_iam_policy: named("policy"),
    aws_kms_alias: { arn: (_, own, where) => kms(where, own("name")) },
    aws_kms_external_key: key,
    aws_kms_key: key,
    aws_kms_replica_external_key: replica,
    aws_kms_replica_key: replica,
    aws_s3_bucket: {
      arn: (_, own) => `arn:${partition}:s3:::${own("bucket")}`,
      id: (_, own) => own("bucket"),
    },
  };
}

/** A key id in KMS's form, from the address alone. */
export function inventedId(address: string): string {
  const hex = createHash("sha256").update(address).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/**
 * @param json the text of `cdk.tf.json`
 * @throws {@link PolicyCheckError} when a reference names what the stack does not hold, or what cannot be known before deployment
 */
export function stackValues(json: string): StackValues {
  const { provider, data, resource } = stackJson.parse(JSON.parse(json));
  const region = provider?.aws[0]?.region ?? DEFAULT_REGION;
  const computed = computedBy(region);
  const written = new Map<string, { type: string; attributes: Attributes }>([
    ...flatten(data, "data."),
    ...flatten(resource, ""),
  ]);

  const lookup: Lookup = (address, path) => {
    const block = written.get(address);
    const [name = "", ...deeper] = path.map(String);
    if (block === undefined) throw new PolicyCheckError(`'${address}' is referred to, but not in the stack`);
    const own = (attribute: string) => String(lookup(address, [attribute]));
    const compute = computed[block.type]?.[name];
    if (compute !== undefined) return compute(address, own, String(block.attributes.region ?? region));
    const value = block.attributes[name] ?? DEFAULTS[`${block.type}.${name}`];
    if (value === undefined || deeper.length > 0)
      throw new PolicyCheckError(`'${[address, ...path].join(".")}' cannot be known before deployment`);
    return resolveValue(value, lookup);
  };

  return {
    region,
    partition: partitionOfRegion(region),
    resources: [...flatten(resource, "")].map(([address, { type, attributes: own }]) => ({
      address,
      type,
      attributes: resolveValue(own, lookup) as Attributes,
    })),
    attribute: (address, name) => String(lookup(address, [name])),
  };
}

function flatten(types: z.infer<typeof blocks>, prefix: string) {
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(named).map(
      ([name, own]) => [`${prefix}${type}.${name}`, { type: `${prefix}${type}`, attributes: own }] as const,
    ),
  );
}
