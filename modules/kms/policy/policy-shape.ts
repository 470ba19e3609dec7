/** What key policies and uses of keys look like, for those that come from plain JavaScript. */
import { environment } from "../../iam/policies/environment";
import { conditions, statements } from "../../iam/policies/statement-shape";
import {
  type Check,
  either,
  having,
  isObject,
  knownList,
  list,
  object,
  oneOf,
  optional,
  type Shape,
  text,
  word,
} from "../../shape";
import { KEY_SPECS } from "../key-spec";
import type { KeyType } from "../key-type";
import { AUDIENCES, KIND_NAMES, SERVICE_ROLES } from "./audiences";
import type { UseConditions } from "./conditions";
import { contextMap } from "./key-policy";
import type {
  AudienceProps,
  ConditionedAudience,
  KeyPolicyProps,
  OtherAccount,
  OtherServiceUse,
  ServiceUse,
} from "./key-policy-props";

/** What narrows a use. What is only for `grantAdministrators` is looked at item by item, so it has to be known. */
export const USE: Shape<UseConditions> = {
  viaServices: optional(knownList(text)),
  encryptionContext: optional(contextMap),
  conditions: optional(conditions),
  grantOperations: optional(knownList(text)),
  granteePrincipals: optional(list(text)),
  retiringPrincipals: optional(list(text)),
  grantConstraintTypes: optional(knownList(text)),
};

export const audienceName: Check = word(Object.keys(AUDIENCES));

/** What a policy needs to know of its key. */
export const policyKey: Check = having<Pick<KeyType, "kind" | "keySpec">>({
  kind: word(Object.keys(KIND_NAMES)),
  keySpec: word(Object.keys(KEY_SPECS)),
});

const conditionedAudience: Check = object<ConditionedAudience>(
  { ...USE, principals: list(text) },
  "a list of ARNs, or an object with principals",
);
const audience: Check = either(Array.isArray, list(text), conditionedAudience);

const AUDIENCE_PROPS = Object.fromEntries(
  Object.keys({ ...AUDIENCES, ...SERVICE_ROLES }).map((name) => [name, optional(audience)]),
) as unknown as Shape<AudienceProps>;

/** What such statements say is parsed, and looked at then. */
const source: Check = either(
  Array.isArray,
  statements,
  either(
    isObject,
    having({ Statement: (what, value) => (isObject(value) ? [] : knownList(() => [])(what, value)) }),
    text,
  ),
);

const root: Check = either(
  (value) => value === "manage",
  () => [],
  oneOf({ full: text, off: text }, `"manage", or an object`),
);

/** A key policy by audience. Properties that there are not are reported by the builder, which knows their like. */
export const KEY_POLICY: Shape<KeyPolicyProps> = {
  ...AUDIENCE_PROPS,
  env: environment,
  root: optional(root),
  accounts: optional(knownList(object<OtherAccount>({ ...USE, accountId: text, audience: text }))),
  services: optional(
    knownList(
      object<ServiceUse>({
        service: text,
        sourceArns: optional(list(text)),
        accountId: optional(text),
        reason: optional(text),
      }),
    ),
  ),
  otherServices: optional(
    knownList(
      object<OtherServiceUse>({
        sid: text,
        principal: text,
        actions: list(text),
        conditions: optional(conditions),
        reason: optional(text),
      }),
    ),
  ),
  source: optional(source),
  extra: optional(source),
  override: optional(source),
};

/** A key policy, however it is given. */
export const keyPolicyOrStatements: Check = either(
  Array.isArray,
  statements,
  having(KEY_POLICY, "a list of statements, or an object with env, whose source may be JSON text"),
);
