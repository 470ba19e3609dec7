/** What tables are made from, for those who come from plain JavaScript. */
import { environment } from "../iam/policies/environment";
import { trueOrOff } from "../relaxations";
import { callback, having, knownMap, number, object, optional, type Shape, text, word } from "../shape";
import { tagMap } from "../tags";
import type { KeyAttribute, TableKey, TableProps, TableReplica } from "./table-props";

const key = having<TableKey>({ keyArn: text, grant: callback }, "a key");
const attribute = object<KeyAttribute>({ name: text, type: optional(word(["S", "N", "B"])) });

export const TABLE: Shape<TableProps> = {
  env: environment,
  name: text,
  key,
  partitionKey: attribute,
  sortKey: optional(attribute),
  replicas: optional(knownMap(object<TableReplica>({ key }))),
  recoveryPeriodInDays: optional(number),
  deletionProtection: optional(trueOrOff),
  preventDestroy: optional(trueOrOff),
  tags: optional(tagMap),
};
