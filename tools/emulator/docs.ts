/** `npm run docs:emulator`: writes the table of what the second emulator cannot do into docs/emulator.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../paths";
import { MINISTACK_CANNOT } from "./ministack-cannot";

export const EMULATOR_PAGE = join(REPO_ROOT, "docs", "emulator.md");

/** The page with its table and its count made new. */
export function withTable(page: string): string {
  const reasons = [...new Set(MINISTACK_CANNOT.map(({ why }) => why))];
  const rows = reasons.map((why) => {
    const tests = MINISTACK_CANNOT.filter((entry) => entry.why === why);
    const files = [...new Set(tests.map(({ file }) => `\`${file.replace(/^__tests__\//, "")}\``))];
    return `| ${why} | ${tests.length} | ${files.join(", ")} |`;
  });
  const table = ["| MiniStack 1.5.33 | tests | in |", "| --- | --- | --- |", ...rows].join("\n");
  return page
    .replace(/<!-- cannot -->[\s\S]*<!-- \/cannot -->/, () => `<!-- cannot -->\n${table}\n<!-- /cannot -->`)
    .replace(/^MiniStack: \S+ of the tests/m, `MiniStack: ${MINISTACK_CANNOT.length} of the tests`);
}

if (require.main === module) writeFileSync(EMULATOR_PAGE, withTable(readFileSync(EMULATOR_PAGE, "utf8")));
