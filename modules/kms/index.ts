export {
  ALIAS_ACTIONS,
  CRYPTOGRAPHIC_ACTIONS,
  GRANT_ACTION,
  KEY_MANAGEMENT_ACTIONS,
} from "./actions";
export { Alias, type AliasProps } from "./alias";
export { aliasProblem } from "./alias-name";
export { Key, type KeyProps } from "./key";
export {
  administratorStatement,
  contextCondition,
  delegatedStatement,
  rootStatement,
  THIS_KEY,
} from "./key-policy";
export { KEY_SPECS, type KeySpec } from "./key-spec";
export {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DEFAULT_ROTATION_PERIOD_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  ROTATION_PERIOD_IN_DAYS,
} from "./limits";
