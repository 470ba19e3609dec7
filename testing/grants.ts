/** Grants of a stack, as far as they are known before deployment. */
import type { Grant } from "../access";
import { grantsOf } from "../access/model/grants";
import { isMap } from "../access/sources/blocks";
import { unknownsIn } from "../access/sources/unknown-marks";
import type { StackResource, StackValues } from "../access/sources/values";

/** A grant, and the ARN of the key that it is on. */
export interface StackGrant extends Grant {
  readonly key: string;
}

export interface ReadGrants {
  readonly grants: readonly StackGrant[];
  /** Addresses of the others. */
  readonly unread: readonly string[];
}

/** What a grant gives depends on none of these. */
const OF_NO_MATTER = ["key_id", "name", "grant_creation_tokens", "retire_on_delete", "depends_on"];

export function readGrants(stack: StackValues): ReadGrants {
  const known = new Set(stack.resources.filter(isKnown).map(({ address }) => address));
  const grants = grantsOf(stack).filter(({ name }) => known.has(name));
  const read = new Set(grants.map(({ name }) => name));
  const all = stack.resources.filter(({ type }) => type === "aws_kms_grant").map(({ address }) => address);
  return { grants, unread: all.filter((address) => !read.has(address)) };
}

function isKnown({ attributes }: StackResource): boolean {
  const { grantee_principal: grantee, operations, constraints } = attributes;
  const counts = Object.entries(attributes).filter(([name]) => !OF_NO_MATTER.includes(name));
  return (
    unknownsIn(Object.fromEntries(counts)).length === 0 &&
    typeof grantee === "string" &&
    Array.isArray(operations) &&
    operations.every((each) => typeof each === "string") &&
    [constraints ?? []].flat().every(isMap)
  );
}
