import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { Construct } from "constructs";
import { assertValid, type Rule, unlessToken } from "../validate";
import { aliasProblem } from "./alias-name";
import type { Key } from "./key";

/** What {@link Alias} needs. */
export interface AliasProps {
  /** Name with `alias/`, unique in account and region: 7 to 256 letters, digits, `/`, `_` and `-`. */
  readonly name: string;
  /** The key that the name stands for. */
  readonly targetKey: Key;
}

const RULES: readonly Rule<AliasProps>[] = [({ name }) => unlessToken(name, aliasProblem)];

/**
 * A name for a key that can move to another key.
 *
 * @throws {@link ConfigError} when the name is not a valid alias.
 */
export class Alias extends Construct {
  readonly aliasName: string;
  readonly aliasArn: string;

  constructor(scope: Construct, id: string, props: AliasProps) {
    super(scope, id);
    assertValid(this.node.path, props, RULES);
    const alias = new KmsAlias(this, "Default", { name: props.name, targetKeyId: props.targetKey.keyId });
    this.aliasName = alias.name;
    this.aliasArn = alias.arn;
  }
}
