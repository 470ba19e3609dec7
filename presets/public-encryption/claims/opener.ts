/** Who opens. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { type ClaimSubject, PADDING, PADDINGS, roleArn, USES } from "./subject";

export function openerClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn, otherKeyArn } = subject;
  const allowed: readonly string[] = config.key.encryptionAlgorithms;
  const { may, mayNot, mayNotCall } = claimsAbout("the opener", {
    kind: "role",
    arn: roleArn(subject, "opener"),
  });
  const open = "kms:Decrypt";
  return [
    ...PADDINGS.map((name) =>
      allowed.includes(name)
        ? may(`open with ${name}`, open, keyArn, { [PADDING]: name }, "Openers")
        : mayNot(`open with ${name}`, open, keyArn, { [PADDING]: name }),
    ),
    mayNot("open without a padding", open, keyArn),
    ...["kms:DescribeKey", "kms:GetPublicKey"].map((action) =>
      may(`call ${action}`, action, keyArn, {}, "OpenersLook"),
    ),
    ...PADDINGS.flatMap((name) =>
      USES.filter((action) => action !== open).map((action) =>
        mayNot(`call ${action} with ${name}`, action, keyArn, { [PADDING]: name }),
      ),
    ),
    ...mayNotCall([...KEY_POWERS, "kms:GetKeyPolicy", "kms:ListGrants"], keyArn),
    ...PADDINGS.map((name) =>
      mayNot(`open with another key and ${name}`, open, otherKeyArn, { [PADDING]: name }),
    ),
    ...mayNotCall(["kms:DescribeKey", "kms:GetPublicKey"], otherKeyArn),
    mayNot("list keys", "kms:ListKeys", "*"),
    mayNot("move an alias", "kms:UpdateAlias", keyArn),
    mayNot("assume the administrator's role", "sts:AssumeRole", roleArn(subject, "administrator")),
  ];
}

/** What stays refused when somebody attaches AdministratorAccess to a role of the stack: the key policy holds it by itself. */
export function boundedClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn } = subject;
  if (config.key.rootStatement === "full") return [];
  const about = (name: "opener" | "administrator") =>
    claimsAbout(`the ${name} with AdministratorAccess attached`, {
      kind: "admin",
      arn: roleArn(subject, name),
    });
  const refused = PADDINGS.filter((name) => !config.key.encryptionAlgorithms.includes(name));
  return PADDINGS.flatMap((name) => [
    ...(refused.includes(name)
      ? [about("opener").mayNot(`open with ${name}`, "kms:Decrypt", keyArn, { [PADDING]: name })]
      : []),
    about("administrator").mayNot(`open with ${name}`, "kms:Decrypt", keyArn, { [PADDING]: name }),
  ]);
}
