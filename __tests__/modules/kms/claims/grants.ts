/** A key whose uses are given by grants alone, and a multi-Region key with the same grant everywhere: who may do what. */
import { Grant, Key, type KeyPolicyProps, MultiRegionKey } from "../../../../modules/kms";
import { type Claim, type ClaimContext, claimsAbout } from "../../../../presets/common/claims/claim";
import type { Variant } from "../../../helpers/claim-tables/judged-stack";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import {
  ACCOUNT,
  accountKeepsDeletionWindow,
  accountMayNotUse,
  mayOnly,
  STRANGERS,
  strangersMayNot,
} from "./claims-about";
import { SAMPLE } from "./permissions";

const FOREIGN = "arn:aws:iam::444455556666:role/app";
const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/deployer`;
const POLICY: KeyPolicyProps = {
  env: ENVIRONMENT,
  grantAdministrators: {
    principals: [DEPLOYER],
    grantOperations: ["CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "RetireGrant"],
    granteePrincipals: [...["writer", "reader", "passer"].map((name) => roleArn(name)), FOREIGN],
  },
};

const context = (pairs: Readonly<Record<string, string>>): ClaimContext =>
  Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]));
const BILLING = context({ app: "billing" });
const MORE = context({ app: "billing", site: "a" });
const OTHER = context({ app: "payroll" });
/** What carries an encryption context. */
const USES = ["Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "ReEncryptFrom", "ReEncryptTo"];

export function grantVariant(): Variant {
  const { policies } = judged((stack) => {
    const key = new Key(stack, "granted", { description: "x", policy: POLICY, deletionWindowInDays: 14 });
    const [writer, reader, keeper, passer] = ["writer", "reader", "keeper", "passer"].map(
      (name) => testRole(stack, name).roleArn,
    ) as [string, string, string, string];
    testRole(stack, "stranger");
    new Grant(stack, "writes", {
      key,
      granteePrincipal: writer,
      operations: ["GenerateDataKey", "DescribeKey"],
      encryptionContextEquals: { app: "billing" },
    });
    new Grant(stack, "reads", {
      key,
      granteePrincipal: reader,
      operations: ["Decrypt", "RetireGrant"],
      encryptionContextSubset: { app: "billing" },
      retiringPrincipal: keeper,
    });
    new Grant(stack, "passes", { key, granteePrincipal: passer, operations: ["Decrypt", "CreateGrant"] });
    new Grant(stack, "crosses", { key, granteePrincipal: FOREIGN, operations: ["Encrypt"] });
  });
  const [key = ""] = Object.keys(policies.keys);
  return {
    policies,
    claims: [
      ...writerClaims(key),
      ...readerClaims(key),
      ...passerClaims(key),
      ...mayOnly("the keeper", role("keeper"), ["kms:RetireGrant"], key, "Retire", SAMPLE),
      ...mayOnly("the other account", { kind: "admin", arn: FOREIGN }, ["kms:Encrypt"], key, "Operations"),
      ...accountMayNotUse(key),
      ...accountKeepsDeletionWindow(key, 14),
      ...strangersMayNot(key),
      ...Object.entries(STRANGERS).flatMap(([name, principal]) =>
        USES.map((use) =>
          claimsAbout(name, principal).mayNot(`call ${use} for billing`, `kms:${use}`, key, BILLING),
        ),
      ),
    ],
  };
}

const role = (name: string) => ({ kind: "role", arn: roleArn(name) }) as const;

function writerClaims(key: string): readonly Claim[] {
  const { may, mayNot } = claimsAbout("the writer", role("writer"));
  return [
    ...mayOnly("the writer", role("writer"), ["kms:DescribeKey"], key, "OperationsInAnyContext"),
    may("make data keys for billing", "kms:GenerateDataKey", key, BILLING, "Operations"),
    mayNot("make data keys for more than billing", "kms:GenerateDataKey", key, MORE),
    mayNot("make data keys for payroll", "kms:GenerateDataKey", key, OTHER),
    mayNot("make data keys for billing in capitals", "kms:GenerateDataKey", key, context({ App: "billing" })),
    ...USES.filter((use) => use !== "GenerateDataKey").map((use) =>
      mayNot(`call ${use} for billing`, `kms:${use}`, key, BILLING),
    ),
  ];
}

function readerClaims(key: string): readonly Claim[] {
  const { may, mayNot } = claimsAbout("the reader", role("reader"));
  return [
    ...mayOnly("the reader", role("reader"), ["kms:RetireGrant"], key, "OperationsInAnyContext"),
    may("open what is of billing", "kms:Decrypt", key, BILLING, "Operations"),
    may("open what is of billing and more", "kms:Decrypt", key, MORE, "Operations"),
    mayNot("open what is of payroll", "kms:Decrypt", key, OTHER),
    ...USES.filter((use) => use !== "Decrypt").map((use) =>
      mayNot(`call ${use} for billing`, `kms:${use}`, key, BILLING),
    ),
  ];
}

function passerClaims(key: string): readonly Claim[] {
  const { may, mayNot } = claimsAbout("the passer", role("passer"));
  const asking = (...operations: string[]): ClaimContext => ({ "kms:GrantOperations": operations });
  return [
    ...mayOnly("the passer", role("passer"), ["kms:Decrypt"], key, "Operations"),
    may("pass on what it has", "kms:CreateGrant", key, asking("Decrypt"), "CreateGrant"),
    may("pass on the passing", "kms:CreateGrant", key, asking("Decrypt", "CreateGrant"), "CreateGrant"),
    mayNot("pass on what it does not have", "kms:CreateGrant", key, asking("Decrypt", "Encrypt")),
    ...Object.entries(STRANGERS).map(([name, principal]) =>
      claimsAbout(name, principal).mayNot("pass it on", "kms:CreateGrant", key, asking("Decrypt")),
    ),
  ];
}

/** One grant, on the primary and on each replica. */
export function multiRegionGrantVariant(): Variant {
  const { policies } = judged((stack) => {
    testRole(stack, "stranger");
    const { roleArn: granteePrincipal } = testRole(stack, "reader");
    new MultiRegionKey(stack, "everywhere", {
      description: "x",
      policy: POLICY,
      deletionWindowInDays: 21,
      replicas: { "eu-west-1": { policy: { ...POLICY, env: { ...ENVIRONMENT, region: "eu-west-1" } } } },
      grants: { reads: { granteePrincipal, operations: ["Decrypt"] } },
    });
  });
  return {
    policies,
    claims: Object.keys(policies.keys).flatMap((key) => [
      ...mayOnly("the reader", role("reader"), ["kms:Decrypt"], key, "Operations", SAMPLE),
      ...strangersMayNot(key),
      ...accountKeepsDeletionWindow(key, 21),
    ]),
  };
}
