/**
 * What stays refused when somebody attaches AdministratorAccess to a role of the stack: key policy and bucket policy hold it by
 * themselves. With the full root statement, the key policy leaves that to policies of identities.
 */
import { CONTEXT_KEY } from "../../../modules/backup-contract";
import { type Claim, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { CARETAKERS } from "../caretakers";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  envelope,
  NEVER_USED,
  type RoleName,
  records,
  roleArn,
  throughS3,
} from "./subject";

const PURPOSE = `kms:EncryptionContext:${CONTEXT_KEY.purpose}`;

export function boundedClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn: key } = subject;
  const [backup] = backups(subject);
  const strong = (role: RoleName) =>
    claimsAbout(`the ${role} with AdministratorAccess attached`, {
      kind: "admin",
      arn: roleArn(subject, role),
    });
  const [writer, restorer, administrator] = [strong("writer"), strong("restorer"), strong("administrator")];
  const caretakers = Object.fromEntries(
    CARETAKERS.filter((name) => config[name] !== undefined).map((name) => [name, strong(name)]),
  );
  const overwrite = writer.mayNot(
    "overwrite",
    "s3:PutObject",
    `${bucketArn(subject)}/${backup}`,
    {},
    "DenyOverwrite",
  );
  const policies = [
    overwrite,
    ...encryptionUpdateClaims(subject, { writer, restorer, administrator, ...caretakers }),
    ...[caretakers.tester].flatMap((tester) =>
      tester === undefined
        ? []
        : [
            tester.mayNot(
              "overwrite evidence",
              "s3:PutObject",
              `${bucketArn(subject)}/${records(subject, "drills")[0]}`,
              {},
              "DenyOverwrite",
            ),
          ],
    ),
  ];
  if (config.key.rootStatement === "full") return policies;
  const everything = envelope(backup, throughS3(subject));
  const other = (action: string, about: typeof writer) => [
    about.mayNot(`call ${action} for another purpose`, action, key, envelope(backup, { [PURPOSE]: "other" })),
    about.mayNot(`call ${action} for a foreign prefix`, action, key, envelope(`foreign/${backup}`)),
    about.mayNot(`call ${action} without encryption context`, action, key),
  ];
  return [
    ...policies,
    ...other("kms:GenerateDataKey", writer),
    writer.mayNot("open the message of a backup", "kms:Decrypt", key, envelope(backup)),
    // A limit: KMS knows the aliases of a key in policies of identities only.
    writer.may(
      "use the key without its alias",
      "kms:GenerateDataKey",
      key,
      envelope(backup, { "kms:ResourceAliases": [] }),
    ),
    ...other("kms:Decrypt", restorer),
    restorer.mayNot("get a data key for a backup", "kms:GenerateDataKey", key, envelope(backup)),
    administrator.mayNot("open the message of a backup", "kms:Decrypt", key, envelope(backup)),
    administrator.mayNot("get a data key for a backup", "kms:GenerateDataKey", key, envelope(backup)),
    ...[writer, restorer, administrator].flatMap((about) =>
      about.mayNotCall(["kms:CreateGrant", ...NEVER_USED], key, everything),
    ),
    ...caretakerClaims(subject, caretakers),
  ];
}

const REKEYS: readonly string[] = [
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** The keeper has no use of the key, the tester that of the restorer, and the rekeyer none but for backups. */
function caretakerClaims(
  subject: ClaimSubject,
  { keeper, tester, rekeyer }: Readonly<Partial<Record<string, ClaimsAbout>>>,
): readonly Claim[] {
  const { keyArn: key } = subject;
  const [backup] = backups(subject);
  const everything = envelope(backup, throughS3(subject));
  return [
    ...(keeper === undefined
      ? []
      : keeper.mayNotCall(
          ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", ...NEVER_USED],
          key,
          everything,
        )),
    ...(tester === undefined
      ? []
      : [
          tester.mayNot("get a data key for a backup", "kms:GenerateDataKey", key, envelope(backup)),
          tester.mayNot("open what is no backup", "kms:Decrypt", key),
          ...tester.mayNotCall(["kms:CreateGrant", ...NEVER_USED], key, everything),
        ]),
    ...(rekeyer === undefined
      ? []
      : [
          ...rekeyer.mayNotCall(
            ["kms:CreateGrant", ...NEVER_USED.filter((action) => !REKEYS.includes(action))],
            key,
            everything,
          ),
          ...REKEYS.flatMap((action) => [
            rekeyer.mayNot(`call ${action} without encryption context`, action, key),
            rekeyer.mayNot(`call ${action} for a foreign prefix`, action, key, envelope(`foreign/${backup}`)),
            rekeyer.mayNot(
              `call ${action} for another purpose`,
              action,
              key,
              envelope(backup, { [PURPOSE]: "other" }),
            ),
          ]),
        ]),
  ];
}

/** To put objects under another key, which takes them from everybody who cannot use that. */
function encryptionUpdateClaims(
  subject: ClaimSubject,
  {
    administrator,
    ...others
  }: Readonly<Record<string, ClaimsAbout>> & { readonly administrator: ClaimsAbout },
): readonly Claim[] {
  const action = "s3:UpdateObjectEncryption";
  const object = `${bucketArn(subject)}/${backups(subject)[0]}`;
  const under = (key: string) => ({
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
  });
  return [
    ...Object.values(others).map((about) =>
      about.mayNot(
        "put a backup under the key",
        action,
        object,
        under(subject.keyArn),
        "DenyEncryptionUpdate",
      ),
    ),
    administrator.may("put a backup under the key", action, object, under(subject.keyArn)),
    administrator.mayNot(
      "put a backup under another key",
      action,
      object,
      under(subject.otherKeyArn),
      "DenyUpdateToOtherKey",
    ),
    administrator.mayNot(
      "put a backup under a key without naming it",
      action,
      object,
      {},
      "DenyUpdateToOtherKey",
    ),
  ];
}
