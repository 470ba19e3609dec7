/**
 * Who may do what with the keys, as plain data. What AWS asks for:
 *
 * - EBS User Guide, "Share the KMS key used to encrypt a shared Amazon EBS snapshot" and "Requirements for Amazon EBS encryption":
 *   `DescribeKey`, `CreateGrant`, `ReEncrypt*`, `Decrypt`, and `GenerateDataKeyWithoutPlaintext` where something new is encrypted.
 * - RDS User Guide, "AWS KMS key management": `CreateGrant` and `DescribeKey`, through the service.
 * - KMS Developer Guide, "kms:ViaService": EBS is `ec2`, RDS is `rds`.
 *
 * Other accounts get no data keys from a source's key: they copy under a key of their own, and make nothing new under this one.
 */
import type { Conditions, Statement } from "../../modules/iam/policies/policy-document";
import { type AwsEnvironment, accountRootArn, viaService } from "../../modules/iam/policies/principals";
import { GRANT_ACTION } from "../../modules/kms/actions";
import {
  administratorStatement,
  delegatedStatement,
  rootStatement,
  THIS_KEY,
} from "../../modules/kms/policy/key-policy";
import type { SnapshotService } from "./config";

/** Through which services, in which regions, a key is used. */
export interface Via {
  readonly services: readonly SnapshotService[];
  readonly regions: readonly string[];
}

/** A statement about a key, before it is known whose policy it stands in. */
export type KeyUse = Pick<Statement, "sid" | "actions" | "conditions">;

const OPEN = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
const OPEN_AND_SEAL = [...OPEN, "kms:GenerateDataKeyWithoutPlaintext"];

/** What the services do with the key, and the grants that they live on. */
function throughServices(
  sid: string,
  { services, regions }: Via,
  actions: readonly string[],
): readonly KeyUse[] {
  const asked: Conditions = {
    StringEquals: {
      "kms:ViaService": services.flatMap((service) =>
        regions.map((region) => viaService(service, { region })),
      ),
    },
  };
  const forAws: Conditions = { Bool: { "kms:GrantIsForAWSResource": "true" } };
  return [
    { sid, actions, conditions: asked },
    { sid: `${sid}Grants`, actions: [GRANT_ACTION], conditions: { ...asked, ...forAws } },
  ];
}

/** {@link throughServices}, and the look at the key, which no service makes: `sealstack snapshot` asks first. */
function uses(sid: string, via: Via, actions: readonly string[]): readonly KeyUse[] {
  return [...throughServices(sid, via, actions), { sid: `${sid}Describe`, actions: ["kms:DescribeKey"] }];
}

/** What a copier may do with the keys of its sources. */
export function openStatements(via: Via, keyArns: readonly string[]): readonly Statement[] {
  return uses("OpenSources", via, OPEN).map((use) => ({ ...use, resources: keyArns }));
}

/** Whom a key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  /** Of this account: they make and copy snapshots under the key, through the services. */
  readonly users: readonly string[];
  /** Other accounts, which copy from the key. */
  readonly accounts: readonly string[];
  /** Roles of this account that copy from the key, as far as their own policies say. They may not exist yet, so that the policy cannot name them. */
  readonly copiers: readonly string[];
}

/** The key policy of either side; that of a target has no accounts and no copiers. */
export function keyPolicy(
  env: AwsEnvironment,
  services: readonly SnapshotService[],
  /** To which copies go. */
  otherRegions: readonly string[],
  { administrators, users, accounts, copiers }: Audiences,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  const here = { services, regions: [env.region] };
  const everywhere = { services, regions: [env.region, ...otherRegions] };
  const roots = accounts.map((accountId) => accountRootArn({ partition: env.partition, accountId }));
  return [
    rootStatement(env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(administrators),
    ...uses("UseThroughServices", here, OPEN_AND_SEAL).map((use) => ({
      ...use,
      principals: { aws: users },
      resources: THIS_KEY,
    })),
    ...(roots.length === 0 ? [] : uses("CopyToAccounts", everywhere, OPEN)).map((use) => ({
      ...use,
      principals: { aws: roots },
      resources: THIS_KEY,
    })),
    // The root statement lets policies of the account look at the key.
    ...(copiers.length === 0 ? [] : throughServices("CopyToRegions", everywhere, OPEN)).map((use) =>
      delegatedStatement(env, copiers, use),
    ),
  ];
}
