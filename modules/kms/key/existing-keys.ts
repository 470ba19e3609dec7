/** Keys that this app does not make. */
import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { Construct } from "constructs";
import { keyArn as keyArnForm, region as regionForm } from "../../aws-formats";
import { ConfigError } from "../../config-error";
import type { AwsEnvironment } from "../../iam";
import { environment } from "../../iam/policies/environment";
import { type Check, construct, knownText, optional, orNothing, type Shape, text } from "../../shape";
import { shown } from "../../show-value";
import { assertArguments, assertProps, unlessToken } from "../../validate";
import { aliasProblem } from "../aliases/alias-name";
import { freeId, slug } from "../ids";
import { KEY_TYPE, type KeyType, type KeyTypeProps, keyType, keyTypeProblems } from "../key-type";
import type { AudienceName } from "../policy/audiences";
import { assertGrant, type Grantee, type GrantOptions } from "./grant-arguments";
import { GrantableKey } from "./grantable-key";
import { KeyAccess, type KeyGrant } from "./key-access";

/** What {@link ExistingKey} needs. */
export interface ExistingKeyProps extends Pick<KeyTypeProps, "keySpec" | "keyUsage"> {
  /** ARN of the key. */
  readonly keyArn: string;
  /** Where the key is; its account may be another one. @default - unknown */
  readonly env?: AwsEnvironment;
}

const LOOKED_UP: Shape<Omit<ExistingKeyProps, "keyArn">> = {
  keySpec: KEY_TYPE.keySpec,
  keyUsage: KEY_TYPE.keyUsage,
  env: optional(environment),
};

const EXISTING_KEY: Shape<ExistingKeyProps> = { ...LOOKED_UP, keyArn: keyArnForm };

/**
 * A key by its ARN. Grants go to policies of roles and users; what the key policy has to have is returned, for whoever keeps it.
 *
 * @throws {@link ConfigError} when the props are invalid; an alias is none of a key's ARNs, see {@link ExistingAlias}.
 */
export class ExistingKey extends GrantableKey {
  /** ARN of the key. */
  readonly keyArn: string;
  /** The ARN, which KMS takes for an id, and has to have for a key of another account. */
  readonly keyId: string;
  /** What kind of key it is said to be. */
  readonly type: KeyType;
  private readonly access: KeyAccess;

  constructor(scope: Construct, id: string, given: ExistingKeyProps) {
    super(scope, id);
    assertProps(this, given, EXISTING_KEY);
    const { keyArn, env, ...props } = given;
    const problems = keyTypeProblems(props);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    this.keyArn = keyArn;
    this.keyId = keyArn;
    this.type = keyType(props);
    this.access = new KeyAccess({ construct: this, key: this.type, keyArn: () => keyArn, env });
  }

  override grant(audience: AudienceName, grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return [this.access.grant(audience, grantee, options)];
  }
}

/** Looks a key up by id, ARN or alias while Terraform plans. */
export function lookUpKey(
  scope: Construct,
  id: string,
  given: Omit<ExistingKeyProps, "keyArn"> & { readonly keyId: string },
): ExistingKey {
  assertArguments("lookUpKey", { scope, id }, { scope: construct, id: knownText });
  assertArguments("lookUpKey", given, { ...LOOKED_UP, keyId: text });
  const { keyId, ...props } = given;
  const found = new DataAwsKmsKey(scope, `${id}-lookup`, { keyId });
  return new ExistingKey(scope, id, { keyArn: found.arn, ...props });
}

/** What there is to know of a key that an AWS service manages. */
export interface AwsManagedKey {
  readonly keyArn: string;
  readonly keyId: string;
  readonly aliasArn: string;
}

const awsManagedName: Check = (what, value) =>
  typeof value === "string" && /^aws\/[a-z0-9-/]+$/.test(value)
    ? []
    : [`${what} of an AWS-managed key must be like aws/s3, got ${shown(value)}`];

/**
 * The key that AWS manages for a service in this account, such as `aws/s3`. Its policy cannot be changed. The plan fails while it does not
 * exist: the service makes it at first use.
 *
 * @param name without `alias/`
 */
export function awsManagedKey(scope: Construct, name: string, region?: string): AwsManagedKey {
  assertArguments(
    "awsManagedKey",
    { scope, name, region },
    { scope: construct, name: awsManagedName, region: orNothing(regionForm) },
  );
  const alias =
    awsManagedAlias(scope, name, region) ??
    new DataAwsKmsAlias(scope, freeId(scope, `${slug(name)}-key`), {
      name: `alias/${name}`,
      ...(region === undefined ? {} : { region }),
    });
  return { keyArn: alias.targetKeyArn, keyId: alias.targetKeyId, aliasArn: alias.arn };
}

/** One that was looked up before. */
function awsManagedAlias(scope: Construct, name: string, region?: string): DataAwsKmsAlias | undefined {
  return scope.node.children
    .filter((child) => child instanceof DataAwsKmsAlias)
    .find((alias) => alias.nameInput === `alias/${name}` && alias.regionInput === region);
}

/** What {@link ExistingAlias} needs. */
export interface ExistingAliasProps extends Pick<KeyTypeProps, "keySpec" | "keyUsage"> {
  /** Name with `alias/`. */
  readonly name: string;
  /** Account and region of the alias. */
  readonly env: AwsEnvironment;
}

const EXISTING_ALIAS: Shape<ExistingAliasProps> = {
  keySpec: KEY_TYPE.keySpec,
  keyUsage: KEY_TYPE.keyUsage,
  name: text,
  env: environment,
};

/**
 * A key by its alias. Grants are bound to the alias and move with it. They work where the key policy lets the account's IAM policies decide, as the default
 * key policy does; otherwise it needs the `keyStatements` of the result.
 *
 * What opens or verifies cannot be granted here, and throws: it needs the old keys once the alias has moved.
 */
export class ExistingAlias extends GrantableKey {
  /** With `alias/`. */
  readonly aliasName: string;
  private readonly access: KeyAccess;

  constructor(scope: Construct, id: string, given: ExistingAliasProps) {
    super(scope, id);
    assertProps(this, given, EXISTING_ALIAS);
    const { name, env, ...props } = given;
    const alias = unlessToken(name, aliasProblem);
    const problems = [...(alias === undefined ? [] : [alias]), ...keyTypeProblems(props)];
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    this.aliasName = name;
    this.access = new KeyAccess({ construct: this, key: keyType(props), keyArn: () => "", env });
  }

  override grant(audience: AudienceName, grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    assertGrant(this.node.path, audience, grantee, options);
    return [this.access.grant(audience, grantee, { ...options, alias: this.aliasName })];
  }
}
