/** What CloudWatch Logs matches the records of a trail against. */
import {
  type AlertName,
  type AlertSubjects,
  type AlertTraits,
  alertTraits,
  withLongest,
} from "./alert-table";
import { FILTER_PATTERN_LENGTH } from "./limits";

/**
 * The filter patterns of an alert: one where it fits, else one for each key and one for the aliases. Filters that count into one metric add up.
 */
export function filterPatterns(name: AlertName, subjects: AlertSubjects): readonly string[] {
  const { keys, aliases } = subjects;
  if (filterPattern(name, withLongest(subjects)).length <= FILTER_PATTERN_LENGTH.max)
    return [filterPattern(name, subjects)];
  const parts = [
    ...keys.map((key) => ({ ...subjects, keys: [key], aliases: [] })),
    ...(aliases.length === 0 ? [] : [{ ...subjects, keys: [] }]),
  ];
  return parts.map((part) => filterPattern(name, part));
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
  const traits = alertTraits(name);
  return `{ ${[
    is("eventSource", `${traits.service}.amazonaws.com`),
    any(traits.eventNames.map((eventName) => is("eventName", eventName))),
    // A member that is there, whatever it says.
    ...(traits.failed ? [is("errorCode", "*")] : []),
    any(alternatives(traits, subjects)),
  ].join(" && ")} }`;
}

function alternatives({ subject }: AlertTraits, { keys, aliases, trailName }: AlertSubjects): string[] {
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

/** Equal, or alike where the value begins or ends with `*`. */
function is(member: string, value: string): string {
  return `($.${member} = "${value}")`;
}

function any([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `(${[first, ...others].join(" || ")})`;
}
