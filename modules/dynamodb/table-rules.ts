/** What is wrong with a table. Pure. */
import { parseArn } from "../arn";
import { region as regionForm } from "../aws-formats";
import { type Relaxation, relaxationProblems, relaxationsOf } from "../relaxations";
import { shown } from "../show-value";
import { isToken } from "../tokens";
import { outside, unlessToken } from "../validate";
import { RECOVERY_DAYS } from "./limits";
import { keyAttributeProblem, tableNameProblem } from "./names";
import type { TableKey, TableProps } from "./table-props";

export function tableProblems(props: TableProps): readonly string[] {
  const { env, name, key, partitionKey, sortKey, replicas = {}, recoveryPeriodInDays } = props;
  const problems = [
    unlessToken(name, tableNameProblem),
    ...[partitionKey, sortKey].map((attribute) => unlessToken(attribute?.name, keyAttributeProblem)),
    sortKey !== undefined && sortKey.name === partitionKey.name
      ? `sortKey must be another attribute than partitionKey, got ${shown(sortKey.name)} for both`
      : undefined,
    keyProblem("key", key, env.region),
    outside("recoveryPeriodInDays", recoveryPeriodInDays, RECOVERY_DAYS),
    ...Object.entries(replicas).flatMap(([region, replica]) => [
      ...regionForm("a key of replicas", region),
      region === env.region ? `replicas must not name the table's own region ${region}` : undefined,
      keyProblem(`key of the replica in ${region}`, replica.key, region),
    ]),
  ];
  return [...problems.filter((problem) => problem !== undefined), ...relaxationProblems(relaxations(props))];
}

/** DynamoDB takes keys of the table's own region only. */
function keyProblem(what: string, { keyArn }: TableKey, region: string): string | undefined {
  if (isToken(keyArn) || isToken(region)) return undefined;
  const arn = parseArn(keyArn);
  if (arn?.service !== "kms" || !arn.resource.startsWith("key/"))
    return `${what} must have the ARN of a KMS key, got ${shown(keyArn)}`;
  return arn.region === region ? undefined : `${what} must be in ${region}, got one in ${arn.region}`;
}

/** The safe defaults that were given up. */
export const relaxations = ({ deletionProtection, preventDestroy }: TableProps): readonly Relaxation[] =>
  relaxationsOf({ deletionProtection, preventDestroy });
