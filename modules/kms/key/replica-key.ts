import { KmsReplicaExternalKey } from "@cdktf/provider-aws/lib/kms-replica-external-key";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { Construct } from "constructs";
import { region as regionForm } from "../../aws-formats";
import { ConfigError } from "../../config-error";
import type { Statement } from "../../iam";
import { statements as statementList } from "../../iam/policies/statement-shape";
import { noteRelaxations } from "../../relaxations";
import { knownText, optional, orNothing, type Shape, text } from "../../shape";
import { shown, shownText } from "../../show-value";
import { tagsOf } from "../../tags";
import { assertArguments, assertProps } from "../../validate";
import { Alias } from "../aliases/alias";
import { aliasId } from "../ids";
import type { AudienceName } from "../policy/audiences";
import type { KeyPolicyProps } from "../policy/key-policy-props";
import { keyPolicyOrStatements } from "../policy/policy-shape";
import { GrantableKey } from "./grantable-key";
import type { Key } from "./key";
import { type Grantee, type GrantOptions, KeyAccess, type KeyGrant } from "./key-access";
import type { KeyCommonProps } from "./key-props";
import {
  commonAttributes,
  commonProblems,
  descriptionProblem,
  inRegion,
  keyRelaxations,
  policyOf,
  withRegion,
} from "./key-rules";
import { aKey, KEY_COMMON } from "./key-shape";

/** What {@link ReplicaKey} needs. Rotation, spec and usage are those of the primary. */
export interface ReplicaKeyProps extends KeyCommonProps {
  /** A multi-region key. */
  readonly primary: Key;
  /** Where the replica is; not the primary's region, and only one replica in each. */
  readonly region: string;
  /** What the replica protects, 1 to 8192 characters. @default - the primary's */
  readonly description?: string;
  /**
   * The key policy: replicas share material, not policies.
   *
   * @default - made from what the primary's was made from, with this region in its conditions
   */
  readonly policy?: readonly Statement[] | KeyPolicyProps;
}

/** Of one replica in a `MultiRegionKey`, too. */
export const REPLICA: Shape<Omit<ReplicaKeyProps, "primary" | "region">> = {
  ...KEY_COMMON,
  description: optional(text),
  policy: optional(keyPolicyOrStatements),
};

const PROPS: Shape<ReplicaKeyProps> = { ...REPLICA, primary: aKey, region: regionForm };

/**
 * A copy of a multi-region key in another region, with the same id and material: what one encrypts, the other decrypts.
 *
 * Of a primary with imported material, the replica waits for the same material; the primary must have it first.
 *
 * @throws {@link ConfigError} when the primary is not a multi-region key, or the policy is invalid.
 */
export class ReplicaKey extends GrantableKey {
  /** ARN of the replica. */
  readonly keyArn: string;
  /** Id of the replica, which is its primary's. */
  readonly keyId: string;
  /** Where the replica is. */
  readonly region: string;
  private readonly access: KeyAccess;
  private readonly names: string[] = [];

  constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { primary, region } = props;
    const { type } = primary;
    const policy = props.policy ?? inRegion(primary.props.policy, region);
    const { statements, problems } = policyOf({ ...props, policy }, type);
    const env = "env" in policy ? policy.env : withRegion(primary.props.env, region);
    const all = [
      ...(primary.props.multiRegion === true
        ? []
        : [`primary ${shown(primary.node.path)} must be made with multiRegion`]),
      ...(primary.region === region ? [`region must not be the primary's, got ${shownText(region)}`] : []),
      ...[descriptionProblem(props.description)].filter((problem) => problem !== undefined),
      ...commonProblems(props, statements, problems, env?.accountId),
    ];
    if (all.length > 0) throw new ConfigError(this.node.path, all);
    this.region = region;
    this.access = new KeyAccess({
      construct: this,
      key: type,
      keyArn: () => this.keyArn,
      env,
      policy: statements,
    });
    const attributes = {
      primaryKeyArn: primary.keyArn,
      region,
      description: props.description ?? primary.props.description,
      policy: this.access.render(),
      ...(props.enabled === undefined ? {} : { enabled: props.enabled }),
      ...commonAttributes(props),
      ...tagsOf(props.tags),
    };
    const resource =
      type.origin === "EXTERNAL"
        ? new KmsReplicaExternalKey(this, "Default", {
            ...attributes,
            lifecycle: { ...attributes.lifecycle, ignoreChanges: ["key_material_base64", "valid_to"] },
          })
        : new KmsReplicaKey(this, "Default", attributes);
    noteRelaxations(resource, keyRelaxations({ ...props, policy }, statements));
    this.keyArn = resource.arn;
    this.keyId = resource.keyId;
  }

  /** The key policy as it is now, with every grant method that was called so far. */
  get policyStatements(): readonly Statement[] {
    return this.access.statements();
  }

  /** The names that it was given so far, each with `alias/`. */
  get aliasNames(): readonly string[] {
    return this.names;
  }

  /**
   * Gives the replica a name in its region.
   *
   * @param id of the construct, as of `Key.addAlias`
   * @throws {@link ConfigError} when the replica has that name already
   */
  addAlias(name: string, id?: string): Alias {
    assertArguments(`addAlias of ${this.node.path}`, { name, id }, { name: text, id: orNothing(knownText) });
    if (this.names.includes(name))
      throw new ConfigError(this.node.path, [`aliases must not repeat ${shown(name)}`]);
    this.names.push(name);
    return new Alias(this, id ?? aliasId(this, name), { name, targetKey: this, region: this.region });
  }

  /**
   * Adds to the key policy; a sid that is there already gets a number.
   *
   * @returns the statements as they stand now
   * @throws {@link ConfigError} when the policy becomes invalid, too long, or would lock everybody out
   */
  addToPolicy(...statements: readonly Statement[]): readonly Statement[] {
    assertArguments(`addToPolicy of ${this.node.path}`, { statements }, { statements: statementList });
    return this.access.add(statements);
  }

  override grant(audience: AudienceName, grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return [this.access.grant(audience, grantee, options)];
  }
}
