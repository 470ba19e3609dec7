/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { ManagedKey } from "../../common/claims/key-people";
import { stackRoleArn } from "../../common/claims/role-claims";
import { currentVersion, type ImportedKeyConfig } from "../config";

export interface ClaimSubject {
  readonly config: ImportedKeyConfig;
  /** Name of the stack; roles are named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** In the order of the versions. */
  readonly keyArns: readonly string[];
  /** A key of the same account and region whose policy leaves everything to policies of identities, as KMS's default one does. */
  readonly otherKeyArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

export const ROLES = ["user", "importer", "administrator"] as const;
export type RoleName = (typeof ROLES)[number];

/** ARN of a role of the stack. */
export const roleArn = (subject: ClaimSubject, name: RoleName): string => stackRoleArn(subject, name);

/** The key that carries the alias. */
export const currentArn = ({ config, keyArns }: ClaimSubject): string =>
  keyArns[config.key.versions.indexOf(currentVersion(config))] ?? "";

/** Everything that a symmetric key can do with data. */
export const USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/** The keys, for claims about those who do not use them. */
export function managedKeys(subject: ClaimSubject): readonly ManagedKey[] {
  const { config, keyArns, otherKeyArn, accountId, region, otherAccountId } = subject;
  return keyArns.map((key) => ({
    ...config.key,
    key,
    otherKey: otherKeyArn,
    uses: USES,
    users: [roleArn(subject, "user"), roleArn(subject, "importer")],
    ...{ accountId, region, otherAccountId },
  }));
}
