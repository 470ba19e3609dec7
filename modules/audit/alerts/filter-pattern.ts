/** What CloudWatch Logs matches the records of a trail against. */

import { assertArguments } from "../../validate";
import { FILTER_PATTERN_LENGTH } from "../limits";
import { type AlertName, type AlertSubjects, alertTraits, withLongest } from "./alert-table";
import type { AlertTraits } from "./alert-traits";
import { type Place, placesOf } from "./places";
import { alertName, alertSubjects } from "./subject-shape";

/**
 * The filter patterns of an alert: one where it fits, else one for each key, bucket, role or user, and one for the aliases. Filters that count into one metric add up.
 */
export function filterPatterns(name: AlertName, subjects: AlertSubjects): readonly string[] {
  assertArguments("filterPatterns", { name, subjects }, { name: alertName, subjects: alertSubjects });
  if (filterPattern(name, withLongest(subjects)).length <= FILTER_PATTERN_LENGTH.max)
    return [filterPattern(name, subjects)];
  return partsOf(alertTraits(name), subjects).map((part) => filterPattern(name, part));
}

/** The subjects of an alert one by one, aliases together. */
function partsOf({ subject }: AlertTraits, subjects: AlertSubjects): readonly AlertSubjects[] {
  const { keys, aliases, buckets = [], roles = [], users = [] } = subjects;
  switch (subject) {
    case "key":
    case "alias":
      return [
        ...keys.map((key) => ({ ...subjects, keys: [key], aliases: [] })),
        ...(aliases.length === 0 ? [] : [{ ...subjects, keys: [] }]),
      ];
    case "bucket":
      return buckets.map((name) => ({ ...subjects, buckets: [name] }));
    case "role":
      return roles.map((name) => ({ ...subjects, roles: [name] }));
    case "user":
      return users.map((name) => ({ ...subjects, users: [name] }));
    default:
      return [subjects];
  }
}

/**
 * The filter pattern of an alert, over the same places as its event pattern.
 *
 * Keys are told by their id: the ARN would have to stand in the pattern several times, which has 1,024 characters; and the replicas of a
 * multi-region key, whose records a trail of all regions brings here, have the id in common.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(name: AlertName, subjects: AlertSubjects): string {
  assertArguments("filterPattern", { name, subjects }, { name: alertName, subjects: alertSubjects });
  const traits = alertTraits(name);
  return `{ ${[
    is("eventSource", `${traits.service}.amazonaws.com`),
    any(traits.eventNames.map((eventName) => is("eventName", eventName))),
    // A member that is there, whatever it says.
    ...(traits.failed ? [is("errorCode", "*")] : []),
    any(alternatives(traits, subjects)),
  ].join(" && ")} }`;
}

function alternatives({ subject }: AlertTraits, subjects: AlertSubjects): string[] {
  const { keys, aliases, trailName } = subjects;
  const places = placesOf(subject, subjects);
  if (places.length > 0) return places.flatMap(comparisons);
  if (subject === "trail") {
    const name = trailName ?? "";
    return [
      ...["name", "trailName"].flatMap((member) => [
        is(`requestParameters.${member}`, name),
        is(`requestParameters.${member}`, `*:trail/${name}`),
      ]),
      is("errorMessage", `*:trail/${name} *`),
    ];
  }
  const ids = keys.map(({ keyId }) => keyId);
  const parameter = subject === "key" ? "keyId" : "targetKeyId";
  return [
    ...ids.flatMap((id) => [
      // An alias and its key, and both keys of a ReEncrypt, stand there in either order.
      is("resources[0].ARN", `*${id}`),
      is("resources[1].ARN", `*${id}`),
      is(`requestParameters.${parameter}`, `*${id}`),
      is("errorMessage", `*${id}*`),
    ]),
    ...aliases.flatMap((alias) =>
      subject === "key"
        ? [is("requestParameters.keyId", alias), is("requestParameters.keyId", `*:${alias}`)]
        : [is("requestParameters.aliasName", alias), is("errorMessage", `*:${alias} *`)],
    ),
  ];
}

/** Items of a list that are looked at: the language has no word for all of them. The event pattern sees every one. */
const LIST_ITEMS = [0, 1, 2];

function comparisons({ member, how, value, list }: Place): string[] {
  const text = how === "is" ? value : how === "startsWith" ? `${value}*` : `*${value}*`;
  return list === true ? LIST_ITEMS.map((index) => is(`${member}[${index}]`, text)) : [is(member, text)];
}

/** Equal, or alike where the value begins or ends with `*`. */
function is(member: string, value: string): string {
  return `($.${member} = "${value}")`;
}

function any([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `(${[first, ...others].join(" || ")})`;
}
