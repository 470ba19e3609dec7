/** Finds resources of a stack by what others say about them. */
import { parseArn } from "../../modules/arn";
import { PolicyCheckError } from "./policy-set";
import type { Resource, StackValues } from "./stack-values";

/** Every kind of key. */
export const KEY_TYPES = [
  "aws_kms_external_key",
  "aws_kms_key",
  "aws_kms_replica_external_key",
  "aws_kms_replica_key",
];

/** ARNs of the users whom the stack puts into a group. */
export function membersOf(stack: StackValues, group: unknown): readonly string[] {
  const names = stack.resources.flatMap(({ type, attributes }) => {
    if (type === "aws_iam_group_membership" && attributes.group === group) return listOf(attributes.users);
    const joins =
      type === "aws_iam_user_group_membership" && listOf(attributes.groups).includes(String(group));
    return joins ? [String(attributes.user)] : [];
  });
  return [...new Set(names)].map((name) => identityArn(stack, "aws_iam_user", name));
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function identityArn(stack: StackValues, type: string, name: unknown): string {
  return stack.attribute(find(stack, type, "name", name).address, "arn");
}

/** Of the key that a grant names by ARN or id, in the grant's region. */
export function keyArn(
  stack: StackValues,
  { key_id: key, region = stack.region }: Resource["attributes"],
): string {
  if (parseArn(String(key)) !== undefined) return String(key);
  const found = KEY_TYPES.flatMap((type) => arnsOf(stack, type)).find(
    (arn) => arn.endsWith(`/${key}`) && arn.includes(`:kms:${region}:`),
  );
  if (found === undefined) throw new PolicyCheckError(`no key with id '${key}' is in the stack`);
  return found;
}

export function arnsOf({ resources, attribute }: StackValues, type: string): readonly string[] {
  return resources
    .filter((resource) => resource.type === type)
    .map(({ address }) => attribute(address, "arn"));
}

export function bucketArn(stack: StackValues, name: unknown): string {
  return stack.attribute(find(stack, "aws_s3_bucket", "bucket", name).address, "arn");
}

export function find(stack: StackValues, type: string, attribute: string, value: unknown): Resource {
  const found = stack.resources.find(
    (resource) => resource.type === type && stack.attribute(resource.address, attribute) === value,
  );
  if (found === undefined)
    throw new PolicyCheckError(`no ${type} with ${attribute} '${value}' is in the stack`);
  return found;
}

export function aliasesOf(stack: StackValues, keyArn: string): readonly string[] {
  return stack.resources
    .filter(
      ({ type, attributes }) =>
        type === "aws_kms_alias" &&
        keyArn.endsWith(`/${attributes.target_key_id}`) &&
        // The copies of a multi-region key share their id.
        keyArn.includes(`:kms:${attributes.region ?? stack.region}:`),
    )
    .map(({ attributes }) => String(attributes.name));
}
