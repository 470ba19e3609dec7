/** What both halves of a pair are made of. */
import type { Construct } from "constructs";
import { type AwsEnvironment, Role } from "../../../modules/iam";
import type { Key } from "../../../modules/kms";
import type { Trust } from "../config/trust-schema";
import { type PresetKeyConfig, presetKey, rootAccessOf } from "./preset-key";
import { trustStatements } from "./trust";

/** What a role is made from. */
export interface PairRoleProps {
  readonly env: AwsEnvironment;
  /** Without that of the stack. */
  readonly name: string;
  readonly description: string;
  readonly config: { readonly trust: readonly Trust[]; readonly maxSessionDuration: number };
  readonly tags: Readonly<Record<string, string>>;
}

/** A role named after the stack. */
export function pairRole(scope: Construct, { env, name, description, config, tags }: PairRoleProps): Role {
  return new Role(scope, name, {
    name: `${scope.node.id}-${name}`,
    description,
    trust: trustStatements(config.trust, env),
    maxSessionDuration: config.maxSessionDuration,
    instanceProfile: config.trust.some(({ type }) => type === "ec2"),
    tags,
  });
}

/** What a key is made from. */
export interface PairKeyProps {
  readonly env: AwsEnvironment;
  readonly config: PresetKeyConfig & { readonly alias: string };
  readonly description: string;
  readonly administrator: Role;
  /** Where it is not that of the stack. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A key with an alias, which administrators manage; the buckets let in who uses it. */
export function pairKey(scope: Construct, id: string, props: PairKeyProps): Key {
  const { env, config, description, administrator, region, tags } = props;
  const key = presetKey(scope, id, {
    config,
    description,
    policy: { env, root: rootAccessOf(config), administrators: [administrator.roleArn] },
    opens: "decrypt objects",
    ...(region === undefined ? {} : { region }),
    tags,
  });
  key.addAlias(config.alias, "alias");
  return key;
}
