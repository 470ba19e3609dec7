/** One key of each kind on which every grant method is called, for a role of this app and for one of another account: who may do what. */
import { type AudienceName, Key, type KeyGrant, type KeyPolicyProps } from "../../../../modules/kms";
import type { KeyKind } from "../../../../modules/kms/key-spec";
import { audienceTraits } from "../../../../modules/kms/policy/audiences";
import { claimsAbout } from "../../../../presets/common/claims/claim";
import { withDelegatingKeys } from "../../../../tools/policy-check";
import type { Variant } from "../../../helpers/claim-tables/judged-stack";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import {
  ACCOUNT,
  accountKeepsDeletionWindow,
  accountMayNotUse,
  mayOnly,
  strangersMayNot,
} from "./claims-about";
import { KEYS, PERMISSIONS, SAMPLE } from "./permissions";

type Method = {
  [M in keyof Key]: Key[M] extends (grantee: { arn: string }) => readonly KeyGrant[] ? M : never;
}[keyof Key];

/** What each method promises, in the words of the audiences. */
const METHODS: Readonly<Record<Method, readonly [AudienceName, ...AudienceName[]]>> = {
  grantEncrypt: ["encryptOnly"],
  grantDecrypt: ["decryptOnly"],
  grantEncryptDecrypt: ["encryptOnly", "decryptOnly"],
  grantSign: ["signers"],
  grantVerify: ["verifiers"],
  grantSignVerify: ["signers", "verifiers"],
  grantGenerateMac: ["macGenerators"],
  grantVerifyMac: ["macVerifiers"],
  grantDeriveSharedSecret: ["keyAgreement"],
  grantDescribe: ["describers"],
  grantAudit: ["auditors"],
  grantAdminister: ["administrators"],
};

function rowsOf(kind: KeyKind) {
  return (Object.entries(METHODS) as [Method, readonly AudienceName[]][])
    .filter(([, audiences]) => audiences.every((audience) => PERMISSIONS[kind][audience] !== undefined))
    .map(([method, audiences]) => ({
      method,
      actions: [...new Set(audiences.flatMap((audience) => PERMISSIONS[kind][audience] ?? []))],
      crossAccount: audiences.every((audience) => audienceTraits(audience).uses),
      role: { kind: "role", arn: roleArn(method) } as const,
      foreign: { kind: "admin", arn: `arn:aws:iam::444455556666:role/${method}` } as const,
    }));
}

/** A key whose policy leaves everything to policies of identities. */
const OTHER_KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-1111-4111-8111-111111111111`;

/** Where the key policy leaves uses to policies of identities, permissions go there; else into the key policy. */
export const ROOTS = {
  "keeps uses to itself": {},
  "leaves uses to IAM": { root: { full: "IAM policies decide" } },
} as const satisfies Record<string, Partial<KeyPolicyProps>>;

export function grantMethodVariant(kind: KeyKind, root: keyof typeof ROOTS): Variant {
  const rows = rowsOf(kind);
  const { policies } = judged((stack) => {
    testRole(stack, "stranger");
    const id = `${kind}-${Object.keys(ROOTS).indexOf(root)}`;
    const key = new Key(stack, id, {
      description: "x",
      policy: { env: ENVIRONMENT, ...ROOTS[root] },
      ...KEYS[kind],
    });
    for (const { method, crossAccount, foreign } of rows) {
      key[method](testRole(stack, method));
      if (crossAccount) key[method]({ arn: foreign.arn });
    }
  });
  const [key = ""] = Object.keys(policies.keys);
  const claims = rows.flatMap(({ method, role, foreign, crossAccount, actions }) => [
    ...mayOnly(method, role, actions, key),
    ...claimsAbout(method, role).mayNotCall(actions, OTHER_KEY),
    ...mayOnly(`${method} across accounts`, foreign, crossAccount ? actions : [], key, undefined, SAMPLE),
  ]);
  return {
    policies: withDelegatingKeys(policies, [OTHER_KEY]),
    claims: [
      ...claims,
      ...strangersMayNot(key),
      ...accountKeepsDeletionWindow(key),
      ...(root === "keeps uses to itself" ? accountMayNotUse(key) : []),
    ],
  };
}
