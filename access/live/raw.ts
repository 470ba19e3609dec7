/** Resources of a stack as a list, references not resolved; and back. */
import type { Attributes, StackBlocks } from "../sources/blocks";
import { ADDRESS } from "../sources/values";

export interface Raw {
  readonly type: string;
  readonly address: string;
  readonly attributes: Attributes;
}

export function rawIn({ resource = {} }: StackBlocks): readonly Raw[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => ({
      type,
      address: String(attributes[ADDRESS] ?? `${type}.${name}`),
      attributes,
    })),
  );
}

/** The same stack with these resources instead of its own. */
export function withRaw(blocks: StackBlocks, all: readonly Raw[]): StackBlocks {
  const resource: Record<string, Record<string, Attributes>> = {};
  for (const { type, address, attributes } of all) {
    const named = resource[type] ?? {};
    named[address] = { ...attributes, [ADDRESS]: address };
    resource[type] = named;
  }
  return { ...blocks, resource };
}

/** Without some attributes. */
export function without(attributes: Attributes, ...names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}
