/** Who may do what with a key: one table of audiences. What makes sense on a kind of key is what its row has actions for. */
import type { Conditions } from "../../iam/policies/policy-document";
import { GRANT_ACTION, KEY_MANAGEMENT_ACTIONS } from "../actions";
import type { KeyKind } from "../key-spec";

/** How messages call the kinds. */
export const KIND_NAMES: Readonly<Record<KeyKind, string>> = {
  symmetricEncryption: "symmetric encryption",
  asymmetricEncryption: "asymmetric encryption",
  signing: "signing",
  mac: "message authentication codes",
  keyAgreement: "key agreement",
};

type ActionsByKind = Readonly<Partial<Record<KeyKind, readonly string[]>>>;

/** One audience. */
export interface AudienceTraits {
  /** Of its statement. */
  readonly sid: string;
  /** What it may do, by kind of key; a kind that is missing makes no sense for it. */
  readonly actions: ActionsByKind;
  /** Conditions that are always there. */
  readonly conditions?: Conditions;
  /** Whether it uses key material, so that it may be granted by itself and to other accounts. */
  readonly uses: boolean;
  /** Whether it creates grants within bounds, which have to be given. @default false */
  readonly createsGrants?: true;
}

/** Nearly every client looks at the key first. It has no encryption context, and no condition on one. */
export const DESCRIBE_ACTION = "kms:DescribeKey";
const DESCRIBE = [DESCRIBE_ACTION];
const PUBLIC = [...DESCRIBE, "kms:GetPublicKey"];

const ENCRYPT: ActionsByKind = {
  symmetricEncryption: [
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptTo",
    ...DESCRIBE,
  ],
  asymmetricEncryption: ["kms:Encrypt", "kms:ReEncryptTo", ...PUBLIC],
};
const DECRYPT: ActionsByKind = {
  symmetricEncryption: ["kms:Decrypt", "kms:ReEncryptFrom", ...DESCRIBE],
  asymmetricEncryption: ["kms:Decrypt", "kms:ReEncryptFrom", ...DESCRIBE],
};
const SIGN: ActionsByKind = { signing: ["kms:Sign", ...PUBLIC] };
const VERIFY: ActionsByKind = { signing: ["kms:Verify", ...PUBLIC] };
const GENERATE_MAC: ActionsByKind = { mac: ["kms:GenerateMac", ...DESCRIBE] };
const VERIFY_MAC: ActionsByKind = { mac: ["kms:VerifyMac", ...DESCRIBE] };
const AGREE: ActionsByKind = { keyAgreement: ["kms:DeriveSharedSecret", ...PUBLIC] };
const USE = union(ENCRYPT, DECRYPT, SIGN, VERIFY, GENERATE_MAC, VERIFY_MAC, AGREE);

const READ = [
  ...DESCRIBE,
  "kms:GetKeyLastUsage",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
];

/** Only for AWS services that the caller makes use of, such as a volume of EC2; none for anybody else. */
const FOR_AWS_RESOURCES: Conditions = { Bool: { "kms:GrantIsForAWSResource": "true" } };

/**
 * Every audience of a key policy, in the order of its statements. Nobody but owners manages and uses.
 *
 * Sources: KMS Developer Guide, "Default key policy" (owners, administrators, users, attachment of persistent resources), "Key type
 * reference" (what is possible on which kind; AWS services take symmetric encryption keys only), "AWS KMS permissions".
 */
