/** Reads the resources of a synthesized stack, with the names that AWS will call them. */
import { ConfigError } from "../config-error";
import type { AwsEnvironment } from "../iam/policies/principals";
import { isObject } from "../shape";
import { shown } from "../show-value";

type Attributes = Readonly<Record<string, unknown>>;

/** One resource of a stack. */
export interface Block {
  /** As Terraform calls it: `aws_kms_key.key`. */
  readonly address: string;
  readonly type: string;
  /** The resource's own, else the provider's. */
  readonly region: string;
  /** Whether Terraform refuses to delete it (`lifecycle.prevent_destroy`). */
  readonly kept: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** A text attribute with its references resolved. @throws {@link ConfigError} where it is missing or known after the apply only */
  text(name: string): string;
  /** The same, `undefined` where the attribute is missing. */
  optional(name: string): string | undefined;
  /** A list of texts, one text counting for a list of one. */
  texts(name: string): readonly string[];
  /** Whether the attribute is there at all. */
  has(name: string): boolean;
  /** A part of it, as it stands in the JSON. */
  raw(name: string): unknown;
  /** The resource that a text attribute refers to, such as the role of a policy. */
  target(name: string): Block | undefined;
}

/** A stack as far as permissions are derived from it. */
export interface StackBlocks {
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** Where attributes stand that are put together from others. */
const SAME_AS: Readonly<Record<string, string>> = {
  "aws_s3_bucket.id": "bucket",
  "aws_iam_role.id": "name",
  "aws_iam_user.id": "name",
};

/**
 * @param json what cdktf writes to `cdk.tf.json`, or `stack.toTerraform()` gives
 * @param env where the stack is deployed
 * @throws {@link ConfigError} when that is no synthesized stack
 */
export function stackBlocks(json: unknown, env: AwsEnvironment): StackBlocks {
  const about = member(member(json, "//"), "metadata");
  const name = member(about, "stackName");
  if (typeof name !== "string")
    throw new ConfigError("deployerStatements", [
      `stack must be the JSON of a synthesized stack, with "//".metadata.stackName, got ${shown(json)}`,
    ]);
  const provider = member(json, "provider");
  const region = member(first(member(provider, "aws")), "region");
  const here = { env, region: typeof region === "string" ? region : env.region, stack: name };
  const byAddress = new Map<string, Block>();
  for (const [type, named] of Object.entries(objectOf(member(json, "resource"))))
    for (const [id, attributes] of Object.entries(objectOf(named))) {
      const address = `${type}.${id}`;
      byAddress.set(address, blockOf(address, type, objectOf(attributes), here, byAddress));
    }
  return { name, blocks: [...byAddress.values()] };
}

interface Here {
  readonly env: AwsEnvironment;
  readonly region: string;
  readonly stack: string;
}

function blockOf(
  address: string,
  type: string,
  attributes: Attributes,
  here: Here,
  all: ReadonlyMap<string, Block>,
): Block {
  const unknown = (name: string): never => {
    throw new ConfigError(here.stack, [
      `${name} of ${address} must be known before the apply, for a policy names it, got ${shown(attributes[name])}`,
    ]);
  };
  const resolve = (value: string, name: string): string =>
    value.replace(
      /\$\{([^{}]*)\}/g,
      (_, reference: string) => referred(reference, here, all) ?? unknown(name),
    );
  const optional = (name: string): string | undefined => {
    const value = attributes[name];
    return typeof value === "string" ? resolve(value, name) : undefined;
  };
  return {
    address,
    type,
    region: optional("region") ?? here.region,
    kept: member(attributes.lifecycle, "prevent_destroy") === true,
    tags: objectOf(attributes.tags) as Readonly<Record<string, string>>,
    text: (name) => optional(name) ?? unknown(name),
    optional,
    texts: (name) =>
      [attributes[name]].flat().flatMap((value) => (typeof value === "string" ? [resolve(value, name)] : [])),
    has: (name) => attributes[name] !== undefined,
    raw: (name) => attributes[name],
    target: (name) => {
      const [value] = [attributes[name]].flat();
      const [, found = ""] = /^\$\{(\w+\.\w+)\.\w+\}$/.exec(String(value)) ?? [];
      return all.get(found);
    },
  };
}

/** What a reference of a template is, where a name may hold it. */
function referred(
  reference: string,
  { env, region }: Here,
  all: ReadonlyMap<string, Block>,
): string | undefined {
  if (/^data\.aws_caller_identity\.\w+\.account_id$/.test(reference)) return env.accountId;
  if (/^data\.aws_partition\.\w+\.partition$/.test(reference)) return env.partition;
  if (/^data\.aws_region\.\w+\.(region|name|id)$/.test(reference)) return region;
  const [, address = "", type = "", attribute = ""] = /^((aws_\w+)\.\w+)\.(\w+)$/.exec(reference) ?? [];
  return all.get(address)?.optional(SAME_AS[`${type}.${attribute}`] ?? attribute);
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function objectOf(value: unknown): Attributes {
  return isObject(value) && !Array.isArray(value) ? (value as Attributes) : {};
}
