/** Values of a stack before anything is deployed. What AWS would make up is invented; what cannot be known stays marked, by its name. */
import { partitionOfRegion } from "../../modules/partitions";
import type { Attributes, Blocks, StackBlocks } from "./blocks";
import { computedAt, DEFAULTS, TEST_ACCOUNT } from "./invented";
import { documentJson } from "./policy-document";
import { type Lookup, resolveValue } from "./terraform/evaluate";
import { mark, unknownsIn } from "./unknown-marks";

/** A resource with all references resolved. */
export interface StackResource {
  /** Such as `aws_iam_role.writer`. */
  readonly address: string;
  readonly type: string;
  /** Made up where only AWS would know it. */
  readonly arn: string;
  readonly region: string;
  /** As written, references resolved. */
  readonly attributes: Attributes;
}

export interface StackValues {
  readonly region: string;
  readonly partition: string;
  readonly account: string;
  readonly resources: readonly StackResource[];
  /** Whether a resource or data source is in the stack. */
  has(address: string): boolean;
  /** An attribute of a resource, such as the `arn` of `aws_kms_key.key`. */
  attribute(address: string, name: string): unknown;
}

const DEFAULT_REGION = "eu-central-1";

/** @param account where the stack does not say it */
export function stackValues(
  { provider, data = {}, resource = {} }: StackBlocks,
  account?: string,
): StackValues {
  const providers = [provider?.aws ?? []].flat();
  const regionOf = (each: Attributes | undefined) =>
    typeof each?.region === "string" && !each.region.includes("${") ? each.region : undefined;
  const region = regionOf(providers[0]) ?? DEFAULT_REGION;
  const partition = partitionOfRegion(region);
  const place = { region, partition, account: account ?? TEST_ACCOUNT };
  const computed = computedAt(place);
  const written = new Map([...flatten(data, "data."), ...flatten(resource, "")]);
  const known = new Map<string, unknown>();
  const open = new Set<string>();

  const lookup: Lookup = (address, path) => {
    const [name = "", ...deeper] = path;
    const whole = [address, ...path].join(".");
    if (deeper.length > 0) return mark(whole);
    if (known.has(whole)) return known.get(whole);
    // What stands for itself.
    if (open.has(whole)) return mark(whole);
    open.add(whole);
    const value = find(address, String(name)) ?? mark(whole);
    open.delete(whole);
    known.set(whole, value);
    return value;
  };
  const find = (address: string, name: string): unknown => {
    const block = written.get(address);
    if (block === undefined) return undefined;
    const own = (attribute: string) => String(lookup(address, [attribute]));
    const value = block.attributes[name] ?? DEFAULTS[`${block.type}.${name}`];
    if (value !== undefined) return resolveValue(value, lookup, mark);
    const compute = computed[block.type]?.[name];
    if (compute !== undefined) return compute(address, own, whereOf(block.attributes));
    if (block.type === "data.aws_iam_policy_document" && name === "json")
      return documentJson(resolveValue(block.attributes, lookup, mark) as Attributes);
    if (address.startsWith("data.")) return undefined;
    if (name === "arn") return genericArn(address, block);
    return name === "name" || name === "bucket" ? inventedName(address, block.attributes) : undefined;
  };
  const whereOf = ({ region: own, provider: alias }: Attributes): string => {
    if (typeof own === "string") return String(resolveValue(own, lookup, mark));
    const named = providers.find((each) => each.alias !== undefined && alias === `aws.${each.alias}`);
    return regionOf(named) ?? region;
  };
  const genericArn = (address: string, { type, attributes }: Block): string => {
    const service = type.split("_")[1] ?? type;
    const name = attributes.name === undefined ? address.split(".").at(-1) : lookup(address, ["name"]);
    return `arn:${partition}:${service}:${whereOf(attributes)}:${place.account}:${type}/${name}`;
  };

  return {
    ...place,
    resources: [...flatten(resource, "")].map(([address, { type, attributes }]) => ({
      address,
      type,
      arn: String(lookup(address, ["arn"])),
      region: whereOf(attributes),
      attributes: resolveValue(attributes, lookup, mark) as Attributes,
    })),
    has: (address) => written.has(address),
    attribute: (address, name) => lookup(address, [name]),
  };
}

/** Terraform makes up the name of what has none, from a prefix where there is one. */
function inventedName(address: string, { name_prefix: name, bucket_prefix: bucket }: Attributes): string {
  const prefix = [name, bucket].find((each) => typeof each === "string" && unknownsIn(each).length === 0);
  return `${prefix ?? ""}${address.split(".").at(-1)?.replace(/\[.*/, "")}`;
}

/** Attribute with the address of what is not called after its type and name, such as a resource of a module. */
export const ADDRESS = "//address";

interface Block {
  readonly type: string;
  readonly attributes: Attributes;
}

function flatten(types: Blocks, prefix: string): readonly (readonly [string, Block])[] {
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(named).map(
      ([name, attributes]) =>
        [
          String(attributes[ADDRESS] ?? `${prefix}${type}.${name}`),
          { type: `${prefix}${type}`, attributes },
        ] as const,
    ),
  );
}
