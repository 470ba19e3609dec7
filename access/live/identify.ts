/** Which things of an account are those of a stack: by what the stack calls them, by its outputs, and keys by their aliases. */
import { parseArn } from "../../modules/arn";
import { isMap, type StackBlocks } from "../sources/blocks";
import { aliasesOf } from "../sources/find";
import { KEY_TYPES } from "../sources/holders";
import { mark, unknownsIn } from "../sources/unknown-marks";
import type { StackResource, StackValues } from "../sources/values";
import { type Raw, rawIn, withRaw } from "./raw";

/** A key, bucket, role or user to ask the account about. */
export interface Wanted {
  readonly address: string;
  readonly kind: "key" | "bucket" | "role" | "user";
  readonly region: string;
  /** ARN or alias of a key, else the name; `undefined` where nothing tells it. */
  readonly said: string | undefined;
}

const KINDS: Readonly<Record<string, Wanted["kind"]>> = {
  ...Object.fromEntries(KEY_TYPES.map((type) => [type, "key" as const])),
  aws_s3_bucket: "bucket",
  aws_iam_role: "role",
  aws_iam_user: "user",
};

/** What a reference of Terraform looks like that is a whole value. */
const REFERENCE = /^\$\{([a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z_]+)\}$/;

/** Attributes that name something, as the outputs of the stack have them. */
const NAMING: readonly string[] = ["arn", "id", "key_id", "name", "bucket"];

/** The stack with the ids and names that its outputs tell: whatever refers to them has them, too. */
export function withOutputs(
  blocks: StackBlocks,
  stack: string,
  outputs: Readonly<Record<string, unknown>>,
): StackBlocks {
  const told = new Map<string, Record<string, string>>();
  const tell = (expression: unknown, value: unknown): void => {
    if (typeof expression === "string") {
      const [, address = "", attribute = ""] = REFERENCE.exec(expression) ?? [];
      if (typeof value === "string" && NAMING.includes(attribute))
        told.set(address, { ...told.get(address), [attribute]: value });
    } else if (typeof expression === "object" && expression !== null && isMapOrList(value))
      for (const [name, inner] of Object.entries(expression))
        tell(inner, Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined);
  };
  const filed = new Map<string, unknown>(Object.entries(outputs));
  const unfold = (tree: unknown, value: unknown): void => {
    if (typeof tree === "string") filed.set(tree, value);
    else if (isMap(tree) && isMap(value))
      for (const [name, inner] of Object.entries(tree)) unfold(inner, value[name]);
  };
  const remarks = blocks["//"];
  if (isMap(remarks) && isMap(remarks.outputs)) unfold(remarks.outputs[stack], outputs);
  for (const [name, { value }] of Object.entries(blocks.output ?? {})) tell(value, filed.get(name));
  return mapped(blocks, (raw) => ({ ...completed(raw, told.get(raw.address) ?? {}), ...raw.attributes }));
}

const isMapOrList = (value: unknown): value is object => isMap(value) || Array.isArray(value);

/** Of one name, all that follow from it. */
function completed({ type }: Raw, told: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { arn, id, key_id: keyId, name, bucket } = told;
  const byId = keyId ?? id;
  if (KEY_TYPES.includes(type))
    return arn !== undefined ? keyNames(arn) : byId === undefined ? {} : { key_id: byId };
  const last = arn?.slice(arn.search(/[^/:]+$/));
  if (KINDS[type] === "bucket") {
    const called = bucket ?? id ?? last;
    return called === undefined ? {} : { bucket: called };
  }
  if (KINDS[type] === undefined) return arn === undefined ? {} : { arn };
  const called = name ?? id ?? last;
  return called === undefined ? {} : { name: called };
}

const keyNames = (arn: string) => {
  const id = parseArn(arn)?.resource.replace(/^key\//, "") ?? arn;
  return { arn, id, key_id: id };
};

/** The stack with keys by their real ARNs. Those that are not known are unknown, where policies name them, too. */
export function withKeys(
  blocks: StackBlocks,
  arns: Readonly<Record<string, string | undefined>>,
): StackBlocks {
  return mapped(blocks, ({ address, attributes }) => {
    if (!Object.hasOwn(arns, address)) return attributes;
    const arn = arns[address];
    const names = arn === undefined ? unknownKey(address) : keyNames(arn);
    return { ...attributes, ...names };
  });
}

const unknownKey = (address: string) =>
  Object.fromEntries(["arn", "id", "key_id"].map((name) => [name, mark(`${address}.${name}`)]));

function mapped(blocks: StackBlocks, change: (raw: Raw) => Raw["attributes"]): StackBlocks {
  return withRaw(
    blocks,
    rawIn(blocks).map((raw) => ({ ...raw, attributes: change(raw) })),
  );
}

/** @param blocks what the values were read from */
export function wantedIn(blocks: StackBlocks, stack: StackValues): readonly Wanted[] {
  const raw = new Map(rawIn(blocks).map((each) => [each.address, each]));
  return stack.resources.flatMap((resource) => {
    const { type, address, region } = resource;
    const kind = KINDS[type];
    const attributes = raw.get(address)?.attributes;
    if (kind === undefined || attributes === undefined) return [];
    const said = kind === "key" ? keySaid(stack, resource, attributes) : nameSaid(resource, attributes);
    return [{ address, kind, region, said }];
  });
}

/** A copy of a key has the id of its primary, and is there where that is. */
function keySaid(stack: StackValues, key: StackResource, attributes: Raw["attributes"]): string | undefined {
  if (attributes.arn !== undefined) return known(key.arn);
  if (typeof key.attributes.key_id === "string") return known(key.attributes.key_id);
  const primary = key.attributes.primary_key_arn;
  if (primary !== undefined) return isReal(stack, primary) ? known(key.arn) : undefined;
  return aliasesOf(stack, key.arn).find((name) => name.startsWith("alias/") && known(name) !== undefined);
}

/** Whether the primary is in the stack by an ARN that somebody told, or is another stack's. */
function isReal(stack: StackValues, primary: unknown): boolean {
  const own = stack.resources.find(({ type, arn }) => KEY_TYPES.includes(type) && arn === primary);
  return own === undefined || own.attributes.arn !== undefined;
}

function nameSaid({ attributes }: StackResource, written: Raw["attributes"]): string | undefined {
  const said = written.name ?? written.bucket;
  const value = attributes.name ?? attributes.bucket;
  return said === undefined || typeof value !== "string" ? undefined : known(value);
}

const known = (text: string): string | undefined => (unknownsIn(text).length === 0 ? text : undefined);
