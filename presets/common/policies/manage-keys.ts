import { formatArn } from "../../../modules/arn";
import type { Statement } from "../../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../../modules/iam/policies/principals";
import { ALIAS_ACTIONS, KEY_MANAGEMENT_ACTIONS } from "../../../modules/kms/actions";

/** Policy of a role that manages keys and their aliases, and does not use them. */
export function manageKeysStatements(
  env: AwsEnvironment,
  aliases: readonly string[],
  keyArns: readonly string[],
): readonly Statement[] {
  return [
    { sid: "ManageKey", actions: KEY_MANAGEMENT_ACTIONS, resources: keyArns },
    { sid: "ManageAlias", actions: ALIAS_ACTIONS, resources: aliases.map((alias) => aliasArn(env, alias)) },
  ];
}

/** @param alias with `alias/` */
export function aliasArn({ partition, region, accountId: account }: AwsEnvironment, alias: string): string {
  return formatArn({ partition, service: "kms", region, account, resource: alias });
}
