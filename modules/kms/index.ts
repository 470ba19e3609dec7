export {
  ALIAS_ACTIONS,
  CRYPTOGRAPHIC_ACTIONS,
  GRANT_ACTION,
  KEY_MANAGEMENT_ACTIONS,
} from "./actions";
export { Alias, type AliasProps } from "./alias";
export { aliasProblem } from "./alias-name";
export { AUDIENCES, type AudienceName, SERVICE_ROLES, type ServiceRoleName } from "./audiences";
export { keyPolicy, type PolicyKey } from "./build-key-policy";
export type { UseConditions } from "./conditions";
export {
  type AwsManagedKey,
  awsManagedKey,
  ExistingAlias,
  type ExistingAliasProps,
  ExistingKey,
  type ExistingKeyProps,
  lookUpKey,
} from "./existing-keys";
export { Grant, type GrantProps } from "./grant";
export { GRANT_OPERATIONS, type GrantOperation } from "./grant-operations";
export { GrantableKey } from "./grantable-key";
export { Key, type KeyProps } from "./key";
export type { Grantee, GrantOptions, KeyGrant } from "./key-access";
export { KEY_ORIGINS, type KeyOrigin } from "./key-origin";
export {
  administratorStatement,
  contextCondition,
  delegatedStatement,
  rootStatement,
  THIS_KEY,
} from "./key-policy";
export type {
  Audience,
  ConditionedAudience,
  KeyPolicyProps,
  OtherAccount,
  OtherServiceUse,
  PolicySource,
  RootAccess,
  ServiceUse,
} from "./key-policy-props";
export type { KeyCommonProps } from "./key-props";
export { KEY_SPECS, KEY_USAGES, type KeyKind, type KeySpec, type KeyUsage } from "./key-spec";
export { type KeyType, keyType, keyTypeProblems } from "./key-type";
export {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DEFAULT_ROTATION_PERIOD_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  ROTATION_PERIOD_IN_DAYS,
} from "./limits";
export { lockoutProblem } from "./lockout";
export { MultiRegionKey, type MultiRegionKeyProps, type ReplicaProps } from "./multi-region-key";
export { otherAccountStatements } from "./other-account";
export { ReplicaKey, type ReplicaKeyProps } from "./replica-key";
export { RotatedKeys, type RotatedKeysProps } from "./rotated-keys";
export { SERVICES, type ServiceName } from "./service-principals";
