/** Finds resources of a stack by what others say about them. */
import { parseArn } from "../../modules/arn";
import { KEY_TYPES } from "./holders";
import { unknownsIn } from "./unknown-marks";
import type { StackResource, StackValues } from "./values";

/** The resource that others call by its ARN, id or name; the copies of a multi-region key share their id, and the region tells. */
export function named(
  stack: StackValues,
  types: readonly string[],
  said: unknown,
  region?: string,
): StackResource | undefined {
  if (typeof said !== "string" || said === "") return undefined;
  const found = stack.resources.filter(({ address, type, arn, attributes }) => {
    if (!types.includes(type)) return false;
    const id = () => stack.attribute(address, "id");
    return [arn, attributes.name, attributes.bucket].includes(said) || id() === said || endsIn(arn, said);
  });
  return found.find((each) => each.region === region) ?? found[0];
}

/** A name or id that was made up, or a key's. */
function endsIn(arn: string, said: string): boolean {
  return !said.includes(":") && /[/:]/.test(arn) && arn.split(/[/:]/).at(-1) === said;
}

/** ARNs of the users whom the stack puts into a group. */
export function groupMembers(stack: StackValues, group: StackResource): readonly string[] {
  const called = (said: unknown) => named(stack, [group.type], said)?.address === group.address;
  const names = stack.resources.flatMap(({ type, attributes }) => {
    if (type === "aws_iam_group_membership" && called(attributes.group)) return listOf(attributes.users);
    const joins = type === "aws_iam_user_group_membership" && listOf(attributes.groups).some(called);
    return joins ? [String(attributes.user)] : [];
  });
  const users = [...new Set(names)].map((name) => named(stack, ["aws_iam_user"], name));
  return users.flatMap((user) => (user === undefined ? [] : [user.arn]));
}

/** Of the key that something names by ARN or id, in its region; `undefined` where that is not in the stack. */
export function keyArn(stack: StackValues, said: unknown, region = stack.region): string | undefined {
  const text = String(said);
  if (parseArn(text) !== undefined && unknownsIn(text).length === 0 && !text.includes(":alias/")) return text;
  const alias = stack.resources.find(
    (each) => each.type === "aws_kms_alias" && [each.arn, each.attributes.name].includes(text),
  );
  if (alias !== undefined) return keyArn(stack, alias.attributes.target_key_id, alias.region);
  return named(stack, KEY_TYPES, text, region)?.arn;
}

/** Names of the aliases of a key. */
export function aliasesOf(stack: StackValues, arn: string): readonly string[] {
  return stack.resources
    .filter(
      ({ type, attributes, region }) =>
        type === "aws_kms_alias" && keyArn(stack, attributes.target_key_id, region) === arn,
    )
    .map(({ attributes }) => String(attributes.name));
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
