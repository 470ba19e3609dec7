/** Variables of modules that make a key, and what the constructs take for them. */

import type { TerraformStack } from "cdktf";
import { awsEnvironment } from "../../../modules/iam";
import type { KeyProps } from "../../../modules/kms/key/key-props";
import type { KeyPolicyProps } from "../../../modules/kms/policy/key-policy-props";
import { camelCase, camelKeys } from "./construct";

interface Use {
  readonly via_services?: readonly string[];
  readonly encryption_context?: Readonly<Record<string, readonly string[]>>;
}

/** What a caller says of a key. */
export interface KeyValues {
  readonly description: string;
  readonly aliases?: readonly string[];
  readonly key_spec?: string;
  readonly key_usage?: string;
  readonly enabled?: boolean;
  readonly enable_key_rotation?: boolean;
  readonly rotation_period_in_days?: number;
  readonly deletion_window_in_days?: number;
  readonly root_statement?: "manage" | "full" | "off";
  readonly root_statement_reason?: string;
  readonly audiences?: Readonly<Record<string, Use & { readonly principals: readonly string[] }>>;
  readonly accounts?: readonly (Use & { readonly account_id: string; readonly audience: string })[];
  readonly services?: readonly {
    readonly service: string;
    readonly source_arns?: readonly string[];
    readonly account_id?: string;
  }[];
  readonly extra_policy?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Services whose names TypeScript writes otherwise. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  cloudwatch_logs: "cloudWatchLogs",
  cloudtrail: "cloudTrail",
  cloudwatch_alarms: "cloudWatchAlarms",
};

export function keyProps(stack: TerraformStack, values: KeyValues): KeyProps {
  const { audiences = {}, accounts = [], services = [], extra_policy, root_statement, ...own } = values;
  const { root_statement_reason = "", enable_key_rotation, ...key } = own;
  const policy = {
    env: awsEnvironment(stack),
    ...(root_statement === "full" ? { root: { full: root_statement_reason } } : {}),
    ...(root_statement === "off" ? { root: { off: root_statement_reason } } : {}),
    ...Object.fromEntries(
      Object.entries(audiences).map(([name, use]) => [camelCase(name), camelKeys({ ...use })]),
    ),
    accounts: accounts.map(({ audience, ...use }) => ({ ...camelKeys(use), audience: camelCase(audience) })),
    services: services.map(({ service, ...use }) => ({
      ...camelKeys(use),
      service: SERVICE_NAMES[service] ?? camelCase(service),
    })),
    ...(extra_policy === undefined ? {} : { extra: extra_policy }),
  };
  return {
    enabled: true,
    ...camelKeys(key),
    ...(enable_key_rotation === undefined
      ? {}
      : { rotation: enable_key_rotation || { off: "somebody else rotates it" } }),
    policy: policy as unknown as KeyPolicyProps,
  } as unknown as KeyProps;
}

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const PERMISSION_SET = role("aws-reserved/sso.amazonaws.com/AWSReservedSSO_Backup_*");

/** Calls that differ in one subject each. */
export const KEY_CONFIGURATIONS: Readonly<Record<string, KeyValues>> = {
  minimal: { description: "Backups of the CA" },
  everybody: {
    description: "Files of the shop",
    aliases: ["alias/shop", "alias/shop/files"],
    rotation_period_in_days: 90,
    deletion_window_in_days: 7,
    root_statement: "full",
    root_statement_reason: "the account has one team",
    audiences: {
      owners: { principals: [role("owner")] },
      administrators: { principals: [role("admin"), PERMISSION_SET] },
      users: { principals: [role("app"), "arn:aws:iam::111122223333:user/app"] },
      encrypt_only: { principals: [role("writer")] },
      decrypt_only: { principals: [role("reader-*"), role("restorer")] },
      auditors: { principals: [role("auditor")] },
      describers: { principals: ["444455556666"] },
      grant_users: { principals: [role("app")] },
    },
    tags: { team: "shop", stage: "live" },
  },
  conditions: {
    description: "Under conditions",
    enabled: false,
    enable_key_rotation: false,
    deletion_window_in_days: 14,
    audiences: {
      users: {
        principals: [role("app"), role("app-*")],
        via_services: ["s3", "dynamodb"],
        encryption_context: { tenant: ["one", "two"], stage: ["live"] },
      },
      encrypt_only: {
        principals: [role("writer")],
        encryption_context: { path: ["backups/*"], stage: ["live"] },
      },
      decrypt_only: { principals: [role("reader")], via_services: ["s3"] },
    },
    accounts: [
      { account_id: "444455556666", audience: "decrypt_only", encryption_context: { tenant: ["one"] } },
      { account_id: "777788889999", audience: "users", via_services: ["ec2"] },
    ],
  },
  services: {
    description: "Of services",
    root_statement: "off",
    root_statement_reason: "nobody but owners",
    audiences: { owners: { principals: [role("owner")] } },
    services: [
      { service: "cloudwatch_logs" },
      { service: "cloudtrail", source_arns: ["arn:aws:cloudtrail:eu-central-1:111122223333:trail/trail"] },
      { service: "config" },
      { service: "s3_notifications", source_arns: ["arn:aws:s3:::photos"] },
      { service: "s3_notifications", account_id: "444455556666" },
      { service: "s3_inventory", source_arns: ["arn:aws:s3:::photos"] },
      { service: "cloudwatch_alarms" },
      { service: "event_bridge_to_topics" },
      { service: "log_delivery", account_id: "444455556666" },
    ],
  },
  more: {
    description: "With statements of the caller",
    audiences: { administrators: { principals: [role("admin")] } },
    extra_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyOutside",
          Effect: "Deny",
          Principal: "*",
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
        },
      ],
    }),
  },
  signing: {
    description: "Signatures",
    key_spec: "ECC_NIST_P256",
    key_usage: "SIGN_VERIFY",
    audiences: {
      signers: { principals: [role("signer")] },
      verifiers: { principals: [role("verifier")] },
      users: { principals: [role("both")] },
      auditors: { principals: [role("auditor")] },
    },
    accounts: [{ account_id: "444455556666", audience: "verifiers" }],
  },
  mac: {
    description: "Codes",
    key_spec: "HMAC_384",
    audiences: {
      mac_users: { principals: [role("both")] },
      mac_generators: { principals: [role("generator")] },
      mac_verifiers: { principals: [role("verifier")] },
      describers: { principals: [role("looker")] },
    },
  },
  agreement: {
    description: "Secrets",
    key_spec: "ECC_NIST_P384",
    key_usage: "KEY_AGREEMENT",
    audiences: {
      key_agreement: { principals: [role("peer")] },
      describers: { principals: [role("looker")] },
    },
  },
  rsa: {
    description: "Letters",
    key_spec: "RSA_4096",
    key_usage: "ENCRYPT_DECRYPT",
    audiences: {
      encrypt_only: { principals: [role("sender")] },
      decrypt_only: { principals: [role("receiver")] },
      users: { principals: [role("both")] },
    },
  },
  quantum: {
    description: "Of tomorrow",
    key_spec: "ML_DSA_65",
    audiences: { signers: { principals: [role("s")] } },
  },
};

