/** What the claims of this preset are about: one synthesized stack and its surroundings. */
import type { ClaimContext } from "../../common/claims/claim";
import type { DataPlaces } from "../../common/claims/effects";
import { stackRoleArn } from "../../common/claims/role-claims";
import type { KubernetesKmsConfig } from "../config";

export interface ClaimSubject {
  readonly config: KubernetesKmsConfig;
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

/** ARN of a role of the stack. */
export function roleArn(subject: ClaimSubject, name: "node" | "administrator"): string {
  return stackRoleArn(subject, name);
}

/** Where a cluster's stored objects can be made unreadable, and who could be made to reach that. */
export function dataPlaces(subject: ClaimSubject): DataPlaces {
  return {
    key: subject.keyArn,
    roles: (["node", "administrator"] as const).map((name) => roleArn(subject, name)),
    accountId: subject.accountId,
    region: subject.region,
  };
}

/** What a request of the plugin carries. */
export function pluginContext({ config }: ClaimSubject, more: ClaimContext = {}): ClaimContext {
  return { ...contextKeys(config.plugin.encryptionContext), ...more };
}

/** Each way in which a request lacks a part of the encryption context, or says something else; empty where none is configured. */
export function wrongContexts({
  config,
}: ClaimSubject): readonly { readonly what: string; readonly context: ClaimContext }[] {
  const right = contextKeys(config.plugin.encryptionContext);
  const wrong = Object.keys(right).flatMap((key) => [
    { what: `without ${key}`, context: { ...right, [key]: null } },
    { what: `with another ${key}`, context: { ...right, [key]: "other" } },
  ]);
  return wrong.length === 0 ? [] : [...wrong, { what: "without encryption context", context: {} }];
}

function contextKeys(pairs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
  );
}

/** What the plugin does with a key. */
export const USES_KEY = ["kms:Decrypt", "kms:Encrypt"] as const;

/** Every use of the key that the preset gives to nobody. */
export const NEVER_USED = [
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;
