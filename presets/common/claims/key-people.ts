/** Claims about those who own and manage a key of a preset, and about strangers: the same for every preset whose key is all there is. */
import { type Claim, type ClaimContext, type ClaimPrincipal, claimsAbout } from "./claim";
import { deletionClaims, KEY_POWERS, MANAGES_KEY } from "./key-claims";

/** A key of a stack, and what is promised about everybody who does not use it. */
export interface ManagedKey {
  /** ARN. */
  readonly key: string;
  readonly alias: string;
  readonly accountId: string;
  readonly region: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
  /** ARN of a key of the same account that leaves everything to policies of identities. */
  readonly otherKey: string;
  /** Everything that its kind can do, with a context under which its users do it. */
  readonly uses: readonly string[];
  readonly context?: ClaimContext;
  /** Under which a grant would be created, where that action has other condition keys. @default - {@link context} */
  readonly grantContext?: ClaimContext;
  /** Sid of the statement that lets administrators manage. @default "Administrator" */
  readonly administratorSid?: string;
  readonly rootStatement: "manage" | "full";
  readonly deletionWindowInDays: number;
  /** ARNs of the stack's roles that use the key, which nobody else may become. */
  readonly users: readonly string[];
}

/** The account's own administrators: they manage the key; with the default root statement, no policy of theirs lets them use it. */
export function keyOwnerClaims(about: ManagedKey): readonly Claim[] {
  const { accountId } = about;
  const admin = (arn: string): ClaimPrincipal => ({ kind: "admin", arn: `arn:aws:iam::${accountId}:${arn}` });
  const owners: Readonly<Record<string, ClaimPrincipal>> = {
    "the root user": { kind: "root", accountId },
    "a user with AdministratorAccess": admin("user/admin"),
    "a role with AdministratorAccess": admin("role/admin"),
  };
  return Object.entries(owners).flatMap(([name, principal]) => {
    const sentences = claimsAbout(name, principal);
    const { may, mayNot, mayNotCall } = sentences;
    const { key, uses, context = {}, grantContext = context } = about;
    const { rootStatement, deletionWindowInDays, users } = about;
    const grant = "kms:CreateGrant";
    return [
      ...MANAGES_KEY.map((action) => may(`call ${action} on ${key}`, action, key, {}, "Root")),
      ...deletionClaims(sentences, key, deletionWindowInDays),
      ...(rootStatement === "full"
        ? [
            ...uses.map((action) => may(`call ${action} on ${key}`, action, key, context, "Root")),
            may(`call ${grant} on ${key}`, grant, key, grantContext, "Root"),
          ]
        : [...mayNotCall(uses, key, context), ...mayNotCall([grant], key, grantContext)]),
      ...(principal.kind === "root"
        ? []
        : users.map((role) => mayNot(`assume ${role} for ${key}`, "sts:AssumeRole", role))),
    ];
  });
}

/** Strangers, although they say all the right words. */
export function keyStrangerClaims(about: ManagedKey): readonly Claim[] {
  const { otherAccountId, accountId, key, uses, context = {}, users } = about;
  const strangers: Readonly<Record<string, ClaimPrincipal>> = {
    "the root user of another account": { kind: "root", accountId: otherAccountId },
    "an administrator of another account": {
      kind: "admin",
      arn: `arn:aws:iam::${otherAccountId}:user/admin`,
    },
    "an anonymous caller": { kind: "anonymous" },
    ...Object.fromEntries(
      users.map((arn) => [
        `the namesake of ${arn} in another account`,
        { kind: "admin", arn: arn.replace(accountId, otherAccountId) },
      ]),
    ),
  };
  return Object.entries(strangers).flatMap(([name, principal]) => {
    const { mayNotCall } = claimsAbout(name, principal);
    return [...mayNotCall(uses, key, context), ...mayNotCall(["kms:DescribeKey", ...KEY_POWERS], key)];
  });
}

/** The role that manages the key and its alias, and uses nothing. @param arn of the role */
export function keyAdministratorClaims(arn: string, about: ManagedKey): readonly Claim[] {
  const { key, otherKey, accountId, region, alias, uses, context = {}, deletionWindowInDays, users } = about;
  const sentences = claimsAbout("the administrator", { kind: "role", arn });
  const { may, mayNot, mayNotCall } = sentences;
  const aliasArn = (name: string) => `arn:aws:kms:${region}:${accountId}:${name}`;
  return [
    ...MANAGES_KEY.map((action) =>
      may(`call ${action} on ${key}`, action, key, {}, about.administratorSid ?? "Administrator"),
    ),
    ...deletionClaims(sentences, key, deletionWindowInDays),
    ...["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"].flatMap((action) => [
      may(`call ${action} for ${alias}`, action, aliasArn(alias), {}, "ManageAlias"),
      mayNot(`call ${action} for an alias that is not ${alias}`, action, aliasArn(`${alias}-other`)),
    ]),
    mayNot(`manage another key than ${key}`, "kms:PutKeyPolicy", otherKey),
    ...mayNotCall(uses, key, context),
    ...mayNotCall(["kms:CreateGrant"], key, about.grantContext ?? context),
    ...users.map((role) => mayNot(`assume ${role} for ${key}`, "sts:AssumeRole", role)),
  ];
}
