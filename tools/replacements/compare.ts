/** What a change of a stack would replace or remove that holds data, without a state and without Terraform. */
import { isDeepStrictEqual } from "node:util";
import { FORCE_NEW, GLOBAL_TYPES } from "./force-new";

type Json = Readonly<Record<string, unknown>>;

/** A stack as cdktf writes it. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly provider?: { readonly aws?: readonly { readonly region?: string }[] };
}

/** A resource that would not be the same afterwards. */
export interface Loss {
  /** Such as `aws_kms_key.key`. */
  readonly address: string;
  /** The attribute that cannot change in place; absent where the resource is gone. */
  readonly attribute?: string;
  /** Whether Terraform refuses the plan. It does not where the resource is gone: with the block goes its `prevent_destroy`. */
  readonly refused: boolean;
}

interface Held {
  readonly address: string;
  readonly type: string;
  readonly attributes: Json;
}

/** Everything that holds data in `before` and is another thing, or nothing, in `after`. */
export function losses(before: StackJson, after: StackJson): readonly Loss[] {
  const next = new Map(heldIn(after).map((held) => [held.address, held]));
  const found = new Map<string, Loss>();
  for (const held of heldIn(before)) {
    const { address } = held;
    const wanted = next.get(address);
    if (wanted === undefined) found.set(address, { address, refused: false });
    else {
      const attribute = changedAttribute(held, wanted);
      if (attribute !== undefined) found.set(address, { address, attribute, refused: isProtected(wanted) });
    }
  }
  return withFollowers([...next.values()], found);
}

/** What names a replaced resource where it cannot change in place is replaced with it. */
function withFollowers(after: readonly Held[], found: Map<string, Loss>): readonly Loss[] {
  const follower = after.find(
    (held) => !found.has(held.address) && followedAttribute(held, found) !== undefined,
  );
  if (follower === undefined) return [...found.values()];
  const { address } = follower;
  const attribute = followedAttribute(follower, found) ?? "";
  found.set(address, { address, attribute, refused: isProtected(follower) });
  return withFollowers(after, found);
}

function followedAttribute({ type, attributes }: Held, found: ReadonlyMap<string, Loss>): string | undefined {
  const replaced = [...found.values()].filter((loss) => loss.attribute !== undefined);
  return FORCE_NEW[type]?.attributes.find((name) => {
    const text = String(attributes[name] ?? "");
    return replaced.some(({ address }) => text.includes(`\${${address}.`));
  });
}

function changedAttribute(before: Held, after: Held): string | undefined {
  const { ignore_changes: ignored = [] } = lifecycleOf(after);
  return FORCE_NEW[before.type]?.attributes.find(
    (name) => !ignored.includes(name) && !isDeepStrictEqual(before.attributes[name], after.attributes[name]),
  );
}

function isProtected(held: Held): boolean {
  return lifecycleOf(held).prevent_destroy === true;
}

function lifecycleOf({ attributes }: Held) {
  return (attributes.lifecycle ?? {}) as {
    readonly prevent_destroy?: boolean;
    readonly ignore_changes?: readonly string[];
  };
}

function heldIn({ resource = {}, provider }: StackJson): readonly Held[] {
  const ours = provider?.aws?.[0]?.region;
  return Object.entries(resource)
    .filter(([type]) => type in FORCE_NEW)
    .flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, attributes]) => ({
        address: `${type}.${name}`,
        type,
        attributes: withDefaults(type, withKnown(attributes, resource), ours),
      })),
    );
}

const REFERENCE = /\$\{(\w+)\.(\w+)\.(\w+)\}/g;

/** With the values of the attributes that references stand for, as far as they are written down: a user's new name is a new owner of its access key. */
function withKnown(attributes: Json, resource: NonNullable<StackJson["resource"]>): Json {
  const known = (text: string): string =>
    text.replaceAll(REFERENCE, (reference, type, name, attribute) => {
      const value = resource[type]?.[name]?.[attribute];
      return typeof value === "string" && value !== text ? known(value) : reference;
    });
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === "string" ? known(value) : value,
    ]),
  );
}

/** The provider's, of attributes whose absence is one of their values. */
const DEFAULTS: Json = {
  customer_master_key_spec: "SYMMETRIC_DEFAULT",
  fifo_topic: false,
  key_usage: "ENCRYPT_DECRYPT",
  multi_region: false,
  object_lock_enabled: false,
  path: "/",
};

function withDefaults(type: string, attributes: Json, ours: string | undefined): Json {
  const region = GLOBAL_TYPES.test(type) ? {} : { region: ours };
  return { ...DEFAULTS, ...region, ...attributes };
}
