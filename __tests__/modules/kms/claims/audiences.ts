/** One key of each kind that names a principal of every audience: who may do what. */
import { type AudienceName, Key } from "../../../../modules/kms";
import type { KeyKind } from "../../../../modules/kms/key-spec";
import { audienceTraits } from "../../../../modules/kms/policy/audiences";
import { type Claim, claimsAbout } from "../../../../presets/common/claims/claim";
import type { Variant } from "../../../helpers/claim-tables/judged-stack";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import {
  accountKeepsDeletionWindow,
  accountManages,
  accountMayNotUse,
  mayOnly,
  strangersMayNot,
  strangersMayNotGrant,
} from "./claims-about";
import { EVERYTHING, FOR_AWS, KEYS, PERMISSIONS, SAMPLE } from "./permissions";

/** Rows of the table for a kind, each with an account of its own for the other side. */
function rowsOf(kind: KeyKind) {
  return (Object.entries(PERMISSIONS[kind]) as [AudienceName, readonly string[]][]).map(
    ([audience, actions], index) => ({
      audience,
      actions,
      sid: audienceTraits(audience).sid,
      role: { kind: "role", arn: roleArn(audience) } as const,
      accountId: String(444400000000 + index),
    }),
  );
}

/** Another account can use a key, not manage it. */
const CROSS_ACCOUNT = (audience: AudienceName): boolean => audienceTraits(audience).uses;

export function audienceVariant(kind: KeyKind): Variant {
  const rows = rowsOf(kind);
  const symmetric = kind === "symmetricEncryption";
  const { policies } = judged((stack) => {
    testRole(stack, "stranger");
    const roles = [...rows.map(({ audience }) => audience), ...(symmetric ? SERVICE_ROLES : [])];
    const arns = Object.fromEntries(roles.map((name) => [name, [testRole(stack, name).roleArn]]));
    const accounts = rows
      .filter(({ audience }) => CROSS_ACCOUNT(audience))
      .map(({ audience, accountId }) => ({ audience, accountId }));
    new Key(stack, `${kind}-key`, {
      description: "x",
      policy: { env: ENVIRONMENT, ...arns, accounts },
      ...KEYS[kind],
    });
  });
  const [key = ""] = Object.keys(policies.keys);
  const claims = [
    ...rows.flatMap(({ audience, role, actions, sid }) => mayOnly(audience, role, actions, key, sid)),
    ...rows
      .filter(({ audience }) => CROSS_ACCOUNT(audience))
      .flatMap(({ audience, accountId, actions, sid }) =>
        mayOnly(
          `the account of ${audience}`,
          { kind: "admin", arn: `arn:aws:iam::${accountId}:role/admin` },
          actions,
          key,
          `Account${accountId}${sid}`,
          SAMPLE,
        ),
      ),
    ...accountManages(key),
    ...accountKeepsDeletionWindow(key),
    ...accountMayNotUse(key),
    ...strangersMayNot(key),
    ...(symmetric ? serviceRoleClaims(key) : []),
  ];
  return { policies, claims };
}

/** Audiences whose grants are for AWS's own resources only. */
const SERVICE_ROLES = ["grantUsers", "autoscalingRoles", "backupRoles"] as const;

const THROUGH_BACKUP = {
  ...FOR_AWS,
  "kms:ViaService": "backup.eu-central-1.amazonaws.com",
  "kms:EncryptionContextKeys": ["aws:backup:backup-vault"],
};

function serviceRoleClaims(key: string): readonly Claim[] {
  const about = (name: string) => claimsAbout(name, { kind: "role", arn: roleArn(name) });
  const { may, mayNot, mayNotCall } = about("grantUsers");
  const asking = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];
  const autoscaling = about("autoscalingRoles");
  const backup = about("backupRoles");
  const used = PERMISSIONS.symmetricEncryption.users ?? [];
  const backedUp = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"];
  return [
    ...strangersMayNotGrant(key, THROUGH_BACKUP),
    ...asking.map((action) =>
      may(`call ${action} for AWS`, action, key, FOR_AWS, "AttachPersistentResources"),
    ),
    ...mayNotCall(EVERYTHING, key),
    mayNot("grant to others", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "false" }),
    ...used.map((action) => autoscaling.may(`call ${action}`, action, key, {}, "AutoscalingUse")),
    autoscaling.may("grant for AWS", "kms:CreateGrant", key, FOR_AWS, "AutoscalingGrants"),
    ...["kms:ListGrants", "kms:RevokeGrant"].map((action) =>
      autoscaling.mayNot(`call ${action} for AWS`, action, key, FOR_AWS),
    ),
    ...autoscaling.mayNotCall(
      EVERYTHING.filter((action) => !used.includes(action)),
      key,
    ),
    ...backedUp.map((action) => backup.may(`call ${action}`, action, key, {}, "BackupUse")),
    backup.may("grant through AWS Backup", "kms:CreateGrant", key, THROUGH_BACKUP, "BackupGrants"),
    backup.mayNot("grant through EC2", "kms:CreateGrant", key, {
      ...THROUGH_BACKUP,
      "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
    }),
    backup.mayNot("grant for no vault", "kms:CreateGrant", key, {
      ...THROUGH_BACKUP,
      "kms:EncryptionContextKeys": ["aws:ebs:id"],
    }),
    backup.mayNot("grant to others", "kms:CreateGrant", key, {
      ...THROUGH_BACKUP,
      "kms:GrantIsForAWSResource": "false",
    }),
    ...backup.mayNotCall(
      EVERYTHING.filter((action) => !backedUp.includes(action)),
      key,
    ),
  ];
}
