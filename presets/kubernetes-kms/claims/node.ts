/** Uses the key, and nothing else. */
import { type Claim, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { KEY_POWERS } from "../../common/claims/key-claims";
import {
  type ClaimSubject,
  dataPlaces,
  NEVER_USED,
  pluginContext,
  roleArn,
  USES_KEY,
  wrongContexts,
} from "./subject";

export function nodeClaims(subject: ClaimSubject): readonly Claim[] {
  const about = claimsAbout("a node", { kind: "role", arn: roleArn(subject, "node") });
  return [
    ...useClaims(subject, about),
    ...previousKeyClaims(subject, about),
    ...watchClaims(subject, about),
    ...disappearanceClaims(about, dataPlaces(subject)),
  ];
}

function useClaims(subject: ClaimSubject, { may, mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const { keyArn: key, otherKeyArn: otherKey } = subject;
  const { alias } = subject.config.key;
  const context = pluginContext(subject);
  return [
    ...USES_KEY.flatMap((action) => [
      may(`call ${action}`, action, key, context, "EncryptAndDecrypt"),
      may(
        `call ${action} once the alias has moved`,
        action,
        key,
        pluginContext(subject, { "kms:ResourceAliases": [] }),
      ),
      may(`call ${action} with more context`, action, key, {
        ...context,
        "kms:EncryptionContext:more": "x",
      }),
      mayNot(`call ${action} on another key`, action, otherKey, context),
      mayNot(
        `call ${action} on another key that carries the alias`,
        action,
        otherKey,
        pluginContext(subject, { "kms:ResourceAliases": [alias] }),
      ),
      ...wrongContexts(subject).map(({ what, context: wrong }) =>
        mayNot(`call ${action} ${what}`, action, key, wrong),
      ),
    ]),
    ...mayNotCall(NEVER_USED, key, context),
    ...mayNotCall(KEY_POWERS, key),
    mayNot("assume the administrator's role", "sts:AssumeRole", roleArn(subject, "administrator")),
  ];
}

/** As far as the policy of such a key agrees; in the claims it delegates to identities. */
function previousKeyClaims(
  subject: ClaimSubject,
  { may, mayNot, mayNotCall }: ClaimsAbout,
): readonly Claim[] {
  const context = pluginContext(subject);
  return subject.config.key.previousKeyArns.flatMap((key) => [
    may(`decrypt with ${key}`, "kms:Decrypt", key, context, "DecryptPrevious"),
    ...wrongContexts(subject).map(({ what, context: wrong }) =>
      mayNot(`decrypt with ${key} ${what}`, "kms:Decrypt", key, wrong),
    ),
    ...mayNotCall(["kms:Encrypt", ...NEVER_USED], key, context),
    ...mayNotCall(KEY_POWERS, key),
  ]);
}

function watchClaims(subject: ClaimSubject, { may, mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const { keyArn: key, config } = subject;
  const list = config.plugin.keyBy === "alias" ? may : mayNot;
  return [
    ...mayNotCall(["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeyRotations"], key),
    list("list aliases", "kms:ListAliases", "*"),
    mayNot("list keys", "kms:ListKeys", "*"),
  ];
}

/** What stays refused when somebody attaches AdministratorAccess to a role of the stack: the key policy holds it by itself. */
export function boundedClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn: key } = subject;
  if (config.key.rootStatement === "full") return [];
  const about = (role: "node" | "administrator") =>
    claimsAbout(`the ${role} with AdministratorAccess attached`, {
      kind: "admin",
      arn: roleArn(subject, role),
    });
  const context = pluginContext(subject);
  return [
    ...USES_KEY.flatMap((action) =>
      wrongContexts(subject).map(({ what, context: wrong }) =>
        about("node").mayNot(`call ${action} ${what}`, action, key, wrong),
      ),
    ),
    ...about("node").mayNotCall([...NEVER_USED, "kms:CreateGrant"], key, context),
    ...about("administrator").mayNotCall([...USES_KEY, ...NEVER_USED, "kms:CreateGrant"], key, context),
  ];
}
