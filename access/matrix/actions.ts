/** The actions that matter, by what they are about: those that reveal, change or destroy something. Not all of a service. */
import type { ModelResource, ResourceKind } from "../model/model";

/** What an action comes to, for people: `use` reveals or makes data, `manage` changes who can. */
export type Power = "read" | "write" | "use" | "destroy" | "manage";

export interface ActionRow {
  readonly action: string;
  /** Completes "may …". */
  readonly verb: string;
  readonly power: Power;
}

const row = (power: Power, action: string, verb: string): ActionRow => ({ power, action, verb });

const KEY_MANAGEMENT = [
  row("manage", "kms:PutKeyPolicy", "change who may use it"),
  row("manage", "kms:CreateGrant", "give it to others"),
  row("destroy", "kms:DisableKey", "disable it"),
  row("destroy", "kms:ScheduleKeyDeletion", "delete it"),
];
const SYMMETRIC = [
  row("use", "kms:GenerateDataKey", "seal with it"),
  row("use", "kms:Encrypt", "encrypt a short text"),
  row("use", "kms:Decrypt", "open with it"),
  row("use", "kms:ReEncryptFrom", "move ciphertext off it"),
];
const BY_USAGE: Readonly<Record<string, readonly ActionRow[]>> = {
  SIGN_VERIFY: [row("use", "kms:Sign", "sign with it"), row("use", "kms:Verify", "verify with it")],
  GENERATE_VERIFY_MAC: [
    row("use", "kms:GenerateMac", "make codes with it"),
    row("use", "kms:VerifyMac", "verify codes with it"),
  ],
  KEY_AGREEMENT: [row("use", "kms:DeriveSharedSecret", "derive secrets with it")],
};
const ASYMMETRIC = [row("use", "kms:Encrypt", "encrypt to it"), row("use", "kms:Decrypt", "open with it")];

const BY_KIND: Readonly<Record<Exclude<ResourceKind, "key">, readonly ActionRow[]>> = {
  bucket: [
    row("read", "s3:ListBucket", "list it"),
    row("manage", "s3:PutBucketPolicy", "change its policy"),
    row("manage", "s3:PutEncryptionConfiguration", "change its encryption"),
    row("manage", "s3:PutBucketVersioning", "stop keeping versions"),
    row("destroy", "s3:PutLifecycleConfiguration", "let its objects expire"),
    row("destroy", "s3:DeleteBucket", "delete it"),
  ],
  objects: [
    row("read", "s3:GetObject", "read them"),
    row("write", "s3:PutObject", "write them"),
    row("destroy", "s3:DeleteObject", "delete them"),
    row("destroy", "s3:DeleteObjectVersion", "delete versions for good"),
    row("destroy", "s3:BypassGovernanceRetention", "pass over retention"),
    row("manage", "s3:UpdateObjectEncryption", "put them under another key"),
  ],
  role: [
    row("use", "sts:AssumeRole", "assume it"),
    row("use", "sts:AssumeRoleWithSAML", "assume it by SAML"),
    row("use", "sts:AssumeRoleWithWebIdentity", "assume it by a token"),
  ],
  topic: [
    row("write", "sns:Publish", "publish"),
    row("read", "sns:Subscribe", "subscribe"),
    row("manage", "sns:SetTopicAttributes", "change its settings"),
    row("destroy", "sns:DeleteTopic", "delete it"),
  ],
  queue: [
    row("write", "sqs:SendMessage", "send"),
    row("read", "sqs:ReceiveMessage", "receive"),
    row("destroy", "sqs:DeleteMessage", "take messages away"),
    row("manage", "sqs:SetQueueAttributes", "change its settings"),
  ],
  table: [
    row("read", "dynamodb:GetItem", "read items"),
    row("write", "dynamodb:PutItem", "write items"),
    row("destroy", "dynamodb:DeleteItem", "delete items"),
    row("destroy", "dynamodb:DeleteTable", "delete it"),
  ],
};

/** @param attributes of the key, where it is one */
export function actionsFor(
  { kind }: Pick<ModelResource, "kind">,
  attributes: Readonly<Record<string, unknown>> = {},
): readonly ActionRow[] {
  if (kind !== "key") return BY_KIND[kind];
  const usage = String(attributes.key_usage ?? "ENCRYPT_DECRYPT");
  const spec = String(attributes.customer_master_key_spec ?? attributes.key_spec ?? "SYMMETRIC_DEFAULT");
  const uses = BY_USAGE[usage] ?? (spec === "SYMMETRIC_DEFAULT" ? SYMMETRIC : ASYMMETRIC);
  return [...uses, ...KEY_MANAGEMENT];
}

/** Every row there is, by its action. */
export const ACTION_ROWS: ReadonlyMap<string, ActionRow> = new Map(
  [
    ...SYMMETRIC,
    ...ASYMMETRIC,
    ...KEY_MANAGEMENT,
    ...Object.values(BY_USAGE).flat(),
    ...Object.values(BY_KIND).flat(),
  ].map((each) => [each.action, each]),
);
