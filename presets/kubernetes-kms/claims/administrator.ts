/** Manages, does not use. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { deletionClaims, MANAGES_KEY } from "../../common/claims/key-claims";
import { type ClaimSubject, NEVER_USED, pluginContext, roleArn, USES_KEY } from "./subject";

export function administratorClaims(subject: ClaimSubject): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, accountId, region, config } = subject;
  const { may, mayNot, mayNotCall } = claimsAbout("the administrator", {
    kind: "role",
    arn: roleArn(subject, "administrator"),
  });
  const aliasArn = (alias: string) => `arn:aws:kms:${region}:${accountId}:${alias}`;
  return [
    ...MANAGES_KEY.map((action) => may(`call ${action}`, action, key, {}, "Administrator")),
    ...deletionClaims({ may, mayNot, mayNotCall }, key, subject.config.key.deletionWindowInDays),
    ...["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"].flatMap((action) => [
      may(`call ${action} for the alias`, action, aliasArn(config.key.alias), {}, "ManageAlias"),
      mayNot(`call ${action} for another alias`, action, aliasArn("alias/other")),
    ]),
    mayNot("manage another key", "kms:PutKeyPolicy", otherKey),
    ...mayNotCall([...USES_KEY, ...NEVER_USED, "kms:CreateGrant"], key, pluginContext(subject)),
    mayNot("list all aliases", "kms:ListAliases", "*"),
    mayNot("assume the node's role", "sts:AssumeRole", roleArn(subject, "node")),
  ];
}
