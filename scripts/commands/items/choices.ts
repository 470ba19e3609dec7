/** What the table of commands says of fields of records. */
export { MAX_AGE_SECONDS, MAX_RECORDS } from "../../core/items/limits";
export { RECORD_FORMATS } from "../../core/items/record-formats";
