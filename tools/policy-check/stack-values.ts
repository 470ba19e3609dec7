/** Values of a synthesized stack, where nothing may be unknown: a claim about a part of a stack would be a guess. */
import { AccessError } from "../../access/evaluate/access-error";
import { parseBlocks } from "../../access/sources/blocks";
import { TEST_ACCOUNT } from "../../access/sources/invented";
import { unknownsIn } from "../../access/sources/unknown-marks";
import {
  type StackResource,
  type StackValues as Values,
  stackValues as valuesOf,
} from "../../access/sources/values";
import { PolicyCheckError } from "./policy-set";

/** The account that the stack is evaluated in. */
export const ACCOUNT_ID = TEST_ACCOUNT;
export type Resource = StackResource;

/** As in `access/sources`; every value that is read is known. */
export interface StackValues extends Values {
  attribute(address: string, name: string): string;
}

/**
 * @param json the text of `cdk.tf.json`
 * @throws {@link PolicyCheckError} there, or where a value is read: when a reference names what the stack does not hold, or what cannot be known before deployment
 */
export function stackValues(json: string): StackValues {
  const values = read(json);
  const { resources, has, attribute } = values;
  const sure = <T>(value: T): T => {
    const [unknown] = unknownsIn(value);
    if (unknown === undefined) return value;
    const address = /^((?:data\.)?[^.]+\.[^.]+)\./.exec(unknown)?.[1];
    throw new PolicyCheckError(
      address === undefined || has(address)
        ? `'${unknown}' cannot be known before deployment`
        : `'${address}' is referred to, but not in the stack`,
    );
  };
  // The text of a file stands in no stack, and nobody asks for it.
  const whenRead = (attributes: Resource["attributes"]): Resource["attributes"] =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          { enumerable: true, get: () => sure(value) },
        ]),
      ),
    );
  return {
    ...values,
    resources: resources.map((resource) => ({ ...resource, attributes: whenRead(resource.attributes) })),
    attribute: (address, name) => String(sure(attribute(address, name))),
  };
}

function read(json: string) {
  try {
    return valuesOf(parseBlocks(json));
  } catch (cause) {
    if (cause instanceof AccessError) throw new PolicyCheckError(cause.message, { cause });
    throw cause;
  }
}
