/** Where a record names what an alert is about, for those subjects that both kinds of patterns look for in the same places. */
import type { AlertSubjects } from "./alert-table";
import type { AlertSubject } from "./alert-traits";

/** A member of a record, and what it has to be like. */
export interface Place {
  /** Path, such as `requestParameters.bucketName`. */
  readonly member: string;
  readonly how: "is" | "startsWith" | "contains";
  readonly value: string;
  /** Whether the member is a list, in which one has to match. */
  readonly list?: true;
}

/**
 * A call that was refused may come without `requestParameters`: then its subject stands in the error message only.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function placesOf(subject: AlertSubject, subjects: AlertSubjects): readonly Place[] {
  const { buckets = [], roles = [], users = [], prefix = "", logGroupName = "", topicArn = "" } = subjects;
  switch (subject) {
    case "bucket":
      // S3 records the name whether it allows the call or not.
      return buckets.map((name) => is("requestParameters.bucketName", name));
    case "role":
      return roles.flatMap((name) => [
        is("requestParameters.roleName", name),
        contains("errorMessage", `: role ${name} `),
      ]);
    case "user":
      return users.flatMap((name) => [
        is("requestParameters.userName", name),
        contains("errorMessage", `: user ${name} `),
      ]);
    case "rules":
      return [
        startsWith("requestParameters.name", prefix),
        startsWith("requestParameters.rule", prefix),
        contains("errorMessage", `:rule/${prefix}`),
      ];
    case "alarms":
      return [
        startsWith("requestParameters.alarmName", prefix),
        { ...startsWith("requestParameters.alarmNames", prefix), list: true },
        contains("errorMessage", `:alarm:${prefix}`),
      ];
    case "logs":
      return [
        is("requestParameters.logGroupName", logGroupName),
        contains("errorMessage", `:log-group:${logGroupName}:`),
      ];
    case "topic":
      return [
        is("requestParameters.topicArn", topicArn),
        startsWith("requestParameters.subscriptionArn", `${topicArn}:`),
        contains("errorMessage", `${topicArn} `),
      ];
    default:
      return [];
  }
}

function is(member: string, value: string): Place {
  return { member, how: "is", value };
}

function startsWith(member: string, value: string): Place {
  return { member, how: "startsWith", value };
}

function contains(member: string, value: string): Place {
  return { member, how: "contains", value };
}
