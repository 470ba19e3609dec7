/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { DataPlaces } from "../../common/claims/effects";
import type { ManagedKey } from "../../common/claims/key-people";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { SigningConfig } from "../config";

export interface ClaimSubject {
  readonly config: SigningConfig;
  /** Name of the stack; roles are named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** Of the key that signs. */
  readonly keyArn: string;
  /** Of the HMAC key, where there is one. */
  readonly macKeyArn: string | undefined;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as KMS's default one does. */
  readonly otherKeyArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

export const ROLES = ["signer", "verifier", "administrator"] as const;
export type RoleName = (typeof ROLES)[number];

/** ARN of a role of the stack. */
export function roleArn(subject: ClaimSubject, name: RoleName): string {
  return stackRoleArn(subject, name);
}

/** What could disappear: signatures are worth as much as their keys. */
export function dataPlaces(subject: ClaimSubject): DataPlaces {
  const { keyArn: key, macKeyArn, accountId, region } = subject;
  return {
    key,
    otherKeys: macKeyArn === undefined ? [] : [macKeyArn],
    roles: ROLES.map((name) => roleArn(subject, name)),
    accountId,
    region,
  };
}

/** What each kind of key can do. */
export const SIGNATURE_USES = ["kms:Sign", "kms:Verify"] as const;
export const MAC_USES = ["kms:GenerateMac", "kms:VerifyMac"] as const;

/** The keys of the stack, for claims about those who do not use them. */
export function managedKeys(subject: ClaimSubject): readonly ManagedKey[] {
  const { config, keyArn, macKeyArn, accountId, region, otherAccountId, otherKeyArn } = subject;
  const around = { accountId, region, otherAccountId, otherKey: otherKeyArn };
  const users = (["signer", "verifier"] as const).map((name) => roleArn(subject, name));
  const signing = { key: keyArn, ...config.key, uses: SIGNATURE_USES, users, ...around };
  if (macKeyArn === undefined || config.mac === undefined) return [signing];
  return [signing, { key: macKeyArn, ...config.mac, uses: MAC_USES, users, ...around }];
}
