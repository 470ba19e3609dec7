/** Manages, does not use. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { deletionClaims, MANAGES_KEY } from "../../common/claims/key-claims";
import { type ClaimSubject, dataPlaces, NEVER_USED, pluginContext, roleArn, USES_KEY } from "./subject";

export function administratorClaims(subject: ClaimSubject): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey, accountId, region, config } = subject;
  const about = claimsAbout("the administrator", { kind: "role", arn: roleArn(subject, "administrator") });
  const { may, mayNot, mayNotCall } = about;
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
    // The limit that the documentation states: a key has somebody who can end it, and KMS waits before it does.
    ...disappearanceClaims(about, dataPlaces(subject), ["unreadable", "lockedOut"]),
    mayNot("list all aliases", "kms:ListAliases", "*"),
    mayNot("assume the node's role", "sts:AssumeRole", roleArn(subject, "node")),
  ];
}
