/** What is wrong with alerts. */
import { type Range, rangeText } from "../../config-error";
import { aliasProblem } from "../../kms/aliases/alias-name";
import type { Off } from "../../relaxations";
import { shown, shownText } from "../../show-value";
import { isToken } from "../../tokens";
import { ALARM_THRESHOLD, ALERT_NAME_LENGTH, EVENT_PATTERN_LENGTH, FILTER_PATTERN_LENGTH } from "../limits";
import { lengthProblem } from "../names";
import {
  ALERTS,
  type AlertName,
  type AlertSubjects,
  alertTraits,
  isWatched,
  withLongest,
} from "./alert-table";
import type { AlertSubject } from "./alert-traits";
import { eventPattern } from "./event-pattern";
import { filterPatterns } from "./filter-pattern";

/** An alert as the caller wants it. */
export type AlertChoice =
  | true
  | Off
  | {
      /** Calls within five minutes that raise the alarm, 1 to 1,000,000; for metric alarms only. */
      readonly threshold: number;
    };

/** Alerts by name; those left out are on. */
export type AlertChoices = { readonly [name in AlertName]?: AlertChoice };

const NAMES = Object.keys(ALERTS) as AlertName[];

/** The alerts that are on: those that are not off, and about something that is given. */
export function activeAlerts(choices: AlertChoices, subjects: AlertSubjects): readonly AlertName[] {
  return NAMES.filter((name) => isWatched(name, subjects) && !isOff(choices[name]));
}

/** Calls within five minutes that raise the alarm. */
export function thresholdOf(name: AlertName, choices: AlertChoices): number {
  const choice = choices[name];
  return typeof choice === "object" && "threshold" in choice ? choice.threshold : alertTraits(name).threshold;
}

/** Alerts that are off, with the reason. */
export function offAlerts(choices: AlertChoices): Readonly<Record<string, Off>> {
  return Object.fromEntries(
    Object.entries(choices).flatMap(([name, choice]) => (isOff(choice) ? [[`alerts.${name}`, choice]] : [])),
  );
}

function isOff(choice: AlertChoice | undefined): choice is Off {
  return typeof choice === "object" && "off" in choice;
}

/** Everything that is wrong, one sentence each. */
export function alertProblems(
  name: string,
  subjects: AlertSubjects,
  choices: AlertChoices,
  withFilters: boolean,
): readonly string[] {
  const active = activeAlerts(choices, subjects);
  return [
    ...nameProblems(name),
    ...(subjects.keys.length === 0 ? ["keys must name a key, got none"] : []),
    ...subjects.aliases
      .filter((alias) => !isToken(alias))
      .map(aliasProblem)
      .filter((problem) => problem !== undefined),
    ...globalProblems(subjects),
    ...choiceProblems(choices, subjects),
    ...(active.length === 0 ? ["alerts must leave one on, got none"] : []),
    ...active.flatMap((alert) => sizeProblems(alert, subjects, withFilters)),
  ];
}

/** Who is told to watch an identity would never see it changed. */
function globalProblems({ roles = [], users = [], logGroupName, globalEvents }: AlertSubjects): string[] {
  if (roles.length + users.length === 0 || logGroupName !== undefined || globalEvents === true) return [];
  return [
    "roles and users can be watched only where the trail has a log group, or in the region where events of IAM arrive: give trail, or region",
  ];
}

function nameProblems(name: string): string[] {
  if (isToken(name)) return [];
  const long = lengthProblem("name", name, ALERT_NAME_LENGTH);
  if (long !== undefined) return [long];
  return /^[\w.-]+$/.test(name) ? [] : [`name must be letters, digits, '.', '_' and '-', got ${shown(name)}`];
}

/** What has to be given for an alert about it. */
const NEEDS: Readonly<Record<AlertSubject, string>> = {
  key: "keys",
  alias: "keys",
  trail: "trail",
  bucket: "buckets",
  role: "roles, and a trail with a log group",
  user: "users, and a trail with a log group",
  rules: "name",
  alarms: "a trail with a log group",
  logs: "a trail with a log group",
  topic: "topic",
};

function choiceProblems(choices: AlertChoices, subjects: AlertSubjects): string[] {
  return Object.entries(choices).flatMap(([name, choice]) => {
    if (!Object.hasOwn(ALERTS, name))
      return [`alerts must be among ${NAMES.join(", ")}, got ${shownText(name)}`];
    if (typeof choice !== "object" || !("threshold" in choice)) return [];
    const problems: string[] = [];
    if (!within(choice.threshold, ALARM_THRESHOLD))
      problems.push(`threshold of ${name} must be ${rangeText(ALARM_THRESHOLD)}, got ${choice.threshold}`);
    if (!isWatched(name as AlertName, subjects))
      problems.push(`threshold of ${name} needs ${NEEDS[alertTraits(name as AlertName).subject]}`);
    return problems;
  });
}

function within(value: number, { min, max }: Range): boolean {
  return isToken(value) || (Number.isInteger(value) && value >= min && value <= max);
}

function sizeProblems(alert: AlertName, subjects: AlertSubjects, withFilters: boolean): string[] {
  const measured = withLongest(subjects);
  const hint = "watch fewer keys, aliases, buckets, roles and users together";
  const event = JSON.stringify(eventPattern(alert, measured)).length;
  const filter = withFilters ? Math.max(...filterPatterns(alert, measured).map(({ length }) => length)) : 0;
  return [
    ...(event <= EVENT_PATTERN_LENGTH.max
      ? []
      : [
          `the event pattern of ${alert} must not exceed ${EVENT_PATTERN_LENGTH.max} characters, got up to ${event}: ${hint}`,
        ]),
    ...(filter <= FILTER_PATTERN_LENGTH.max
      ? []
      : [
          `the filter pattern of ${alert} must not exceed ${FILTER_PATTERN_LENGTH.max} characters, got up to ${filter}: ${hint}`,
        ]),
  ];
}
