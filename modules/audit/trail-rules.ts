/** What is wrong with a trail. */

import { ROLE_NAME_LENGTH } from "../iam/limits";
import { nameProblem } from "../iam/names";
import { type Relaxation, relaxationProblems, relaxationsOf } from "../relaxations";
import { isToken } from "../tokens";
import { unlessToken } from "../validate";
import { dataEventProblems } from "./event-selectors";
import { keyUseProblems } from "./key-check";
import { LOG_RETENTION_IN_DAYS } from "./limits";
import { logGroupNameProblem, trailNameProblem, trailPrefixProblem } from "./names";
import type { TrailLogs, TrailProps } from "./trail-props";

/** Name of the role that writes to CloudWatch Logs. */
export function logsRoleName(trailName: string, logs: TrailLogs): string {
  return logs.roleName ?? `${trailName}-logs`;
}

/** Everything that is wrong, one sentence each. */
export function trailProblems(props: TrailProps): readonly string[] {
  const { name, prefix, bucket, dataEvents = [], logs } = props;
  return [
    ...present(unlessToken(name, trailNameProblem)),
    ...present(unlessToken(prefix, trailPrefixProblem)),
    ...dataEventProblems(dataEvents, bucket.bucketArn),
    ...(logs === undefined ? [] : logsProblems(name, logs)),
    ...keyUseProblems(props.key, {
      env: props.env,
      trailName: name,
      ...(logs === undefined ? {} : { logGroupName: logs.name }),
    }),
    ...relaxationProblems(trailRelaxations(props)),
  ];
}

function logsProblems(trailName: string, logs: TrailLogs): string[] {
  const { name, retentionInDays: days } = logs;
  const role = unlessToken(logsRoleName(trailName, logs), (text) =>
    nameProblem("logs.roleName", text, ROLE_NAME_LENGTH),
  );
  return [
    ...present(unlessToken(name, logGroupNameProblem)),
    ...present(role),
    ...(days === undefined || isToken(days) || LOG_RETENTION_IN_DAYS.includes(days)
      ? []
      : [`logs.retentionInDays must be one of ${LOG_RETENTION_IN_DAYS.join(", ")}, got ${days}`]),
  ];
}

function present(problem: string | undefined): string[] {
  return problem === undefined ? [] : [problem];
}

/** Every safe default that a trail gives up. */
export function trailRelaxations({
  multiRegion,
  logFileValidation,
  logging,
  preventDestroy,
}: TrailProps): readonly Relaxation[] {
  return relaxationsOf({ multiRegion, logFileValidation, logging, preventDestroy });
}
