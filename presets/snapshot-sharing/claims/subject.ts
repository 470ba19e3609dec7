/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { ClaimContext, ClaimPrincipal } from "../../common/claims/claim";
import type { ManagedKey } from "../../common/claims/key-people";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { SnapshotSharingConfig } from "../config";

export interface ClaimSubject {
  readonly config: SnapshotSharingConfig;
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

/** The role that the side is for. */
export function actingName({ config }: ClaimSubject): "sharer" | "copier" {
  return config.side === "source" ? "sharer" : "copier";
}

export function actingArn(subject: ClaimSubject): string {
  return stackRoleArn(subject, actingName(subject));
}

export function administratorArn(subject: ClaimSubject): string {
  return stackRoleArn(subject, "administrator");
}

/** What EC2 and RDS ask of a key for somebody who copies from it. */
export const OPENS = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"] as const;

/** The same for somebody who makes something new under it. */
export const OPENS_AND_SEALS = [...OPENS, "kms:GenerateDataKeyWithoutPlaintext"] as const;

/** Every use of the key that the preset gives to nobody. */
export const NEVER_USED = [
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
] as const;

/** A request that a service makes for somebody. */
export function through(service: string, region: string, more: ClaimContext = {}): ClaimContext {
  return { "kms:ViaService": `${service}.${region}.amazonaws.com`, ...more };
}

/** A grant for a resource of AWS, and one for anybody else. */
export const FOR_AWS: ClaimContext = { "kms:GrantIsForAWSResource": "true" };
export const FOR_SOMEBODY: ClaimContext = { "kms:GrantIsForAWSResource": "false" };

/** Services of AWS through which nobody uses the key; the one that is left out of the configuration is among them. */
export function otherServices({ config }: ClaimSubject): readonly string[] {
  return ["dynamodb", "ec2", "rds", "s3"].filter(
    (service) => !config.services.some((own) => own === service),
  );
}

/** The key, for claims about those who do not use it. What its users may, they may through a service only. */
export function managedKey(subject: ClaimSubject): ManagedKey {
  const { config, keyArn, accountId, region, otherAccountId, otherKeyArn } = subject;
  const [service = "ec2"] = config.services;
  return {
    key: keyArn,
    ...config.key,
    uses: [...OPENS_AND_SEALS, ...NEVER_USED],
    context: through(service, region),
    users: [actingArn(subject)],
    accountId,
    region,
    otherAccountId,
    otherKey: otherKeyArn,
  };
}

/** Somebody of another account, or of this one, whose own policies allow everything. */
export function admin(accountId: string, resource = "role/admin"): ClaimPrincipal {
  return { kind: "admin", arn: `arn:aws:iam::${accountId}:${resource}` };
}
