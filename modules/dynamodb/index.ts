export { DESCRIBE_TABLE_ACTION, READ_ITEM_ACTIONS, WRITE_ITEM_ACTIONS } from "./actions";
export { KEY_ATTRIBUTE_LENGTH, RECOVERY_DAYS, TABLE_NAME_LENGTH } from "./limits";
export { keyAttributeProblem, tableNameProblem } from "./names";
export { Table, type TableGrant } from "./table";
export {
  TABLE_ACCESS,
  type TableAccessName,
  tableArn,
  tableContext,
  tableKeyStatements,
  tableStatements,
} from "./table-access";
export type { KeyAttribute, TableKey, TableProps, TableReplica } from "./table-props";
