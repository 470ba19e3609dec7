import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export { writeStepCa } from "../../tools/demo/step-ca-fixture";

/** Changes `config/ca.json`. */
export function changeConfig(stepPath: string, over: object): void {
  const file = join(stepPath, "config", "ca.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...over }));
}
