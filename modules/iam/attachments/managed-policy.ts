import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { noteRelaxations } from "../../relaxations";
import { knownList, optional, type Shape, text } from "../../shape";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { POLICY_NAME_LENGTH } from "../limits";
import { descriptionProblem, nameProblem, pathProblem } from "../names";
import { acknowledgedIn } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { statements as statementList } from "../policies/statement-shape";
import { renderPolicy } from "../render-policy";
import { type Holder, holder } from "./holder";
import { PolicyAttachment } from "./policy-attachment";

/** What {@link ManagedPolicy} needs. */
export interface ManagedPolicyProps {
  /** Name of the policy, unique in the account: 1 to 128 letters, digits and `+=,.@_-`. */
  readonly name: string;
  /** What it allows, at most 6144 characters; {@link PolicySet} splits what is longer. */
  readonly statements: readonly Statement[];
  /**
   * What the policy is for, at most 1000 characters; a change makes a new policy.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Path in the ARN, with a slash at both ends; a change makes a new policy.
   *
   * @default "/"
   */
  readonly path?: string;
  /**
   * Who gets it; further holders by a {@link PolicyAttachment}. Ids of the attachments count from 1 in this order.
   *
   * @default - nobody yet
   */
  readonly attachTo?: readonly Holder[];
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<ManagedPolicyProps> = {
  name: text,
  statements: statementList,
  description: optional(text),
  path: optional(text),
  attachTo: optional(knownList(holder, "a list of roles, users and groups")),
  tags: optional(iamTagMap),
};

const RULES: readonly Rule<ManagedPolicyProps>[] = [
  ({ name }) => unlessToken(name, (text) => nameProblem("name", text, POLICY_NAME_LENGTH)),
  ({ description }) => unlessToken(description, descriptionProblem),
  ({ path }) => unlessToken(path, pathProblem),
];

/**
 * A customer managed policy: it can be attached to many, and be a permissions boundary.
 *
 * @throws {@link ConfigError} when the props or the statements are invalid.
 */
export class ManagedPolicy extends Construct {
  readonly policyArn: string;
  readonly policyName: string;

  constructor(scope: Construct, id: string, props: ManagedPolicyProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, statements, description, path, attachTo = [], tags } = props;
    const policy = new IamPolicy(this, "Default", {
      name,
      policy: renderPolicy(this, "managed", statements),
      ...(description === undefined ? {} : { description }),
      ...(path === undefined ? {} : { path }),
      ...tagsOf(tags),
    });
    noteRelaxations(policy, acknowledgedIn(statements));
    this.policyArn = policy.arn;
    this.policyName = policy.name;
    attachTo.forEach((one, index) => {
      new PolicyAttachment(this, `attachment-${index + 1}`, { policyArn: policy.arn, attachTo: one });
    });
  }
}
