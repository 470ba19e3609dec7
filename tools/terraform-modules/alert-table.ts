/** What the modules that alert watch for: the constructs' table is its source. */
import { ALERTS, type AlertName, alertTraits } from "../../modules/audit/alerts/alert-table";

/** Every alert, by what names of its resources end in. */
export function alertTable(): string {
  const rows = Object.keys(ALERTS).map((name) => {
    const {
      suffix,
      subject,
      service,
      eventNames,
      failed,
      global = false,
      threshold,
      reason,
    } = alertTraits(name as AlertName);
    return `    ${suffix} = {
      subject     = "${subject}"
      service     = "${service}"
      event_names = ${JSON.stringify(eventNames).replaceAll(",", ", ")}
      failed      = ${failed}
      global      = ${global}
      threshold   = ${threshold}
      reason      = ${JSON.stringify(reason)}
    }
`;
  });
  return `# What is watched for, and why somebody wants to know.\nlocals {\n  alerts = {\n${rows.join("")}  }\n}\n`;
}
