/** Grants, from the attributes of `aws_kms_grant`, and their mutants. */
import { z } from "zod";
import type { AttachedGrant } from "./policy-set";

const pairs = z.record(z.string(), z.string());
const attributesOfGrant = z.object({
  grantee_principal: z.string(),
  operations: z.array(z.string()),
  retiring_principal: z.string().optional(),
  constraints: z
    .array(
      z.strictObject({
        encryption_context_equals: pairs.optional(),
        encryption_context_subset: pairs.optional(),
      }),
    )
    .default([]),
});

export function attachedGrant(address: string, attachedTo: string, attributes: unknown): AttachedGrant {
  const { grantee_principal: grantee, operations, ...rest } = attributesOfGrant.parse(attributes);
  const { encryption_context_equals: equals, encryption_context_subset: subset } = rest.constraints[0] ?? {};
  return {
    name: address,
    attachedTo,
    grantee,
    operations,
    ...(rest.retiring_principal === undefined ? {} : { retiring: rest.retiring_principal }),
    ...(equals === undefined ? {} : { encryptionContextEquals: equals }),
    ...(subset === undefined ? {} : { encryptionContextSubset: subset }),
  };
}

/** A grant with one thing taken away or widened; `undefined` where it is gone. */
export interface GrantChange {
  readonly what: string;
  readonly grant: AttachedGrant | undefined;
  readonly applies: "less" | "more";
  /** Operations that can notice it. */
  readonly operations: readonly string[];
}

export function grantChanges(grant: AttachedGrant): readonly GrantChange[] {
  const { operations } = grant;
  return [
    { what: "gone", grant: undefined, applies: "less", operations: [...operations, "RetireGrant"] },
    ...(operations.length < 2 ? [] : operations).map((operation) => ({
      what: `without ${operation}`,
      grant: { ...grant, operations: operations.filter((each) => each !== operation) },
      applies: "less" as const,
      operations: [operation],
    })),
    ...(["encryptionContextEquals", "encryptionContextSubset"] as const).flatMap((constraint) =>
      withoutEachPair(grant[constraint]).map(({ name, rest }) => ({
        what: `${constraint} without ${name}`,
        grant: { ...grant, [constraint]: rest },
        applies: "more" as const,
        operations,
      })),
    ),
  ];
}

function withoutEachPair(own: Readonly<Record<string, string>> = {}) {
  return Object.keys(own).map((name) => {
    const { [name]: _, ...rest } = own;
    return { name, rest: Object.keys(rest).length === 0 ? undefined : rest };
  });
}
