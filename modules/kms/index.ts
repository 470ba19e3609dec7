export {
  ALIAS_ACTIONS,
  CRYPTOGRAPHIC_ACTIONS,
  GRANT_ACTION,
  KEY_MANAGEMENT_ACTIONS,
} from "./actions";
export { Alias, type AliasProps } from "./aliases/alias";
export { aliasProblem } from "./aliases/alias-name";
export { GRANT_OPERATIONS, type GrantOperation } from "./grant-operations";
export { Grant, type GrantProps } from "./grants/grant";
export {
  type AwsManagedKey,
  awsManagedKey,
  ExistingAlias,
  type ExistingAliasProps,
  ExistingKey,
  type ExistingKeyProps,
  lookUpKey,
} from "./key/existing-keys";
export { GrantableKey } from "./key/grantable-key";
export { Key, type KeyProps } from "./key/key";
export type { Grantee, GrantOptions, KeyGrant } from "./key/key-access";
export type { KeyCommonProps } from "./key/key-props";
export { MultiRegionKey, type MultiRegionKeyProps, type ReplicaProps } from "./key/multi-region-key";
export { ReplicaKey, type ReplicaKeyProps } from "./key/replica-key";
export { RotatedKeys, type RotatedKeysProps } from "./key/rotated-keys";
export { KEY_ORIGINS, type KeyOrigin } from "./key-origin";
export { KEY_SPECS, KEY_USAGES, type KeyKind, type KeySpec, type KeyUsage } from "./key-spec";
export { type KeyType, keyType, keyTypeProblems } from "./key-type";
export {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DEFAULT_ROTATION_PERIOD_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  ROTATION_PERIOD_IN_DAYS,
} from "./limits";
export { AUDIENCES, type AudienceName, SERVICE_ROLES, type ServiceRoleName } from "./policy/audiences";
export { keyPolicy, type PolicyKey } from "./policy/build-key-policy";
export type { UseConditions } from "./policy/conditions";
export { GRANT_CONSTRAINT_TYPES, type GrantBounds, type GrantConstraintType } from "./policy/grant-bounds";
export {
  administratorStatement,
  contextCondition,
  delegatedStatement,
  deletionWindowStatements,
  rootStatement,
  THIS_KEY,
} from "./policy/key-policy";
export type {
  Audience,
  AudienceProps,
  ConditionedAudience,
  KeyPolicyProps,
  OtherAccount,
  OtherServiceUse,
  PolicySource,
  RootAccess,
  ServiceUse,
} from "./policy/key-policy-props";
export { lockoutProblem } from "./policy/lockout";
export { type OtherAccountUse, otherAccountStatements } from "./policy/other-account";
export { SERVICES, type ServiceName } from "./policy/service-principals";
