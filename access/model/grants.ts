import { isMap } from "../sources/blocks";
import { keyArn } from "../sources/find";
import { withReferences } from "../sources/unknown-marks";
import type { StackValues } from "../sources/values";
import type { ModelGrant } from "./model";

/** Every `aws_kms_grant` on a key that is known. */
export function grantsOf(stack: StackValues): readonly ModelGrant[] {
  return stack.resources
    .filter(({ type }) => type === "aws_kms_grant")
    .flatMap(({ address, region, attributes: raw }) => {
      const key = keyArn(stack, raw.key_id, region);
      if (key === undefined) return [];
      const attributes = withReferences(raw);
      const [constraints] = [attributes.constraints ?? []].flat().filter(isMap);
      const pairs = (name: string) => {
        const value = constraints?.[name];
        return isMap(value) && Object.keys(value).length > 0 ? (value as Record<string, string>) : undefined;
      };
      const equals = pairs("encryption_context_equals");
      const subset = pairs("encryption_context_subset");
      return [
        {
          name: address,
          key,
          grantee: String(attributes.grantee_principal),
          operations: [attributes.operations ?? []].flat().map(String),
          ...(typeof attributes.retiring_principal === "string"
            ? { retiring: attributes.retiring_principal }
            : {}),
          ...(equals === undefined ? {} : { encryptionContextEquals: equals }),
          ...(subset === undefined ? {} : { encryptionContextSubset: subset }),
        },
      ];
    });
}
