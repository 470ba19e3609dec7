import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isConstruct, readApi } from "../../tools/docs-modules/entry-points";
import { readExamples } from "../../tools/docs-modules/examples";
import { moduleDocs } from "../../tools/docs-modules/main";

const ROOT = join(__dirname, "../..");
const docs = moduleDocs();

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
