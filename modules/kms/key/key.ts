import { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import type { Statement } from "../../iam";
import { statements as statementList } from "../../iam/policies/statement-shape";
import { noteRelaxations } from "../../relaxations";
import { knownText, orNothing, text } from "../../shape";
import { shown } from "../../show-value";
import { tagsOf } from "../../tags";
import { assertArguments, assertProps } from "../../validate";
import { Alias } from "../aliases/alias";
import { aliasId } from "../ids";
import { type KeyType, keyType } from "../key-type";
import { DEFAULT_ROTATION_PERIOD_IN_DAYS } from "../limits";
import type { AudienceName } from "../policy/audiences";
import { GrantableKey } from "./grantable-key";
import { type Grantee, type GrantOptions, KeyAccess, type KeyGrant } from "./key-access";
import type { KeyProps } from "./key-props";
import { commonAttributes, inRegion, keyProblems, keyRelaxations, policyOf, withRegion } from "./key-rules";
import { KEY } from "./key-shape";

export type { KeyProps } from "./key-props";

/**
 * A KMS key that rotates by itself where KMS can, and does not go by accident.
 *
 * With the origin `EXTERNAL` it waits for its material: import it with `sealstack import-key-material`, never through Terraform, whose state would keep
 * it. Import it without an expiry date, or repeat the date at each import; this construct leaves both to you.
 *
 * @throws {@link ConfigError} when AWS has no such key, or the key policy is invalid, too long, or would lock everybody out.
 */
export class Key extends GrantableKey {
  /** ARN of the key. */
  readonly keyArn: string;
  /** Id of the key. */
  readonly keyId: string;
  /** What kind of key it is, with every default filled in. */
  readonly type: KeyType;
  /** What it was made from; replicas are made from the same. */
  readonly props: KeyProps;
  /** Where the key is, as far as it was said. */
  readonly region: string | undefined;
  private readonly access: KeyAccess;
  private readonly names: string[] = [];

  constructor(scope: Construct, id: string, props: KeyProps) {
    super(scope, id);
    assertProps(this, props, KEY);
    const type = keyType(props);
    const policy = inRegion(props.policy, props.region);
    const { statements, problems } = policyOf({ ...props, policy }, type);
    const all = keyProblems(props, statements, problems);
    if (all.length > 0) throw new ConfigError(this.node.path, all);
    this.type = type;
    this.props = props;
    const env = "env" in policy ? policy.env : withRegion(props.env, props.region);
    this.region = props.region ?? env?.region;
    this.access = new KeyAccess({
      construct: this,
      key: type,
      keyArn: () => this.keyArn,
      env,
      policy: statements,
    });
    const resource = type.origin === "EXTERNAL" ? this.externalKey(props) : this.kmsKey(props);
    noteRelaxations(resource, keyRelaxations(props, statements));
    this.keyArn = resource.arn;
    // The id of the resource is the key's id; the external key has no other name for it.
    this.keyId = resource instanceof KmsKey ? resource.keyId : resource.id;
    for (const name of props.aliases ?? []) this.addAlias(name);
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
   * Gives the key one more name.
   *
   * @param id of the construct, and so a part of the alias's address; for names that only Terraform knows, of which several would be numbered otherwise
   * @throws {@link ConfigError} when the key has that name already
   */
  addAlias(name: string, id?: string): Alias {
    assertArguments(`addAlias of ${this.node.path}`, { name, id }, { name: text, id: orNothing(knownText) });
    if (this.names.includes(name))
      throw new ConfigError(this.node.path, [`aliases must not repeat ${shown(name)}`]);
    this.names.push(name);
    return new Alias(this, id ?? aliasId(this, name), { name, targetKey: this, ...regionOf(this.props) });
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

  private kmsKey(props: KeyProps): KmsKey {
    const { keySpec, keyUsage, rotates } = this.type;
    const rotate = rotates && (props.rotation ?? true) === true;
    return new KmsKey(this, "Default", {
      description: props.description,
      customerMasterKeySpec: keySpec,
      keyUsage,
      enableKeyRotation: rotate,
      ...(rotate
        ? { rotationPeriodInDays: props.rotationPeriodInDays ?? DEFAULT_ROTATION_PERIOD_IN_DAYS }
        : {}),
      ...(props.enabled === undefined ? {} : { isEnabled: props.enabled }),
      ...(props.customKeyStoreId === undefined ? {} : { customKeyStoreId: props.customKeyStoreId }),
      ...(props.xksKeyId === undefined ? {} : { xksKeyId: props.xksKeyId }),
      ...this.sharedAttributes(props),
    });
  }

  private externalKey(props: KeyProps): KmsExternalKey {
    const { keySpec, keyUsage } = this.type;
    const shared = this.sharedAttributes(props);
    return new KmsExternalKey(this, "Default", {
      description: props.description,
      keySpec,
      keyUsage,
      ...(props.enabled === undefined ? {} : { enabled: props.enabled }),
      ...shared,
      // What the import sets is not Terraform's business: a plan must neither show nor undo it.
      lifecycle: { ...shared.lifecycle, ignoreChanges: ["key_material_base64", "valid_to"] },
    });
  }

  private sharedAttributes(props: KeyProps) {
    return {
      ...commonAttributes(props),
      policy: this.access.render(),
      ...(props.multiRegion === true ? { multiRegion: true } : {}),
      ...regionOf(props),
      ...tagsOf(props.tags),
    };
  }
}

function regionOf({ region }: { readonly region?: string }): { region?: string } {
  return region === undefined ? {} : { region };
}
