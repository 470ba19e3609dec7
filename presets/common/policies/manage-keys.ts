import { formatArn } from "../../../modules/arn";
import type { Statement } from "../../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../../modules/iam/policies/principals";
import { ALIAS_ACTIONS, KEY_MANAGEMENT_ACTIONS } from "../../../modules/kms/actions";

/** Policy of a role that manages keys and their aliases, and does not use them. */
export function manageKeysStatements(
  { partition, region, accountId }: AwsEnvironment,
  aliases: readonly string[],
  keyArns: readonly string[],
): readonly Statement[] {
  const aliasArns = aliases.map((alias) =>
    formatArn({ partition, service: "kms", region, account: accountId, resource: alias }),
  );
  return [
    { sid: "ManageKey", actions: KEY_MANAGEMENT_ACTIONS, resources: keyArns },
    { sid: "ManageAlias", actions: ALIAS_ACTIONS, resources: aliasArns },
  ];
}
