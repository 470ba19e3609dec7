/** `npm run api`: writes api/sealstack.api.md from the sources, and says what breaks users of the last release. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { breakingChanges } from "../api/compare";
import { REPORT, readReport } from "../api/files";
import { apiReport } from "../api/report";
import { say } from "../say";
import { unannounced } from "./announced";
import { readChanges } from "./changes";

function main(): void {
  const report = apiReport();
  mkdirSync(dirname(REPORT.current), { recursive: true });
  writeFileSync(REPORT.current, report);
  const breaking = breakingChanges(readReport(REPORT.released), report);
  for (const { says } of breaking) say(`breaking: ${says}`);
  const silent = unannounced(breaking, readChanges());
  if (silent.length > 0) say(`no file in changes/ announces: ${silent.map(({ name }) => name).join(", ")}`);
}

if (require.main === module) main();
