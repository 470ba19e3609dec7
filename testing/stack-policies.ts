import { type TerraformStack, Testing } from "cdktf";
import { type AttachedPolicy, type PolicyDocument, type PolicyKind, StackTestError } from "./policy";
import { type ResolvedStack, resolveStack, type StackResource } from "./resolved";

/** A policy of something, by the attribute that names what it is about. */
const HOLDERS: Readonly<Record<string, { readonly of: string; readonly types: readonly string[] }>> = {
  aws_iam_role_policy: { of: "role", types: ["aws_iam_role"] },
  aws_iam_user_policy: { of: "user", types: ["aws_iam_user"] },
  aws_s3_bucket_policy: { of: "bucket", types: ["aws_s3_bucket"] },
  aws_sns_topic_policy: { of: "arn", types: ["aws_sns_topic"] },
  aws_sqs_queue_policy: { of: "queue_url", types: ["aws_sqs_queue"] },
  aws_kms_key_policy: { of: "key_id", types: ["aws_kms_key"] },
  aws_dynamodb_resource_policy: { of: "resource_arn", types: ["aws_dynamodb_table"] },
  aws_secretsmanager_secret_policy: { of: "secret_arn", types: ["aws_secretsmanager_secret"] },
};
const ATTACHMENTS: Readonly<Record<string, { readonly of: string; readonly types: readonly string[] }>> = {
  aws_iam_role_policy_attachment: { of: "role", types: ["aws_iam_role"] },
  aws_iam_user_policy_attachment: { of: "user", types: ["aws_iam_user"] },
};

/** Ways to attach policies that are not read: a stack that has them cannot be judged in full. */
const UNREAD_ATTRIBUTES = ["inline_policy", "managed_policy_arns"];
const UNREAD_TYPES = /^aws_(kms_grant|iam_(group_policy|group_policy_attachment|policy_attachment))$/;

/** The policies of one stack, and what they are attached to. Made by {@link stackPolicies}. */
export class StackPolicies {
  constructor(
    private readonly stack: ResolvedStack,
    readonly policies: readonly AttachedPolicy[],
    /** Addresses of what may carry permissions that are not read, such as `aws_kms_grant.x`. */
    readonly unread: readonly string[],
  ) {}

  /** Region of the stack's provider. */
  get region(): string {
    return this.stack.region;
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
  const resolved = resolveStack(typeof stack === "string" ? stack : Testing.synth(stack));
  const policies = resolved.resources.flatMap((resource) =>
    policiesIn(resource, resolved, options.managedPolicies ?? {}),
  );
  const unread = resolved.resources.filter(
    ({ type, attributes }) =>
      UNREAD_TYPES.test(type) || UNREAD_ATTRIBUTES.some((name) => attributes[name] !== undefined),
  );
  return new StackPolicies(
    resolved,
    policies,
    unread.map(({ address }) => address),
  );
}

type Managed = Readonly<Record<string, PolicyDocument>>;

function policiesIn(
  resource: StackResource,
  stack: ResolvedStack,
  managed: Managed,
): readonly AttachedPolicy[] {
  const { type, address, arn, attributes } = resource;
  const holder = HOLDERS[type];
  const attachment = ATTACHMENTS[type];
  const byArn = (kind: PolicyKind, attachedTo: string, policyArn: unknown): AttachedPolicy => {
    const own = stack.resources.find((each) => each.type === "aws_iam_policy" && each.arn === policyArn);
    const document =
      own === undefined ? managed[String(policyArn)] : documentOf(own.address, own.attributes.policy);
    if (document === undefined)
      throw new StackTestError(
        `'${address}' names policy '${policyArn}', which the stack does not make: give it as managedPolicies`,
      );
    return { kind, address: own?.address ?? String(policyArn), attachedTo, document };
  };
  if (attachment !== undefined)
    return [byArn("identity", subject(resource, attachment, stack), attributes.policy_arn)];
  if (holder !== undefined) {
    const kind = /^aws_iam_/.test(type) ? "identity" : "resource";
    return [
      {
        kind,
        address,
        attachedTo: subject(resource, holder, stack),
        document: documentOf(address, attributes.policy),
      },
    ];
  }
  const found: AttachedPolicy[] = [];
  if (attributes.assume_role_policy !== undefined)
    found.push({
      kind: "trust",
      address,
      attachedTo: arn,
      document: documentOf(address, attributes.assume_role_policy),
    });
  if (attributes.permissions_boundary !== undefined)
    found.push(byArn("boundary", arn, attributes.permissions_boundary));
  if (attributes.policy !== undefined && type !== "aws_iam_policy")
    found.push({
      kind: "resource",
      address,
      attachedTo: arn,
      document: documentOf(address, attributes.policy),
    });
  return found;
}

/** ARN of what a resource names by its ARN, name, id or bucket. */
function subject(
  { address, attributes }: StackResource,
  { of, types }: { of: string; types: readonly string[] },
  stack: ResolvedStack,
): string {
  const said = String(attributes[of]);
  const found = stack.resources.find(
    (each) =>
      types.includes(each.type) &&
      [
        each.arn,
        each.attributes.name,
        each.attributes.bucket,
        each.arn.split("/").at(-1),
        each.address.split(".")[1],
      ].includes(said),
  );
  if (found !== undefined) return found.arn;
  if (said.startsWith("arn:")) return said;
  throw new StackTestError(`'${of}' of '${address}' is '${said}', which is not in the stack`);
}

function documentOf(address: string, text: unknown): PolicyDocument {
  const unescaped = String(text).replaceAll("$${", "\u0000");
  const unknown = /\$\{[^}]*\}/.exec(unescaped)?.[0];
  if (unknown !== undefined)
    throw new StackTestError(
      `the policy of '${address}' holds '${unknown}', which cannot be known before deployment`,
    );
  try {
    const { Statement, ...rest } = JSON.parse(unescaped.replaceAll("\u0000", "${"));
    return { ...rest, Statement: [Statement].flat() };
  } catch {
    throw new StackTestError(`the policy of '${address}' is no JSON`);
  }
}
