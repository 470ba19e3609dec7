/** What alerts are made from, for those who come from plain JavaScript. */
import { region } from "../../aws-formats";
import {
  type Check,
  having,
  isObject,
  knownList,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "../../shape";
import { tagMap } from "../../tags";
import type { AlertsProps, AlertTrail } from "./alerts-props";
import { watchedKey } from "./subject-shape";

const choice: Check = (what, value) =>
  value === true ? [] : oneOf({ off: text, threshold: number }, "true, or an object")(what, value);

/** Whether there are such alerts is a matter of rules, which name those that there are. */
const choices: Check = (what, value) =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, one]) => choice(`${what}.${name}`, one))
    : object({})(what, value);

export const ALERTS_PROPS: Shape<AlertsProps> = {
  name: text,
  keys: knownList(watchedKey),
  aliases: optional(knownList(text)),
  trail: optional(
    having<AlertTrail>({ trailName: text, logGroupName: optional(text) }, "a Trail, or { trailName }"),
  ),
  buckets: optional(knownList(having({ bucketName: text }, "a bucket, or { bucketName }"))),
  roles: optional(knownList(having({ roleName: text }, "a role, or { roleName }"))),
  users: optional(knownList(having({ userName: text }, "a user, or { userName }"))),
  region: optional(region),
  topic: having<AlertsProps["topic"]>(
    { topicArn: text, eventsRoleArn: optional(text) },
    "an AlertTopic, or { topicArn }",
  ),
  alerts: optional(choices),
  metricNamespace: optional(text),
  tags: optional(tagMap),
};
