/**
 * Who may do what, as plain data: configuration and ARNs in, statements out. All versions have the same policy, so that a moved alias changes
 * none: what encrypts is told by the alias.
 */
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import {
  administratorStatement,
  delegatedStatement,
  rootStatement,
  THIS_KEY,
} from "../../modules/kms/policy/key-policy";

const ENCRYPT = ["kms:GenerateDataKey"] as const;
const OPEN = ["kms:Decrypt", "kms:DescribeKey"] as const;
/** To give a key its material, and nothing else. Source: KMS Developer Guide, "Permissions for importing key material". */
const IMPORT = ["kms:DescribeKey", "kms:GetParametersForImport", "kms:ImportKeyMaterial"] as const;

/** ARNs of those whom the key policies let in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly users: readonly string[];
  readonly importers: readonly string[];
}

/**
 * The key policy: root, administrators, users and importers apart.
 *
 * KMS does not know `kms:ResourceAliases` in key policies. So the key policy does not name the users for encryption but lets their own policy
 * decide: the alias condition stands there.
 */
export function keyPolicy(
  env: AwsEnvironment,
  { administrators, users, importers }: Audiences,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  return [
    rootStatement(env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(administrators),
    delegatedStatement(env, users, { sid: "UsersEncrypt", actions: ENCRYPT }),
    { sid: "UsersOpen", principals: { aws: users }, actions: OPEN, resources: THIS_KEY },
    { sid: "Importers", principals: { aws: importers }, actions: IMPORT, resources: THIS_KEY },
  ];
}

/** Encrypts with whichever key carries the alias, and opens with all. The condition key is multi-valued: a plain StringEquals never matches it. */
export function userStatements(keyArns: readonly string[], alias: string): readonly Statement[] {
  return [
    {
      sid: "EncryptByAlias",
      actions: ENCRYPT,
      resources: keyArns,
      conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
    },
    { sid: "Open", actions: OPEN, resources: keyArns },
  ];
}

export function importerStatements(keyArns: readonly string[]): readonly Statement[] {
  return [{ sid: "Import", actions: IMPORT, resources: keyArns }];
}
