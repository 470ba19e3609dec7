/** Who opens what with the keys, and through what. */
import { type Claim, type ClaimPrincipal, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import {
  actingArn,
  actingName,
  admin,
  type ClaimSubject,
  FOR_AWS,
  FOR_SOMEBODY,
  NEVER_USED,
  OPENS,
  OPENS_AND_SEALS,
  otherServices,
  through,
} from "./subject";

/** A key, and who may do what with it. */
interface Use {
  readonly key: string;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
  /** Regions in which the services may use it. */
  readonly regions: readonly string[];
  /** Of the statements, without what tells them apart. */
  readonly sid: string;
}

/** Through the services and for resources of AWS; not directly, not through others, not from elsewhere. */
function useClaims(
  subject: ClaimSubject,
  name: string,
  principal: ClaimPrincipal,
  { key, allowed, refused, regions, sid }: Use,
): readonly Claim[] {
  const { may, mayNot } = claimsAbout(name, principal);
  const { services } = subject.config;
  const [service = "ec2"] = services;
  const [region = ""] = regions;
  const elsewhere = ["ap-south-1", "us-west-2"].filter((one) => !regions.includes(one));
  const wrong = [
    { how: "directly", context: {} },
    ...otherServices(subject).map((other) => ({ how: `through ${other}`, context: through(other, region) })),
    ...elsewhere.map((one) => ({ how: `through ${service} of ${one}`, context: through(service, one) })),
  ];
  const right = services.flatMap((each) =>
    regions.map((one) => ({ how: `through ${each} of ${one}`, context: through(each, one) })),
  );
  return [
    may(`look at ${key}`, "kms:DescribeKey", key, {}, `${sid}Describe`),
    ...right.flatMap(({ how, context }) => [
      ...allowed.map((action) => may(`call ${action} on ${key} ${how}`, action, key, context, sid)),
      may(`let AWS use ${key} ${how}`, "kms:CreateGrant", key, { ...context, ...FOR_AWS }, `${sid}Grants`),
      mayNot(`let somebody use ${key} ${how}`, "kms:CreateGrant", key, { ...context, ...FOR_SOMEBODY }),
    ]),
    // What no service may, one of them may not.
    ...right
      .slice(0, 1)
      .flatMap(({ how, context }) => [
        ...["kms:ListGrants", "kms:RevokeGrant"].map((action) =>
          mayNot(`call ${action} on ${key} ${how}`, action, key, { ...context, ...FOR_AWS }),
        ),
        ...[...refused, ...NEVER_USED].map((action) =>
          mayNot(`call ${action} on ${key} ${how}`, action, key, context),
        ),
      ]),
    ...wrong.flatMap(({ how, context }) => [
      ...allowed.map((action) => mayNot(`call ${action} on ${key} ${how}`, action, key, context)),
      mayNot(`let AWS use ${key} ${how}`, "kms:CreateGrant", key, { ...context, ...FOR_AWS }),
    ]),
    ...[...KEY_POWERS, "kms:GetKeyPolicy", "kms:ListGrants", "kms:RevokeGrant"].map((action) =>
      mayNot(`call ${action} on ${key}`, action, key),
    ),
  ];
}

/** The role of the side, and whom the configuration names besides it. */
export function ownUserClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn, region } = subject;
  const use: Use = {
    key: keyArn,
    allowed: OPENS_AND_SEALS,
    refused: [],
    regions: [region],
    sid: "UseThroughServices",
  };
  const role = actingName(subject);
  const others = config.key.users.map((arn): readonly [string, ClaimPrincipal] => [
    `the user ${arn}`,
    { kind: "powerless", arn },
  ]);
  return [
    ...useClaims(subject, `the ${role}`, { kind: "role", arn: actingArn(subject) }, use),
    ...others.flatMap(([name, principal]) => useClaims(subject, name, principal, use)),
    ...boundedClaims(subject),
  ];
}

/** A key of the account that is not the stack's: the sharer sees what it is, to tell what can be shared. */
export function otherKeyClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, otherKeyArn: key, region } = subject;
  const { may, mayNot, mayNotCall } = claimsAbout(`the ${actingName(subject)}`, {
    kind: "role",
    arn: actingArn(subject),
  });
  const shares = (config.source?.accounts ?? []).length > 0;
  const context = through(config.services[0] ?? "ec2", region);
  return [
    shares
      ? may("see what another key is", "kms:DescribeKey", key, {}, "LookAtKeys")
      : mayNot("see what another key is", "kms:DescribeKey", key),
    ...mayNotCall([...OPENS_AND_SEALS, ...NEVER_USED], key, context),
    ...mayNotCall(KEY_POWERS, key),
    mayNot("let AWS use another key", "kms:CreateGrant", key, { ...context, ...FOR_AWS }),
  ];
}

