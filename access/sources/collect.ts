/** Every policy of a stack, and what it is attached to. */
import { parseArn } from "../../modules/arn";
import { AccessError } from "../evaluate/access-error";
import type { PolicyDocument, PolicyKind } from "../evaluate/policy";
import { type Unknown, unknownUntil } from "../evaluate/unknown";
import { isMap } from "./blocks";
import { groupMembers, named } from "./find";
import { ANY_HOLDER, HOLDERS, MANAGED_POLICY, type Row } from "./holders";
import { unknownsIn, withReferences } from "./unknown-marks";
import type { StackResource, StackValues } from "./values";

export interface CollectedPolicy {
  readonly kind: PolicyKind;
  /** Terraform address of what holds the text; the ARN of a policy that the stack does not make. */
  readonly address: string;
  /** ARN of the role, user, key, bucket and the like that it is about. */
  readonly attachedTo: string;
  /** Parts that only a deployment tells are marked; unknown as a whole where not even its statements are known. */
  readonly document: PolicyDocument | Unknown;
}

/** A policy of something that is not in the stack. */
export interface Loose {
  readonly address: string;
  /** Attribute that names what it is about, and what that says. */
  readonly attribute: string;
  readonly said: string;
}

export interface Collected {
  readonly policies: readonly CollectedPolicy[];
  readonly loose: readonly Loose[];
}

/** Policies that the stack attaches and does not make, by ARN. */
export type ManagedPolicies = Readonly<Record<string, PolicyDocument>>;

/** @throws {@link AccessError} for a policy that is none */
export function collectPolicies(stack: StackValues, managed: ManagedPolicies = {}): Collected {
  const policies: CollectedPolicy[] = [];
  const loose: Loose[] = [];
  for (const resource of stack.resources) {
    if (resource.type === MANAGED_POLICY) continue;
    for (const row of HOLDERS[resource.type] ?? ANY_HOLDER) {
      const said = resource.attributes[row.text ?? row.policyArn ?? ""];
      if (said === undefined || said === null || said === "") continue;
      const { address, document } =
        row.text === undefined
          ? byArn(stack, managed, said)
          : { address: resource.address, document: documentOf(resource.address, said) };
      for (const subject of subjects(stack, resource, row, loose))
        policies.push({ kind: row.kind, address, attachedTo: subject, document });
    }
    if (/^aws_iam_(role|user)$/.test(resource.type)) policies.push(...inRole(stack, managed, resource));
  }
  return { policies, loose };
}

/** Blocks of a role that hold policies themselves. */
function inRole(
  stack: StackValues,
  managed: ManagedPolicies,
  { address, arn, attributes }: StackResource,
): readonly CollectedPolicy[] {
  const inline = [attributes.inline_policy ?? []]
    .flat()
    .filter(isMap)
    .filter(({ policy }) => policy !== undefined)
    .map(({ name = "", policy }) => ({
      address: `${address} inline_policy ${withReferences(String(name))}`.trim(),
      document: documentOf(address, policy),
    }));
  const byArns = [attributes.managed_policy_arns ?? []].flat().map((each) => byArn(stack, managed, each));
  return [...inline, ...byArns].map((each) => ({ ...each, kind: "identity" as const, attachedTo: arn }));
}

function byArn(
  stack: StackValues,
  managed: ManagedPolicies,
  said: unknown,
): Pick<CollectedPolicy, "address" | "document"> {
  const arn = String(said);
  const own = stack.resources.find((each) => each.type === MANAGED_POLICY && each.arn === arn);
  if (own !== undefined)
    return { address: own.address, document: documentOf(own.address, own.attributes.policy) };
  const shown = withReferences(arn);
  return { address: shown, document: managed[arn] ?? unknownUntil(`the text of policy '${shown}'`) };
}

/** ARNs of what a policy is about. Those of a group are about its members. */
function subjects(
  stack: StackValues,
  { address, arn, attributes }: StackResource,
  { of, types = [] }: Row,
  loose: Loose[],
): readonly string[] {
  if (of === undefined) return [arn];
  return [attributes[of] ?? []].flat().flatMap((each) => {
    const said = String(each);
    const found = named(stack, types, said);
    if (found?.type === "aws_iam_group") return groupMembers(stack, found);
    if (found !== undefined) return [found.arn];
    if (parseArn(said) !== undefined && unknownsIn(said).length === 0) return [said];
    loose.push({ address, attribute: of, said: withReferences(said) });
    return [];
  });
}

/** @throws {@link AccessError} */
export function documentOf(address: string, text: unknown): PolicyDocument | Unknown {
  const unknowns = unknownsIn(text);
  if (typeof text === "string" && /^\uE000[^\uE001]*\uE001$/.test(text.trim()))
    return unknownUntil(unknowns.join(", "));
  let value: unknown = text;
  if (typeof text === "string") {
    try {
      value = JSON.parse(text);
    } catch {
      throw new AccessError(`the policy of '${address}' is no JSON`);
    }
  }
  if (!isMap(value) || !hasStatements(value.Statement))
    throw new AccessError(
      `the policy of '${address}' is no policy: it has no 'Statement' that is an object or a list of them`,
    );
  return { ...value, Statement: [value.Statement].flat() } as unknown as PolicyDocument;
}

const hasStatements = (value: unknown): boolean =>
  value !== undefined && [value].flat().every((each) => isMap(each));