const users = (use: object): Pick<KeyValues, "audiences"> => ({
  audiences: { users: { principals: [role("app")], ...use } },
});

export const KEY_NAMES = {
  "rotation must not": "enable_key_rotation must not",
  cloud_trail: "cloudtrail",
  cloud_watch: "cloudwatch",
};

/** Calls that Terraform and the construct refuse alike. */
export const KEY_REFUSED: Readonly<Record<string, KeyValues>> = {
  nothing: { description: "" },
  prefix: { description: "d", aliases: ["shop"] },
  reserved: { description: "d", aliases: ["alias/aws/shop"] },
  doubled: { description: "d", aliases: ["alias/alias/shop"] },
  letters: { description: "d", aliases: ["alias/shop:files"] },
  short: { description: "d", aliases: ["alias/"] },
  repeated: { description: "d", aliases: ["alias/shop", "alias/shop"] },
  spec: { description: "d", key_spec: "RSA_1024", key_usage: "SIGN_VERIFY" },
  usage: { description: "d", key_spec: "RSA_2048" },
  curve: { description: "d", key_spec: "ECC_NIST_P256", key_usage: "ENCRYPT_DECRYPT" },
  unrotated: { description: "d", key_spec: "HMAC_256", enable_key_rotation: true },
  uncounted: { description: "d", key_spec: "HMAC_256", rotation_period_in_days: 100 },
  off: { description: "d", enable_key_rotation: false, rotation_period_in_days: 100 },
  period: { description: "d", rotation_period_in_days: 89 },
  half: { description: "d", rotation_period_in_days: 100.5 },
  window: { description: "d", deletion_window_in_days: 31 },
  nobody: { description: "d", root_statement: "off", root_statement_reason: "r", ...users({}) },
  misspelt: { description: "d", audiences: { user: { principals: [role("app")] } } },
  empty: { description: "d", ...users({ principals: [] }) },
  everybody: { description: "d", ...users({ principals: ["*"] }) },
  group: { description: "d", ...users({ principals: ["arn:aws:iam::111122223333:group/g"] }) },
  kind: { description: "d", audiences: { signers: { principals: [role("app")] } } },
  services: { description: "d", ...users({ via_services: [] }) },
  service: { description: "d", ...users({ via_services: ["s3.amazonaws.com"] }) },
  pairs: { description: "d", ...users({ encryption_context: {} }) },
  context: {
    description: "d",
    audiences: { administrators: { principals: [role("a")], encryption_context: { tenant: ["one"] } } },
  },
  account: { description: "d", accounts: [{ account_id: "4444", audience: "users" }] },
  manager: { description: "d", accounts: [{ account_id: "444455556666", audience: "administrators" }] },
  audience: { description: "d", accounts: [{ account_id: "444455556666", audience: "readers" }] },
  other: { description: "d", accounts: [{ account_id: "444455556666", audience: "mac_users" }] },
  twice: {
    description: "d",
    accounts: [
      { account_id: "444455556666", audience: "users" },
      { account_id: "444455556666", audience: "users" },
    ],
  },
  trail: { description: "d", services: [{ service: "cloudtrail" }] },
  signing: { description: "d", key_spec: "ML_DSA_44", services: [{ service: "config" }] },
};
