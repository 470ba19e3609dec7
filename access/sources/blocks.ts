/** The part of synthesized JSON that is read here. */
import { AccessError } from "../evaluate/access-error";
import { parseWithoutMarks } from "./unknown-marks";

export type Attributes = Readonly<Record<string, unknown>>;
/** By type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** As much of a synthesized stack as counts here. */
export interface StackBlocks {
  readonly provider?: { readonly aws?: readonly Attributes[] };
  readonly data?: Blocks;
  readonly resource?: Blocks;
  /** By name; each has a `value`. */
  readonly output?: Readonly<Record<string, Attributes>>;
  /** What cdktf says beside the stack: under which names it files the outputs, among others. */
  readonly "//"?: unknown;
}

/** @throws {@link AccessError} for what is no JSON object */
export function parseBlocks(text: string): StackBlocks {
  let value: unknown;
  try {
    value = parseWithoutMarks(text);
  } catch {
    value = undefined;
  }
  const isBlocks = (blocks: unknown): boolean =>
    blocks === undefined || (isMap(blocks) && Object.values(blocks).every(isMapOfMaps));
  if (!isMap(value) || !isBlocks(value.resource) || !isBlocks(value.data))
    throw new AccessError(
      "the stack is no JSON: give the text of cdk.tf.json, or what Testing.synth returns",
    );
  return value as StackBlocks;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMapOfMaps(value: unknown): boolean {
  return isMap(value) && Object.values(value).every(isMap);
}
