/** Who may do what, as plain data: configuration and ARNs in, statements out. What roles may do with buckets and the table are grants of the modules. */
import { ITEM_CONTEXT_KEY, ITEM_PURPOSE } from "../../modules/backup-contract";
import { tableKeyStatements } from "../../modules/dynamodb/table-access";
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import type { KeyPolicyProps } from "../../modules/kms/policy/key-policy-props";

/** What KMS is told with every field of a table, whichever record it is of. */
export const fieldsOf = (table: string): Readonly<Record<string, string>> => ({
  [ITEM_CONTEXT_KEY.purpose]: ITEM_PURPOSE,
  [ITEM_CONTEXT_KEY.table]: table,
});

/** Policy of the key in one region: who manages it, the account's root too, who can use nothing; and that the table can be made under it. */
export function keyPolicy(
  env: AwsEnvironment,
  administrators: readonly string[],
  table: string,
): KeyPolicyProps {
  return { env, administrators, extra: tableKeyStatements(env, table) };
}

/** The same statements about several regions as one of each sid. */
export function everywhere(regions: readonly (readonly Statement[])[]): readonly Statement[] {
  const [first = [], ...others] = regions;
  return first.map((statement, index) => ({
    ...statement,
    resources: [statement, ...others.map((other) => other[index])].flatMap((each) => each?.resources ?? []),
  }));
}
