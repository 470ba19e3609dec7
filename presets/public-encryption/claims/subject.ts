/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { ManagedKey } from "../../common/claims/key-people";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { PublicEncryptionConfig } from "../config";

export interface ClaimSubject {
  readonly config: PublicEncryptionConfig;
  /** Name of the stack; roles are named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly keyArn: string;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as KMS's default one does. */
  readonly otherKeyArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

export const ROLES = ["opener", "administrator"] as const;
export type RoleName = (typeof ROLES)[number];

/** ARN of a role of the stack. */
export const roleArn = (subject: ClaimSubject, name: RoleName): string => stackRoleArn(subject, name);

/** Everything that an RSA key can do with data. */
export const USES = ["kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"] as const;

export const PADDING = "kms:EncryptionAlgorithm";

/** Those that KMS has, written out: a claim must not follow what it checks. */
export const PADDINGS = ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"] as const;

/** The key, for claims about those who do not use it. */
export function managedKey(subject: ClaimSubject): ManagedKey {
  const { config, keyArn, otherKeyArn, accountId, region, otherAccountId } = subject;
  const [padding = ""] = config.key.encryptionAlgorithms;
  return {
    ...config.key,
    key: keyArn,
    otherKey: otherKeyArn,
    uses: USES,
    context: { [PADDING]: padding },
    grantContext: {},
    users: [roleArn(subject, "opener")],
    ...{ accountId, region, otherAccountId },
  };
}
