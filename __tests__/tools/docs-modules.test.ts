import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { breakingChanges } from "../../tools/api/compare";
import { REPORT, readReport } from "../../tools/api/files";
import { apiReport } from "../../tools/api/report";
import { isConstruct, readApi } from "../../tools/docs-modules/entry-points";
import { readExamples } from "../../tools/docs-modules/examples";
import { moduleDocs } from "../../tools/docs-modules/main";

import { unannounced } from "../../tools/release/announced";
import { readChanges } from "../../tools/release/changes";

const ROOT = join(__dirname, "../..");
const docs = moduleDocs();

describe("API report", () => {
  it("says what the sources say (else run `npm run api`)", () => {
    expect(readReport(REPORT.current)).toBe(apiReport());
  });

  it("breaks nothing that no file in changes/ announces", () => {
    const breaking = breakingChanges(readReport(REPORT.released), readReport(REPORT.current));
    expect(unannounced(breaking, readChanges()).map(({ says }) => says)).toEqual([]);
  });
});

describe("documents of the modules", () => {
  it.each([...docs.keys()])("%s says what the sources say (else run `npm run docs:modules`)", (path) => {
    const file = join(ROOT, path);
    expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(docs.get(path));
  });

  it("show an example of every construct", () => {
    const examples = readExamples();
    const constructs = readApi()
      .entryPoints.filter(({ specifier }) => specifier.startsWith("sealstack/modules/"))
      .flatMap(({ exports }) => exports.filter(({ declaration }) => isConstruct(declaration)));
    expect(constructs.length).toBeGreaterThan(10);
    expect(constructs.map(({ name }) => name).filter((name) => !examples.has(name))).toEqual([]);
  });

  it("say what every input means", () => {
    const pages = [...docs].filter(([path]) => path.startsWith("docs/modules/"));
    const bare = pages.flatMap(([path, text]) =>
      text
        .split("\n")
        .flatMap((line) => (/^\| `\w+` \| `.*` \| .+ \|\s*\|$/.test(line) ? [`${path}: ${line}`] : [])),
    );
    expect(bare).toEqual([]);
  });
});
