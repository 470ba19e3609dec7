/** Who signs, and who verifies. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { KEY_POWERS } from "../../common/claims/key-claims";
import {
  type ClaimSubject,
  dataPlaces,
  MAC_USES,
  ROLES,
  type RoleName,
  roleArn,
  SIGNATURE_USES,
} from "./subject";

/** What the roles may do, written out: a claim must not follow what it checks. */
const MAY = {
  signer: { signing: ["kms:Sign"], mac: ["kms:GenerateMac", "kms:VerifyMac"], sid: "Signers" },
  verifier: { signing: ["kms:Verify"], mac: ["kms:VerifyMac"], sid: "Verifiers" },
} as const;

export function userClaims(subject: ClaimSubject, role: keyof typeof MAY): readonly Claim[] {
  const { keyArn, macKeyArn, otherKeyArn } = subject;
  const sentences = claimsAbout(`the ${role}`, { kind: "role", arn: roleArn(subject, role) });
  const { may, mayNot, mayNotCall } = sentences;
  const { signing, mac, sid } = MAY[role];
  const about = (
    key: string,
    uses: readonly string[],
    allowed: readonly string[],
    looks: readonly string[],
  ) => [
    ...[...allowed, ...looks].map((action) => may(`call ${action} on ${key}`, action, key, {}, sid)),
    ...mayNotCall(
      uses.filter((action) => !allowed.includes(action)),
      key,
    ),
    ...mayNotCall(KEY_POWERS, key),
    ...mayNotCall(["kms:GetKeyPolicy", "kms:ListGrants"], key),
  ];
  return [
    ...about(keyArn, SIGNATURE_USES, signing, ["kms:DescribeKey", "kms:GetPublicKey"]),
    ...(macKeyArn === undefined ? [] : about(macKeyArn, MAC_USES, mac, ["kms:DescribeKey"])),
    ...mayNotCall([...SIGNATURE_USES, ...MAC_USES], otherKeyArn),
    ...disappearanceClaims(sentences, dataPlaces(subject)),
    mayNot("list keys", "kms:ListKeys", "*"),
    mayNot("move an alias", "kms:UpdateAlias", keyArn),
    ...others(role).map((other) =>
      mayNot(`assume the ${other}'s role`, "sts:AssumeRole", roleArn(subject, other)),
    ),
  ];
}

/** What stays refused when somebody attaches AdministratorAccess to a role of the stack: the key policies hold it by themselves. */
export function boundedClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn, macKeyArn } = subject;
  const about = (role: RoleName) =>
    claimsAbout(`the ${role} with AdministratorAccess attached`, {
      kind: "admin",
      arn: roleArn(subject, role),
    });
  return [
    ...(config.key.rootStatement === "full"
      ? []
      : [
          about("signer").mayNot("verify", "kms:Verify", keyArn),
          about("verifier").mayNot("sign", "kms:Sign", keyArn),
          ...about("administrator").mayNotCall(SIGNATURE_USES, keyArn),
        ]),
    ...(macKeyArn === undefined || config.mac?.rootStatement === "full"
      ? []
      : [
          about("verifier").mayNot("make a message authentication code", "kms:GenerateMac", macKeyArn),
          ...about("administrator").mayNotCall(MAC_USES, macKeyArn),
        ]),
  ];
}

function others(role: RoleName): readonly RoleName[] {
  return ROLES.filter((name) => name !== role);
}
