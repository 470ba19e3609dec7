/** Who has a part in the stack, before anybody may do anything. */
import type { Construct } from "constructs";
import { type AwsEnvironment, Role, RolesAnywhereProfile, User } from "../../modules/iam";
import { trustStatements } from "../common/stack/trust";
import { type Caretakers, caretakerRoles } from "./caretakers-stack";
import type { EtcdCaBackupConfig } from "./config";

export interface Roles {
  readonly writer: Role;
  readonly certificates: RolesAnywhereProfile | undefined;
  readonly restorer: Role;
  readonly administrator: Role;
  readonly caretakers: Caretakers;
}

/** @param scope the stack, after which roles are named */
export function backupRoles(scope: Construct, all: EtcdCaBackupConfig, env: AwsEnvironment): Roles {
  const { writer: config, restorer, administrator, tags } = all;
  const id = scope.node.id;
  const trusts = (type: string) => config.trust.some((trust) => trust.type === type);
  const writer = new Role(scope, "writer", {
    name: `${id}-writer`,
    description: "Adds backups; can neither open, replace nor delete one.",
    trust: trustStatements(config.trust, env),
    instanceProfile: trusts("ec2"),
    tags,
  });
  return {
    writer,
    caretakers: caretakerRoles(scope, all, env),
    certificates: trusts("rolesAnywhere")
      ? new RolesAnywhereProfile(scope, "certificates", { name: `${id}-writer`, roles: [writer], tags })
      : undefined,
    restorer: new Role(scope, "restorer", {
      name: `${id}-restorer`,
      description: "Reads and opens backups; changes nothing.",
      trust: trustStatements(restorer.trust, env),
      maxSessionDuration: restorer.maxSessionDuration,
      tags,
    }),
    administrator: new Role(scope, "administrator", {
      name: `${id}-administrator`,
      description:
        "Manages the key and looks at the bucket; neither uses the key nor reads or deletes backups.",
      trust: trustStatements(administrator.trust, env),
      maxSessionDuration: administrator.maxSessionDuration,
      tags,
    }),
  };
}

/** For hosts that cannot assume a role; none unless it is configured. */
export function writerUser(scope: Construct, { writer, tags }: EtcdCaBackupConfig): User | undefined {
  if (writer.user === undefined) return undefined;
  const accessKey = writer.user.accessKey && { unencrypted: "asked for by writer.user.accessKey" };
  return new User(scope, "writer-user", { name: `${scope.node.id}-writer`, accessKey, tags });
}
