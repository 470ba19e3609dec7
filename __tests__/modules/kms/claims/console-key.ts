/**
 * The key policy of the KMS console, and of "21 Days of AWS using Terraform": root, administrators, users, attachment of persistent resources. The ARNs are those
 * of users of the iam module.
 */
import { Key } from "../../../../modules/kms";
import { type Claim, claimsAbout } from "../../../../presets/common/claims/claim";
import { MANAGES_KEY } from "../../../../presets/common/claims/key-claims";
import type { Variant } from "../../../helpers/claim-tables/judged-stack";
import { judged, testRole, testUser } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import {
  ACCOUNT,
  accountKeepsDeletionWindow,
  mayOnly,
  strangersMayNot,
  strangersMayNotGrant,
} from "./claims-about";
import { EVERYTHING, FOR_AWS, PERMISSIONS } from "./permissions";

/** Who administers and who uses: two users, or one who is both, as in the book. */
export function consoleKeyVariant(administrator: string, user: string): Variant {
  const { policies } = judged((stack) => {
    testRole(stack, "stranger");
    const arns = new Map(
      [...new Set([administrator, user])].map((name) => [name, testUser(stack, name).userArn]),
    );
    const named = (name: string) => [arns.get(name) ?? ""];
    new Key(stack, "key", {
      description: "x",
      policy: {
        env: ENVIRONMENT,
        root: { full: "the default of the KMS console" },
        administrators: named(administrator),
        users: named(user),
        grantUsers: named(user),
      },
    });
  });
  const [key = ""] = Object.keys(policies.keys);
  const claims = administrator === user ? oneUser(user, key) : twoUsers(administrator, user, key);
  const refused = [...strangersMayNot(key), ...strangersMayNotGrant(key, FOR_AWS)];
  return {
    policies,
    claims: [...claims, ...accountMayAll(key), ...accountKeepsDeletionWindow(key), ...refused],
  };
}

const userOf = (name: string) => ({ kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/${name}` }) as const;
const USES = PERMISSIONS.symmetricEncryption.users ?? [];

function twoUsers(administrator: string, user: string, key: string): readonly Claim[] {
  return [
    ...mayOnly("the administrator", userOf(administrator), MANAGES_KEY, key, "KeyAdministrators"),
    ...mayOnly("the user", userOf(user), USES, key, "KeyUsers"),
    ...attaches("the user", user, key),
  ];
}

function oneUser(user: string, key: string): readonly Claim[] {
  const both = [...new Set([...MANAGES_KEY, ...USES])];
  return [...mayOnly("the only user", userOf(user), both, key), ...attaches("the only user", user, key)];
}

/** Lets AWS services hold a grant, and nobody else: they need the list of grants and the end of one, too. */
function attaches(name: string, user: string, key: string): readonly Claim[] {
  const { may, mayNot } = claimsAbout(name, userOf(user));
  const sid = "AttachPersistentResources";
  return [
    ...["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"].map((action) =>
      may(`call ${action} for AWS`, action, key, FOR_AWS, sid),
    ),
    mayNot("grant to others", "kms:CreateGrant", key, { "kms:GrantIsForAWSResource": "false" }),
  ];
}

/** The root statement leaves everything to policies of the account's identities. */
function accountMayAll(key: string): readonly Claim[] {
  const { may } = claimsAbout("an administrator of the account", {
    kind: "admin",
    arn: `arn:aws:iam::${ACCOUNT}:role/admin`,
  });
  return EVERYTHING.map((action) => may(`call ${action}`, action, key, {}, "Root"));
}
