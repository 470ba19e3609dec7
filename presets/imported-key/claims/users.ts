/** Who encrypts and opens, and who imports. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { type ClaimSubject, currentArn, ROLES, type RoleName, roleArn, USES } from "./subject";

const ALIASES = "kms:ResourceAliases";
const IMPORTS = ["kms:GetParametersForImport", "kms:ImportKeyMaterial"] as const;
const ROTATES = ["kms:RotateKeyOnDemand", "kms:DeleteImportedKeyMaterial", "kms:UpdateAlias"] as const;

export function userClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArns, otherKeyArn } = subject;
  const { may, mayNot, mayNotCall } = about(subject, "user");
  const encrypt = "kms:GenerateDataKey";
  const { alias } = config.key;
  return [
    may("encrypt with the key that carries the alias", encrypt, currentArn(subject), {}, "UsersEncrypt"),
    ...keyArns
      .filter((key) => key !== currentArn(subject))
      .map((key) => mayNot(`encrypt with ${key}, which does not carry the alias`, encrypt, key)),
    ...keyArns.flatMap((key) => [
      may(
        `encrypt with ${key} once it carries the alias`,
        encrypt,
        key,
        { [ALIASES]: [alias] },
        "UsersEncrypt",
      ),
      mayNot(`encrypt with ${key} under another alias`, encrypt, key, { [ALIASES]: [`${alias}-other`] }),
      mayNot(`encrypt with ${key} without an alias`, encrypt, key, { [ALIASES]: [] }),
      may(`open with ${key}`, "kms:Decrypt", key, {}, "UsersOpen"),
      may(`look at ${key}`, "kms:DescribeKey", key, {}, "UsersOpen"),
      ...mayNotCall(
        USES.filter((action) => action !== encrypt && action !== "kms:Decrypt"),
        key,
        { [ALIASES]: [alias] },
      ),
      ...mayNotCall([...KEY_POWERS, ...IMPORTS, ...ROTATES, "kms:GetKeyPolicy"], key),
    ]),
    mayNot("encrypt with another key under that alias", encrypt, otherKeyArn, { [ALIASES]: [alias] }),
    ...mayNotCall(["kms:Decrypt", "kms:DescribeKey"], otherKeyArn),
    mayNot("list keys", "kms:ListKeys", "*"),
    mayNot("move the alias", "kms:UpdateAlias", aliasArn(subject)),
    ...othersClaims(subject, "user"),
  ];
}

export function importerClaims(subject: ClaimSubject): readonly Claim[] {
  const { keyArns, otherKeyArn } = subject;
  const { may, mayNot, mayNotCall } = about(subject, "importer");
  return [
    ...keyArns.flatMap((key) => [
      ...[...IMPORTS, "kms:DescribeKey"].map((action) =>
        may(`call ${action} on ${key}`, action, key, {}, "Importers"),
      ),
      ...mayNotCall([...USES, ...KEY_POWERS, ...ROTATES, "kms:GetKeyPolicy", "kms:ListGrants"], key),
    ]),
    ...mayNotCall([...IMPORTS, "kms:DescribeKey"], otherKeyArn),
    mayNot("list keys", "kms:ListKeys", "*"),
    mayNot("move the alias", "kms:UpdateAlias", aliasArn(subject)),
    ...othersClaims(subject, "importer"),
  ];
}

/** What stays refused when somebody attaches AdministratorAccess to a role of the stack: the key policies hold it by themselves. */
export function boundedClaims(subject: ClaimSubject): readonly Claim[] {
  if (subject.config.key.rootStatement === "full") return [];
  const own: readonly string[] = ["kms:GenerateDataKey", "kms:Decrypt"];
  return ROLES.flatMap((role) => {
    const { mayNotCall } = claimsAbout(`the ${role} with AdministratorAccess attached`, {
      kind: "admin",
      arn: roleArn(subject, role),
    });
    const not = role === "user" ? USES.filter((action) => !own.includes(action)) : USES;
    return subject.keyArns.flatMap((key) => mayNotCall([...not, "kms:CreateGrant"], key));
  });
}

const about = (subject: ClaimSubject, role: RoleName) =>
  claimsAbout(`the ${role}`, { kind: "role", arn: roleArn(subject, role) });

const aliasArn = ({ config, accountId, region }: ClaimSubject): string =>
  `arn:aws:kms:${region}:${accountId}:${config.key.alias}`;

function othersClaims(subject: ClaimSubject, role: RoleName): readonly Claim[] {
  const { mayNot } = about(subject, role);
  return ROLES.filter((name) => name !== role).map((other) =>
    mayNot(`assume the ${other}'s role`, "sts:AssumeRole", roleArn(subject, other)),
  );
}
