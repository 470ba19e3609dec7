/** What EventBridge matches events against. */
import { assertArguments } from "../../validate";
import { type AlertName, type AlertSubjects, alertTraits } from "./alert-table";
import type { AlertTraits } from "./alert-traits";
import { type Place, placesOf } from "./places";
import { alertName, alertSubjects } from "./subject-shape";

/** How EventBridge calls what CloudTrail hands on: calls, and what a service does by itself. */
const DETAIL_TYPES = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"];

/**
 * State of a rule that sees read-only management events, which `Decrypt` is. A rule in the state `ENABLED` never sees one.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export const RULE_STATE = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** Members of an event that must match: a list holds the values of which one must. */
export interface EventPattern {
  readonly [member: string]: EventPattern | readonly unknown[];
}

/**
 * The pattern of an alert.
 *
 * A call that went through names its key under `resources`. One that was refused may come without, and without `requestParameters`: then the
 * key's ARN stands in the error message only, at its start too.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function eventPattern(name: AlertName, subjects: AlertSubjects): EventPattern {
  assertArguments("eventPattern", { name, subjects }, { name: alertName, subjects: alertSubjects });
  const traits = alertTraits(name);
  return {
    source: [`aws.${traits.service}`],
    "detail-type": DETAIL_TYPES,
    detail: {
      eventSource: [`${traits.service}.amazonaws.com`],
      eventName: traits.eventNames,
      ...(traits.failed ? { errorCode: [{ exists: true }] } : {}),
      ...anyOf(alternatives(traits, subjects)),
    },
  };
}

/** EventBridge takes `$or` for the name of a member where it has fewer than two alternatives. */
function anyOf(patterns: readonly EventPattern[]): EventPattern {
  const [only, ...others] = patterns;
  return only !== undefined && others.length === 0 ? only : { $or: patterns };
}

/** The places where what is watched may stand. */
function alternatives({ subject }: AlertTraits, subjects: AlertSubjects): readonly EventPattern[] {
  const { keys, aliases, trailName } = subjects;
  const places = placesOf(subject, subjects);
  if (places.length > 0)
    return [...new Set(places.map(({ member }) => member))].map((member) => inMember(member, places));
  const arns = keys.map(({ keyArn }) => keyArn);
  const ids = [...new Set(keys.flatMap(({ keyId, keyArn }) => [keyId, keyArn]))];
  const inMessage = (texts: readonly string[]): EventPattern => ({
    errorMessage: texts.map((text) => ({ wildcard: `*${text}*` })),
  });
  if (subject === "trail") {
    const name = trailName ?? "";
    return [
      { requestParameters: { name: [name, { suffix: `:trail/${name}` }] } },
      { requestParameters: { trailName: [name, { suffix: `:trail/${name}` }] } },
      inMessage([`:trail/${name} `]),
    ];
  }
  if (subject === "key")
    return [
      { resources: { ARN: arns } },
      {
        requestParameters: {
          keyId: [...ids, ...aliases.flatMap((alias) => [alias, { suffix: `:${alias}` }])],
        },
      },
      inMessage(keys.map(({ keyId }) => keyId)),
    ];
  return [
    { resources: { ARN: arns } },
    { requestParameters: { targetKeyId: ids } },
    ...(aliases.length === 0 ? [] : [{ requestParameters: { aliasName: aliases } }]),
    // With the space after it, lest an alias that only begins alike match.
    inMessage([...keys.map(({ keyId }) => keyId), ...aliases.map((alias) => `:${alias} `)]),
  ];
}

/** What one member has to be like: one of all that the places want of it. */
function inMember(member: string, places: readonly Place[]): EventPattern {
  const wanted = places.filter((place) => place.member === member).map(valuePattern);
  return member
    .split(".")
    .reduceRight<EventPattern | readonly unknown[]>(
      (inner, name) => ({ [name]: inner }),
      wanted,
    ) as EventPattern;
}

function valuePattern({ how, value }: Place): unknown {
  if (how === "is") return value;
  return how === "startsWith" ? { prefix: value } : { wildcard: `*${value}*` };
}
