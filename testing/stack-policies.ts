import { TerraformStack, Testing } from "cdktf";
import { AccessError, isUnknown } from "../access";
import { parseBlocks } from "../access/sources/blocks";
import { type Collected, collectPolicies } from "../access/sources/collect";
import { unknownsIn, withReferences } from "../access/sources/unknown-marks";
import { type StackResource, type StackValues, stackValues } from "../access/sources/values";
import { readGrants, type StackGrant } from "./grants";
import { type AttachedPolicy, type PolicyDocument, type PolicyKind, StackTestError } from "./policy";

/** The policies of one stack, and what they are attached to. Made by {@link stackPolicies}. */
export class StackPolicies {
  constructor(
    private readonly stack: Pick<StackValues, "region" | "resources">,
    readonly policies: readonly AttachedPolicy[],
    /** Addresses of what may carry permissions that cannot be read before deployment: an `aws_kms_grant` on a key that is not in the stack, or to somebody unknown. */
    readonly unread: readonly string[],
    /** Grants that can be read. @default none */
    readonly grants: readonly StackGrant[] = [],
  ) {}

  /** Region of the stack's provider. */
  get region(): string {
    return this.stack.region;
  }

  /** The same stack with other policies: what a change would come to. */
  with(policies: readonly AttachedPolicy[]): StackPolicies {
    return new StackPolicies(this.stack, policies, this.unread, this.grants);
  }

  /** All resources of a type, such as `aws_kms_key`. */
  resources(type: string): readonly StackResource[] {
    return this.stack.resources.filter((each) => each.type === type);
  }

  /**
   * The only resource of a type, or the one whose address or name is `name`.
   *
   * @throws {StackTestError} naming those that there are
   */
  resource(type: string, name?: string): StackResource {
    const all = this.resources(type);
    const found = all.filter(
      ({ address, attributes }) =>
        name === undefined ||
        [address, address.split(".")[1], attributes.name, attributes.bucket].includes(name),
    );
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    const there = all.map(({ address }) => address).join(", ") || "none";
    throw new StackTestError(
      `${found.length} resources are ${type}${name === undefined ? "" : ` '${name}'`}; there are: ${there}`,
    );
  }

  /** Policies of a kind on something, by its ARN. */
  of(kind: PolicyKind, arn: string): readonly AttachedPolicy[] {
    return this.policies.filter((policy) => policy.kind === kind && policy.attachedTo === arn);
  }

  /** Every statement that a role or user has, by ARN: those of its own policies, and not those of resources. */
  statementsOf(principalArn: string) {
    return this.of("identity", principalArn).flatMap(({ document }) => document.Statement);
  }
}

export interface StackPoliciesOptions {
  /**
   * Policies that the stack attaches and does not make, by ARN, such as AWS's own.
   *
   * @default {}
   */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
}

/**
 * Reads every policy of a stack.
 *
 * @param stack a stack, or the text of its `cdk.tf.json`
 * @throws {StackTestError} when a policy cannot be read before deployment, or is neither in the stack nor given
 */
export function stackPolicies(
  stack: TerraformStack | string,
  options: StackPoliciesOptions = {},
): StackPolicies {
  if (typeof stack !== "string" && !TerraformStack.isStack(stack))
    throw new StackTestError("stackPolicies takes a stack, or the text of its cdk.tf.json");
  if (typeof options !== "object" || options === null)
    throw new StackTestError("options of stackPolicies is no object");
  try {
    return read(typeof stack === "string" ? stack : Testing.synth(stack), options.managedPolicies ?? {});
  } catch (cause) {
    if (!(cause instanceof AccessError)) throw cause;
    throw new StackTestError(cause.message, { cause });
  }
}

function read(json: string, managed: Readonly<Record<string, PolicyDocument>>): StackPolicies {
  const values = stackValues(parseBlocks(json));
  const { policies, loose } = collectPolicies(values, managed);
  const [elsewhere] = loose;
  if (elsewhere !== undefined)
    throw new StackTestError(
      `'${elsewhere.attribute}' of '${elsewhere.address}' is '${elsewhere.said}', which is not in the stack`,
    );
  const grants = readGrants(values);
  return new StackPolicies(
    { region: values.region, resources: values.resources.map((each) => withReferences(each)) },
    policies.map(known),
    grants.unread,
    grants.grants,
  );
}

function known({ kind, document, ...policy }: Collected["policies"][number]): AttachedPolicy {
  const { address } = policy;
  if (isUnknown(document) && document.unknown.startsWith("the text of"))
    throw new StackTestError(
      `the stack attaches policy '${address}', which the stack does not make: give it as managedPolicies`,
    );
  const [unknown] = isUnknown(document) ? [document.unknown] : unknownsIn(document);
  if (unknown !== undefined)
    throw new StackTestError(
      `the policy of '${address}' holds '\${${unknown}}', which cannot be known before deployment`,
    );
  return { ...policy, kind: kind as PolicyKind, document: document as AttachedPolicy["document"] };
}
