import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { knownNumber, optional, type Shape, text } from "../../shape";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { assertProps, outside } from "../../validate";
import { MANAGED_POLICY_QUOTA, POLICY_SIZE, RAISED_MANAGED_POLICY_QUOTA, TOKEN_LENGTH } from "../limits";
import { shapeProblems } from "../policies/policy-check";
import type { Statement } from "../policies/policy-document";
import { policySize } from "../policies/policy-size";
import { splitPolicies } from "../policies/split-policy";
import { statements as statementList } from "../policies/statement-shape";
import { findingsOf, policyFindings } from "../policy-findings";
import { attachedTo, type Holder, holder, inlineKind, kindOf } from "./holder";
import { InlinePolicy } from "./inline-policy";
import { ManagedPolicy } from "./managed-policy";
import { PolicyAttachment } from "./policy-attachment";

/** What {@link PolicySet} needs. */
export interface PolicySetProps {
  /** Name of the policy; of several, the name with `-1`, `-2` and so on. Managed policies' names are unique in the account. */
  readonly name: string;
  /** Who gets it. */
  readonly attachTo: Holder;
  /** What it allows, however long. */
  readonly statements: readonly Statement[];
  /**
   * Characters that each token counts, 0 to 2048: at least those of the longest value that Terraform may put in.
   *
   * @default 128
   */
  readonly tokenLength?: number;
  /**
   * How many managed policies the role, user or group may have: 10 to 25 for a role, to 20 for a user, 10 for a group. More than 10 takes a
   * raised quota of the account.
   *
   * @default 10
   */
  readonly quota?: number;
  /** Tags of managed policies; inline ones have none. @default - no tags but the provider's */
  readonly tags?: Tags;
}

/** Longer than an ARN of a key, a bucket or a role without a path is in any partition. */
const DEFAULT_TOKEN_LENGTH = 128;

const PROPS: Shape<PolicySetProps> = {
  name: text,
  attachTo: holder,
  statements: statementList,
  tokenLength: optional(knownNumber),
  quota: optional(knownNumber),
  tags: optional(iamTagMap),
};

/**
 * What one role, user or group may do, however long: an inline policy while it fits beside the others of the holder, else as many customer
 * managed policies as it takes.
 *
 * @throws {@link ConfigError} when the statements are invalid, one is too long by itself, or the holder would get more managed policies than
 * `quota`.
 */
export class PolicySet extends Construct {
  /** Names of the managed policies; empty where an inline policy was enough. */
  readonly managedPolicyNames: readonly string[];

  constructor(scope: Construct, id: string, props: PolicySetProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { name, attachTo, statements, tokenLength = DEFAULT_TOKEN_LENGTH, quota, tags } = props;
    const { parts, problems } = splitPolicies(statements, { size: POLICY_SIZE.managed, tokenLength });
    const kind = inlineKind(attachTo);
    const inline = attachedTo(attachTo).inlineSize + policySize(statements, tokenLength) <= POLICY_SIZE[kind];
    const all = [
      outside("tokenLength", tokenLength, TOKEN_LENGTH),
      outside("quota", quota, {
        min: MANAGED_POLICY_QUOTA,
        max: RAISED_MANAGED_POLICY_QUOTA[kindOf(attachTo)],
      }),
      ...shapeProblems("managed", statements),
      ...policyFindings("managed", statements),
      ...(inline ? [] : problems),
    ].filter((problem) => problem !== undefined);
    if (all.length > 0) throw new ConfigError(this.node.path, all);

    if (inline) {
      new InlinePolicy(this, "inline", { name, attachTo, statements });
      this.managedPolicyNames = [];
      return;
    }
    const names = parts.map((_, index) => (parts.length === 1 ? name : `${name}-${index + 1}`));
    parts.forEach((part, index) => {
      const own = names[index] ?? name;
      const policy = new ManagedPolicy(this, `managed-${index + 1}`, {
        name: own,
        statements: judgedAsWhole(part),
        ...tagsOf(tags),
      });
      new PolicyAttachment(this, `attachment-${index + 1}`, {
        policyArn: policy.policyArn,
        attachTo,
        ...(quota === undefined ? {} : { quota }),
      });
    });
    this.managedPolicyNames = names;
  }
}

/** The whole has no open finding. A part of it may: what answers it stands in another part. */
function judgedAsWhole(part: readonly Statement[]): readonly Statement[] {
  const findings = findingsOf("managed", part);
  return part.map(({ acknowledge = {}, ...statement }) => {
    const codes = findings.filter(({ sid }) => sid === statement.sid).map(({ code }) => code);
    if (codes.length === 0) return statement;
    const reasons = codes.map((code) => [
      code,
      acknowledge[code] ?? "judged together with the other policies of its set",
    ]);
    return { ...statement, acknowledge: Object.fromEntries(reasons) };
  });
}
