import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");
const FOLDERS = [
  "access",
  "bench",
  "config",
  "examples",
  "modules",
  "presets",
  "scripts",
  "testing",
  "tools",
];
const NAME = ["@cloud-copilot", "iam-simulate"].join("/");

describe("the other evaluator, which is AGPL", () => {
  const files = [...FOLDERS, "__tests__"]
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => /\.(ts|js|mjs|json)$/.test(file) && !/node_modules|dist/.test(file));

  it("is known to one file of the tests, and to nothing that is published", () => {
    const knowing = files.filter((file) => readFileSync(join(ROOT, file), "utf8").includes(`"${NAME}"`));
    expect(knowing).toEqual(["__tests__/access/oracle/iam-simulate.ts"]);
  });

  it("is a development dependency", () => {
    const { dependencies, peerDependencies, devDependencies } = JSON.parse(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    );
    expect([dependencies[NAME], peerDependencies[NAME]]).toEqual([undefined, undefined]);
    expect(devDependencies[NAME]).toEqual(expect.any(String));
  });
});