/** What stays refused when somebody attaches AdministratorAccess to the role: the key policy holds it by itself. */
function boundedClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn } = subject;
  if (config.key.rootStatement === "full") return [];
  const { mayNotCall } = claimsAbout(`the ${actingName(subject)} with AdministratorAccess attached`, {
    kind: "admin",
    arn: actingArn(subject),
  });
  return mayNotCall([...OPENS_AND_SEALS, ...NEVER_USED, "kms:CreateGrant"], keyArn);
}

/** Other accounts, as far as their own administrators let somebody. */
export function accountClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn, region } = subject;
  return (config.source?.accounts ?? []).flatMap((accountId) => {
    const name = `an administrator of account ${accountId}`;
    const powerless = claimsAbout(`somebody of account ${accountId} without policies`, {
      kind: "powerless",
      arn: `arn:aws:iam::${accountId}:role/nobody`,
    });
    return [
      ...useClaims(subject, name, admin(accountId), {
        key: keyArn,
        allowed: OPENS,
        refused: ["kms:GenerateDataKeyWithoutPlaintext"],
        regions: [region, ...(config.source?.regions ?? [])],
        sid: "CopyToAccounts",
      }),
      ...OPENS.map((action) =>
        powerless.mayNot(`call ${action}`, action, keyArn, through(config.services[0] ?? "ec2", region)),
      ),
    ];
  });
}

/** Roles of this account that copy to its other regions, as far as their own policies let them. */
export function regionCopierClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn, region } = subject;
  const context = through(config.services[0] ?? "ec2", region);
  const full = config.key.rootStatement === "full";
  return (config.source?.copiers ?? []).flatMap((arn) => [
    ...(full
      ? []
      : useClaims(
          subject,
          `the copier ${arn}`,
          { kind: "admin", arn },
          {
            key: keyArn,
            allowed: OPENS,
            refused: ["kms:GenerateDataKeyWithoutPlaintext"],
            regions: [region, ...(config.source?.regions ?? [])],
            sid: "CopyToRegions",
          },
        ).filter(({ says }) => !OWNERS_TOO.test(says))),
    ...[...OPENS, "kms:CreateGrant"].map((action) =>
      claimsAbout(`the copier ${arn} without policies`, { kind: "powerless", arn }).mayNot(
        `call ${action}`,
        action,
        keyArn,
        action === "kms:CreateGrant" ? { ...context, ...FOR_AWS } : context,
      ),
    ),
  ]);
}

/** What the root statement lets every administrator of the account do, and so a copier whose own policies allow everything. */
const OWNERS_TOO = new RegExp(
  `may not call (${[...KEY_POWERS.filter((action) => action !== "kms:CreateGrant"), "kms:GetKeyPolicy", "kms:ListGrants", "kms:RevokeGrant"].join("|")}) |may look at`,
);

/** What the copier of a target may do with the keys of its sources, as far as their own policies agree; in the claims they do. */
export function sourceKeyClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, region } = subject;
  const keyArns = config.target?.keyArns ?? [];
  const regions = [...new Set([region, ...keyArns.map((arn) => arn.split(":")[3] ?? "")])];
  const copier: ClaimPrincipal = { kind: "role", arn: actingArn(subject) };
  return keyArns.flatMap((key) =>
    useClaims(subject, "the copier", copier, {
      key,
      allowed: OPENS,
      refused: ["kms:GenerateDataKeyWithoutPlaintext"],
      regions,
      sid: "OpenSources",
    }),
  );
}

/** Grants for AWS, to those whom the configuration does not name. */
export function strangerGrantClaims(subject: ClaimSubject): readonly Claim[] {
  const { config, keyArn, region, accountId, otherAccountId } = subject;
  const context = { ...through(config.services[0] ?? "ec2", region), ...FOR_AWS };
  const strangers: Readonly<Record<string, ClaimPrincipal>> = {
    "an administrator of another account, through a service,": admin(otherAccountId),
    "somebody of this account without policies": {
      kind: "powerless",
      arn: `arn:aws:iam::${accountId}:role/nobody`,
    },
    ...(config.key.rootStatement === "full" ? {} : { "an administrator of this account": admin(accountId) }),
  };
  return Object.entries(strangers).map(([name, principal]) =>
    claimsAbout(name, principal).mayNot("let AWS use the key", "kms:CreateGrant", keyArn, context),
  );
}
