/**
 * Who may do what, as plain data: configuration and ARNs in, statements out.
 *
 * Every use of the key stands twice, in the key policy and in the policy of the role, under the same conditions: a key policy that
 * names a principal allows it whatever the role's policy says, so a condition that stands only there would be void.
 */
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import {
  administratorStatement,
  contextCondition,
  rootStatement,
  THIS_KEY,
} from "../../modules/kms/policy/key-policy";

/** What the plugin is configured with, as far as its permissions depend on it. */
export interface PluginUse {
  /** What each request carries; empty for none. */
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** Whether it looks up when the alias was moved. */
  readonly followsAlias: boolean;
}

/** ARNs of those whom the key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly nodes: readonly string[];
}

/** A statement about the key, before it is known whose policy it stands in. */
type KeyUse = Pick<Statement, "sid" | "actions" | "conditions">;

/** The key policy: root, administrator and nodes apart. */
export function keyPolicy(
  env: AwsEnvironment,
  plugin: PluginUse,
  audiences: Audiences,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  const nodes = { principals: { aws: audiences.nodes }, resources: THIS_KEY };
  return [
    rootStatement(env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(audiences.administrators),
    // The full root statement already allows data keys.
    { ...encryptAndDecrypt(plugin), ...nodes, ...(fullRoot ? {} : NO_DATA_KEY) },
  ];
}

/**
 * Encrypts and decrypts with the key, decrypts with previous ones, and, where the plugin follows an alias, sees when that is moved. A
 * rotation it sees in the answers of `kms:Decrypt`, which name the key material, so that it needs no `kms:DescribeKey`.
 */
export function nodeStatements(
  plugin: PluginUse,
  keyArn: string,
  previousKeyArns: readonly string[],
): readonly Statement[] {
  return [
    { ...encryptAndDecrypt(plugin), resources: [keyArn], ...NO_DATA_KEY },
    ...(previousKeyArns.length === 0
      ? []
      : [
          {
            sid: "DecryptPrevious",
            actions: ["kms:Decrypt"],
            resources: previousKeyArns,
            ...boundTo(plugin.encryptionContext),
          },
        ]),
    // KMS has no narrower resource for it, and knows it in policies of identities only.
    ...(plugin.followsAlias ? [{ sid: "WatchAlias", actions: ["kms:ListAliases"], resources: ["*"] }] : []),
  ];
}

/** What the API server asks for; it makes its data keys itself. */
function encryptAndDecrypt({ encryptionContext }: PluginUse): KeyUse {
  return {
    sid: "EncryptAndDecrypt",
    actions: ["kms:Decrypt", "kms:Encrypt"],
    ...boundTo(encryptionContext),
  };
}

/** Why it is enough to encrypt small values. */
const NO_DATA_KEY = {
  acknowledge: { "no-data-key": "the API server encrypts a seed of 32 bytes, and objects with that" },
} as const;

function boundTo(encryptionContext: PluginUse["encryptionContext"]): Pick<Statement, "conditions"> {
  if (Object.keys(encryptionContext).length === 0) return {};
  return { conditions: { StringEquals: contextCondition(encryptionContext) } };
}
