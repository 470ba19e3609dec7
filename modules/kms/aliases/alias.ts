import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { keyIdOrArn, region as regionForm } from "../../aws-formats";
import { ConfigError } from "../../config-error";
import { having, optional, type Shape, text } from "../../shape";
import { shown } from "../../show-value";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { aliasPrefixProblem, aliasProblem } from "./alias-name";

/** What {@link Alias} needs; exactly one of `name` and `namePrefix`. */
export interface AliasProps {
  /** Name with `alias/`, unique in account and region: 7 to 256 letters, digits, `/`, `_` and `-`. */
  readonly name?: string;
  /** Start of the name, with `alias/`; Terraform adds 26 characters that make it unique. */
  readonly namePrefix?: string;
  /** The key that the name stands for. To move the alias, give another key: KMS then moves it at once. */
  readonly targetKey: { readonly keyId: string };
  /**
   * Region of key and alias.
   *
   * @default - the provider's
   */
  readonly region?: string;
}

const PROPS: Shape<AliasProps> = {
  name: optional(text),
  namePrefix: optional(text),
  targetKey: having({ keyId: keyIdOrArn }, "a key, or { keyId }"),
  region: optional(regionForm),
};

const RULES: readonly Rule<AliasProps>[] = [
  ({ name, namePrefix }) =>
    (name === undefined) === (namePrefix === undefined)
      ? "exactly one of name and namePrefix must be given"
      : undefined,
  ({ name }) => unlessToken(name, aliasProblem),
  ({ namePrefix }) => unlessToken(namePrefix, aliasPrefixProblem),
];

/** Who has which name, by stack: KMS takes a name once in account and region, and would say so at the deployment. */
const TAKEN = new WeakMap<TerraformStack, Map<string, string>>();

/**
 * A name for a key that can move to another key.
 *
 * @throws {@link ConfigError} when the name is not a valid alias, or the stack has it already in that region.
 */
export class Alias extends Construct {
  private readonly resource: KmsAlias;

  constructor(scope: Construct, id: string, props: AliasProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, namePrefix, targetKey, region } = props;
    if (name !== undefined) this.take(name, region);
    this.resource = new KmsAlias(this, "Default", {
      ...(name === undefined ? {} : { name }),
      ...(namePrefix === undefined ? {} : { namePrefix }),
      targetKeyId: targetKey.keyId,
      ...(region === undefined ? {} : { region }),
    });
  }

  private take(name: string, region = ""): void {
    const stack = TerraformStack.of(this);
    const taken = TAKEN.get(stack) ?? new Map<string, string>();
    TAKEN.set(stack, taken);
    const other = taken.get(`${region} ${name}`);
    if (other !== undefined)
      throw new ConfigError(this.node.path, [
        `name must be used once in a region, got ${shown(name)} of ${shown(other)}`,
      ]);
    taken.set(`${region} ${name}`, this.node.path);
  }

  /** With `alias/`; of a prefix, known only after the deployment. */
  get aliasName(): string {
    return this.resource.name;
  }

  /** ARN of the alias, not of its key. */
  get aliasArn(): string {
    return this.resource.arn;
  }
}
