/** Roles, users and groups as that which holds policies. */
import { ConfigError } from "../../config-error";
import { type Check, having, oneOf, text } from "../../shape";
import { MANAGED_POLICY_QUOTA, POLICY_SIZE, type PolicyKind } from "../limits";

/** Who gets a policy: a construct, or something that exists already, by its name. */
export type Holder =
  | { readonly role: { readonly roleName: string } }
  | { readonly user: { readonly userName: string } }
  | { readonly group: { readonly groupName: string } };

/** What a holder looks like. */
export const holder: Check = oneOf({
  role: having({ roleName: text }, "a role, or { roleName }"),
  user: having({ userName: text }, "a user, or { userName }"),
  group: having({ groupName: text }, "a group, or { groupName }"),
});

/** How the three differ. */
export function kindOf(holder: Holder): "role" | "user" | "group" {
  if ("role" in holder) return "role";
  return "user" in holder ? "user" : "group";
}

/** The kind of an inline policy on it. */
export function inlineKind(holder: Holder): PolicyKind {
  return `${kindOf(holder)}Inline`;
}

/** Everything that was attached to a holder so far. */
export interface Attached {
  /** Resources of inline policies. */
  readonly inline: { readonly name: string }[];
  /** Resources of attachments of managed policies. */
  readonly managed: { readonly policyArn: string }[];
  /** Characters of all inline policies; they share one limit. */
  inlineSize: number;
}

/** Kept apart from the constructs, so that somebody else's role can be a holder, too. */
const ATTACHED = new WeakMap<object, Attached>();

/** What was attached to a holder so far; the same object each time. */
export function attachedTo(holder: Holder): Attached {
  const construct = Object.values(holder)[0] as object;
  const known = ATTACHED.get(construct) ?? { inline: [], managed: [], inlineSize: 0 };
  ATTACHED.set(construct, known);
  return known;
}

/** @throws {@link ConfigError} when the inline policies of a holder are too long together. */
export function addInline(
  path: string,
  holder: Holder,
  policy: Attached["inline"][number],
  size: number,
): void {
  const attached = attachedTo(holder);
  const limit = POLICY_SIZE[inlineKind(holder)];
  attached.inlineSize += size;
  attached.inline.push(policy);
  if (attached.inlineSize > limit)
    throw new ConfigError(path, [
      `all inline policies of a ${kindOf(holder)} must not exceed ${limit} characters together, got ${attached.inlineSize}`,
    ]);
}

/** @throws {@link ConfigError} when a holder gets more managed policies than its quota. */
export function addManaged(
  path: string,
  holder: Holder,
  attachment: Attached["managed"][number],
  quota = MANAGED_POLICY_QUOTA,
): void {
  const { managed } = attachedTo(holder);
  managed.push(attachment);
  if (managed.length > quota)
    throw new ConfigError(path, [
      `a ${kindOf(holder)} must not have more than ${quota} managed policies, got ${managed.length}`,
    ]);
}
