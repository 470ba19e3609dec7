/** Keys whose grants are made by somebody who deploys them: which grants, and nothing else. */
import { type GrantBounds, Key, RotatedKeys } from "../../../../modules/kms";
import {
  type Claim,
  type ClaimContext,
  type ClaimPrincipal,
  claimsAbout,
} from "../../../../presets/common/claims/claim";
import { withDelegatingKeys } from "../../../../tools/policy-check";
import type { Variant } from "../../../helpers/claim-tables/judged-stack";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { accountMayNotUse, STRANGERS } from "./claims-about";
import { EVERYTHING } from "./permissions";

const GRANTEE = roleArn("grantee");
const KEEPER = roleArn("keeper");
const FOREIGN = "arn:aws:iam::444455556666:role/deployer";
/** A key beside, whose policy leaves everything to policies of identities. */
const OTHER_KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
const MANAGE = ["kms:DescribeKey", "kms:ListGrants", "kms:RevokeGrant"];

const BOUNDS = {
  grantOperations: ["Decrypt", "DescribeKey"],
  granteePrincipals: [GRANTEE],
} as const satisfies GrantBounds;

/** Everything at once, with a permission set for the deployer's own name. */
const STRICT = {
  grantOperations: ["Decrypt"],
  granteePrincipals: [`${roleArn("team-")}*`],
  retiringPrincipals: [KEEPER],
  grantConstraintTypes: ["EncryptionContextSubset"],
} as const satisfies GrantBounds;

const asking = (context: ClaimContext = {}): ClaimContext => ({
  "kms:GrantOperations": ["Decrypt"],
  "kms:GranteePrincipal": GRANTEE,
  ...context,
});

/** As {@link STRICT} wants it. */
const STRICT_GRANT = asking({
  "kms:GranteePrincipal": roleArn("team-a"),
  "kms:RetiringPrincipal": KEEPER,
  "kms:GrantConstraintType": "EncryptionContextSubset",
});

export function grantAdministratorsVariant(): Variant {
  const { policies } = judged((stack) => {
    const [deployer, strict, later] = ["deployer", "strict", "later"].map((name) => testRole(stack, name));
    if (deployer === undefined || strict === undefined || later === undefined) return;
    testRole(stack, "stranger");
    const key = new Key(stack, "grantAdministrators-key", {
      description: "x",
      policy: {
        env: ENVIRONMENT,
        grantAdministrators: { principals: [deployer.roleArn, FOREIGN], ...BOUNDS },
      },
    });
    key.grantAdministerGrants(strict, STRICT);
    new RotatedKeys(stack, "grantAdministrators-rotated", {
      description: "x",
      alias: "alias/rotated",
      policy: { env: ENVIRONMENT },
      versions: ["1", "2"],
      current: "2",
    }).grantAdministerGrants(later, BOUNDS);
  });
  const [key = "", ...rotated] = Object.keys(policies.keys);
  const role = (name: string) => ({ kind: "role", arn: roleArn(name) }) as const;
  return {
    policies: withDelegatingKeys(policies, [OTHER_KEY]),
    claims: [
      ...boundedClaims("the deployer", role("deployer"), key, "KeyGrantAdministrators"),
      ...boundedClaims(
        "the deployer of another account",
        { kind: "admin", arn: FOREIGN },
        key,
        "KeyGrantAdministrators",
      ),
      ...strictClaims(key),
      ...rotated.flatMap((each) =>
        boundedClaims("who came later", role("later"), each, "GrantKeyGrantAdministrators"),
      ),
      ...accountMayNotUse(key),
      ...[key, ...rotated].flatMap((each) => strangerClaims(each)),
    ],
  };
}

function boundedClaims(name: string, principal: ClaimPrincipal, key: string, by: string): readonly Claim[] {
  const { may, mayNot, mayNotCall } = claimsAbout(name, principal);
  const create = "kms:CreateGrant";
  const mayNotGrant = (what: string, context: ClaimContext) =>
    mayNot(`create a grant on ${key} ${what}`, create, key, asking(context));
  return [
    may(`create a grant on ${key}`, create, key, asking(), by),
    may(
      `create a grant of both operations on ${key}`,
      create,
      key,
      asking({ "kms:GrantOperations": ["Decrypt", "DescribeKey"] }),
      by,
    ),
    mayNotGrant("of more", { "kms:GrantOperations": ["Decrypt", "Encrypt"] }),
    mayNotGrant("that can be passed on", { "kms:GrantOperations": ["Decrypt", "CreateGrant"] }),
    mayNotGrant("of what nobody says", { "kms:GrantOperations": null }),
    mayNotGrant("for himself", { "kms:GranteePrincipal": roleArn("deployer") }),
    mayNotGrant("for nobody", { "kms:GranteePrincipal": null }),
    ...MANAGE.map((action) => may(`call ${action} on ${key}`, action, key, {}, `${by}Manage`)),
    ...mayNotCall(
      EVERYTHING.filter((action) => !MANAGE.includes(action)),
      key,
    ),
  ];
}

/** Not even what somebody else may. */
function strangerClaims(key: string): readonly Claim[] {
  return Object.entries(STRANGERS).flatMap(([name, principal]) => {
    const { mayNot, mayNotCall } = claimsAbout(name, principal);
    return [
      mayNot(`create a grant on ${key}`, "kms:CreateGrant", key, asking()),
      mayNot(`create a strict grant on ${key}`, "kms:CreateGrant", key, STRICT_GRANT),
      ...mayNotCall(MANAGE, key),
    ];
  });
}

function strictClaims(key: string): readonly Claim[] {
  const { may, mayNot } = claimsAbout("the strict one", { kind: "role", arn: roleArn("strict") });
  const right = STRICT_GRANT;
  const wrong: Readonly<Record<string, ClaimContext>> = {
    "for another role": { "kms:GranteePrincipal": GRANTEE },
    "that another role retires": { "kms:RetiringPrincipal": GRANTEE },
    "that nobody retires": { "kms:RetiringPrincipal": null },
    "within the exact encryption context": { "kms:GrantConstraintType": "EncryptionContextEquals" },
    "within no encryption context": { "kms:GrantConstraintType": null },
    "of what nobody says": { "kms:GrantOperations": null },
    "to encrypt": { "kms:GrantOperations": ["Encrypt"] },
  };
  return [
    may("create a grant", "kms:CreateGrant", key, right, "GrantKeyGrantAdministrators"),
    ...Object.entries(wrong).map(([what, context]) =>
      mayNot(`create a grant ${what}`, "kms:CreateGrant", key, { ...right, ...context }),
    ),
    may("list grants", "kms:ListGrants", key, {}, "GrantKeyGrantAdministratorsManage"),
    may("revoke a grant", "kms:RevokeGrant", key, {}, "GrantKeyGrantAdministratorsManage"),
    may("look at the key", "kms:DescribeKey", key, {}, "GrantKeyGrantAdministratorsManage"),
    mayNot("open anything", "kms:Decrypt", key),
    mayNot("change the key policy", "kms:PutKeyPolicy", key),
  ];
}