export const AUDIENCES = {
  /** Everything, uses and grants included. */
  owners: { sid: "KeyOwners", actions: everyKind(["kms:*"]), uses: false },
  /** Everything but uses and grants; includes rotation on demand, replicas, and import of material. */
  administrators: { sid: "KeyAdministrators", actions: everyKind(KEY_MANAGEMENT_ACTIONS), uses: false },
  /** Every use that the kind of key has. */
  users: { sid: "KeyUsers", actions: USE, uses: true },
  /** Encrypts and makes data keys; cannot open anything. */
  encryptOnly: { sid: "KeyEncrypters", actions: ENCRYPT, uses: true },
  /** Opens; cannot encrypt. */
  decryptOnly: { sid: "KeyDecrypters", actions: DECRYPT, uses: true },
  /** Signs; cannot verify through KMS. */
  signers: { sid: "KeySigners", actions: SIGN, uses: true },
  /** Verifies; cannot sign. */
  verifiers: { sid: "KeyVerifiers", actions: VERIFY, uses: true },
  /** Generates and verifies message authentication codes. */
  macUsers: { sid: "KeyMacUsers", actions: union(GENERATE_MAC, VERIFY_MAC), uses: true },
  /** Generates codes; cannot verify them. */
  macGenerators: { sid: "KeyMacGenerators", actions: GENERATE_MAC, uses: true },
  /** Verifies codes; cannot generate them. */
  macVerifiers: { sid: "KeyMacVerifiers", actions: VERIFY_MAC, uses: true },
  /** Derives shared secrets with the public key of somebody else. */
  keyAgreement: { sid: "KeyAgreement", actions: AGREE, uses: true },
  /** Sees everything about the key, and changes and uses nothing. */
  auditors: {
    sid: "KeyAuditors",
    actions: {
      symmetricEncryption: READ,
      mac: READ,
      asymmetricEncryption: [...READ, "kms:GetPublicKey"],
      signing: [...READ, "kms:GetPublicKey"],
      keyAgreement: [...READ, "kms:GetPublicKey"],
    },
    uses: false,
  },
  /** Sees what the key is, and its public half. */
  describers: {
    sid: "KeyDescribers",
    actions: {
      symmetricEncryption: DESCRIBE,
      mac: DESCRIBE,
      asymmetricEncryption: PUBLIC,
      signing: PUBLIC,
      keyAgreement: PUBLIC,
    },
    uses: true,
  },
  /** Attaches persistent resources: lets AWS services, such as EBS, hold a grant for as long as the resource lives. */
  grantUsers: {
    sid: "AttachPersistentResources",
    actions: { symmetricEncryption: [GRANT_ACTION, "kms:ListGrants", "kms:RevokeGrant"] },
    conditions: FOR_AWS_RESOURCES,
    uses: true,
  },
  /**
   * Creates, lists and revokes grants, within bounds that have to be given: for whoever deploys a `Grant`. Nobody else but owners can, the account's root
   * and key administrators neither.
   */
  grantAdministrators: {
    sid: "KeyGrantAdministrators",
    actions: everyKind([GRANT_ACTION, "kms:ListGrants", "kms:RevokeGrant", ...DESCRIBE]),
    uses: true,
    createsGrants: true,
  },
} as const satisfies Record<string, AudienceTraits>;

export type AudienceName = keyof typeof AUDIENCES;

/** Roles of AWS services that need two statements: a use, and a grant for what they attach. */
export const SERVICE_ROLES = {
  /**
   * Service-linked roles of EC2 Auto Scaling, which launches instances with encrypted volumes.
   * Source: EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes".
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  autoscalingRoles: [
    { sid: "AutoscalingUse", actions: USE.symmetricEncryption ?? [], conditions: undefined },
    { sid: "AutoscalingGrants", actions: [GRANT_ACTION], conditions: FOR_AWS_RESOURCES },
  ],
  /**
   * Roles that AWS Backup assumes, such as `AWSBackupDefaultServiceRole`.
   * Source: AWS Backup Developer Guide, "Encryption for backups": the permissions, and the conditions of the grant.
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
   */
  backupRoles: [
    { sid: "BackupUse", actions: ["kms:Decrypt", "kms:GenerateDataKey", ...DESCRIBE], conditions: undefined },
    {
      sid: "BackupGrants",
      actions: [GRANT_ACTION],
      conditions: {
        ...FOR_AWS_RESOURCES,
        "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": ["aws:backup:backup-vault"] },
        StringLike: { "kms:ViaService": "backup.*.amazonaws.com" },
      },
    },
  ],
} as const;

export type ServiceRoleName = keyof typeof SERVICE_ROLES;

/** The row of an audience, without the exact types of the table. */
export function audienceTraits(name: AudienceName): AudienceTraits {
  return AUDIENCES[name];
}

/** What is wrong with an audience on a kind of key. */
export function audienceProblem(name: AudienceName | ServiceRoleName, kind: KeyKind): string | undefined {
  const kinds =
    name in SERVICE_ROLES
      ? ["symmetricEncryption"]
      : Object.keys(audienceTraits(name as AudienceName).actions);
  if (kinds.includes(kind)) return undefined;
  return `${name} make no sense on a key for ${KIND_NAMES[kind]}: only on one for ${kinds.map((other) => KIND_NAMES[other as KeyKind]).join(" or ")}`;
}

function everyKind(actions: readonly string[]): ActionsByKind {
  return Object.fromEntries(Object.keys(KIND_NAMES).map((kind) => [kind, actions]));
}

function union(...parts: readonly ActionsByKind[]): ActionsByKind {
  const joined: Partial<Record<KeyKind, string[]>> = {};
  for (const part of parts)
    for (const [kind, actions] of Object.entries(part) as [KeyKind, readonly string[]][])
      joined[kind] = [...new Set([...(joined[kind] ?? []), ...actions])];
  // Frozen lists are looked at once, as are those of `actions.ts`.
  for (const actions of Object.values(joined)) Object.freeze(actions);
  return joined;
}
