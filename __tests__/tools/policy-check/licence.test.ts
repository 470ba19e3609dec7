import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");
const FOLDERS = ["config", "modules", "presets", "scripts", "tools"];

describe("the evaluator, which is AGPL", () => {
  it("is known to one file, and that is not published", () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    ).filter((file) => /\.(ts|js|mjs|json)$/.test(file) && !/node_modules|dist/.test(file));
    const knowing = files.filter((file) =>
      readFileSync(join(ROOT, file), "utf8").includes('"@cloud-copilot/iam-simulate"'),
    );
    expect(knowing).toEqual(["tools/policy-check/simulate.ts"]);
  });
});
