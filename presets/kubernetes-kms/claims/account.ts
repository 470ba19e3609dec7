/** Everybody else: the rest of the account, other accounts, the public. */
import { type Claim, type ClaimPrincipal, claimsAbout } from "../../common/claims/claim";
import { deletionClaims, KEY_POWERS, MANAGES_KEY } from "../../common/claims/key-claims";
import { type ClaimSubject, NEVER_USED, pluginContext, roleArn, USES_KEY } from "./subject";

/** The account's own administrators: they manage the key; with the default root statement, no policy of theirs lets them use it. */
export function accountClaims(subject: ClaimSubject): readonly Claim[] {
  const { accountId } = subject;
  const admin = (arn: string): ClaimPrincipal => ({ kind: "admin", arn: `arn:aws:iam::${accountId}:${arn}` });
  return [
    ...ownerClaims(subject, "the root user", { kind: "root", accountId }),
    ...ownerClaims(subject, "a user with AdministratorAccess", admin("user/admin")),
    ...ownerClaims(subject, "a role with AdministratorAccess", admin("role/admin")),
  ];
}

function ownerClaims(subject: ClaimSubject, name: string, principal: ClaimPrincipal): readonly Claim[] {
  const { may, mayNot, mayNotCall } = claimsAbout(name, principal);
  const { keyArn: key, config } = subject;
  const context = pluginContext(subject);
  const uses = [...USES_KEY, ...NEVER_USED, "kms:CreateGrant"];
  return [
    ...MANAGES_KEY.map((action) => may(`call ${action}`, action, key, {}, "Root")),
    ...deletionClaims({ may, mayNot, mayNotCall }, key, config.key.deletionWindowInDays),
    ...(config.key.rootStatement === "full"
      ? uses.map((action) => may(`call ${action}`, action, key, context, "Root"))
      : mayNotCall(uses, key, context)),
    ...(principal.kind === "root"
      ? []
      : [mayNot("assume the node's role", "sts:AssumeRole", roleArn(subject, "node"))]),
  ];
}

/** Strangers, although they say all the right words. */
export function strangerClaims(subject: ClaimSubject): readonly Claim[] {
  const { otherAccountId, keyArn: key } = subject;
  const namesake = roleArn({ ...subject, accountId: otherAccountId }, "node");
  const strangers: Readonly<Record<string, ClaimPrincipal>> = {
    "the root user of another account": { kind: "root", accountId: otherAccountId },
    "an administrator of another account": {
      kind: "admin",
      arn: `arn:aws:iam::${otherAccountId}:user/admin`,
    },
    "a role of another account with a name of ours": { kind: "admin", arn: namesake },
    "an anonymous caller": { kind: "anonymous" },
  };
  return Object.entries(strangers).flatMap(([name, principal]) => {
    const { mayNotCall } = claimsAbout(name, principal);
    return [
      ...mayNotCall(USES_KEY, key, pluginContext(subject)),
      ...mayNotCall(["kms:DescribeKey", ...KEY_POWERS], key),
    ];
  });
}
