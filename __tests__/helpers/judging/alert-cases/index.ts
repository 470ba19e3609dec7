/** Which records raise which alert, for event rules and metric filters alike. */
import type { AlertName } from "../../../../modules/audit";
import { BUCKET_CASES } from "./bucket-cases";
import { IDENTITY_CASES } from "./identity-cases";
import { KEY_CASES } from "./key-cases";
import type { AlertCases } from "./subjects";
import { WATCHING_CASES } from "./watching-cases";

export { WATCHED } from "./subjects";

const ALERT_CASES: Readonly<Record<AlertName, AlertCases>> = {
  ...KEY_CASES,
  ...BUCKET_CASES,
  ...IDENTITY_CASES,
  ...WATCHING_CASES,
};

/** Every case in one row: alert, what it is about, the record, whether the alert is raised. */
export const ALL_CASES = Object.entries(ALERT_CASES).flatMap(([name, { raised, silent }]) => [
  ...raised.map(([says, record]) => [name as AlertName, says, record, true] as const),
  ...silent.map(([says, record]) => [name as AlertName, says, record, false] as const),
]);
