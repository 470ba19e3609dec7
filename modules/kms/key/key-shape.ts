/** What keys are made from, for those who come from plain JavaScript. */
import { region } from "../../aws-formats";
import { environment } from "../../iam/policies/environment";
import { onWithReason, trueOrOff } from "../../relaxations";
import {
  type Check,
  flag,
  having,
  isObject,
  knownList,
  number,
  optional,
  type Shape,
  text,
  word,
} from "../../shape";
import { tagMap } from "../../tags";
import { KEY_TYPE } from "../key-type";
import { KIND_NAMES } from "../policy/audiences";
import { keyPolicyOrStatements } from "../policy/policy-shape";
import type { KeyCommonProps, KeyProps } from "./key-props";

export const KEY_COMMON: Shape<KeyCommonProps> = {
  deletionWindowInDays: optional(number),
  preventDestroy: optional(trueOrOff),
  enabled: optional(flag),
  acknowledgeLockoutRisk: optional(text),
  bypassPolicyLockoutSafetyCheck: optional(onWithReason),
  tags: optional(tagMap),
};

export const KEY: Shape<KeyProps> = {
  ...KEY_COMMON,
  ...KEY_TYPE,
  description: text,
  policy: keyPolicyOrStatements,
  aliases: optional(knownList(text)),
  region: optional(region),
  env: optional(environment),
};

/** A `Key`, as far as others look into it. */
export const aKey: Check = having(
  {
    keyArn: text,
    keyId: text,
    type: having({ kind: word(Object.keys(KIND_NAMES)) }),
    props: (what, value) => (isObject(value) ? [] : [`${what} must be those of a Key`]),
    node: (what, value) => (isObject(value) ? [] : [`${what} must be that of a Key`]),
  },
  "a Key",
);
