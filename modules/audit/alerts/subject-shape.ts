/** What alerts are about, for those who come from plain JavaScript. */
import { type Check, flag, having, knownList, object, optional, text, word } from "../../shape";
import { ALERTS, type AlertSubjects, type WatchedKey } from "./alert-table";

export const alertName: Check = word(Object.keys(ALERTS));

export const watchedKey: Check = having<WatchedKey>(
  { keyArn: text, keyId: text, aliasNames: optional(knownList(text)) },
  "a key, or { keyArn, keyId }",
);

/** What patterns are made from. */
export const alertSubjects: Check = object<AlertSubjects>({
  keys: knownList(watchedKey),
  aliases: knownList(text),
  trailName: optional(text),
  buckets: optional(knownList(text)),
  roles: optional(knownList(text)),
  users: optional(knownList(text)),
  prefix: optional(text),
  logGroupName: optional(text),
  topicArn: optional(text),
  globalEvents: optional(flag),
});
