import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decision } from "../../examples/access";
import { actionsNamed } from "../../modules/iam/catalogue/lookup";

const ROOT = join(__dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/access.md"), "utf8");

describe("docs/access.md", () => {
  it("shows the example as it is compiled, and it answers what the page says", () => {
    const shown = readFileSync(join(ROOT, "examples/access.ts"), "utf8")
      .replace('"../access"', '"sealstack/access"')
      .trim();
    expect(PAGE).toContain(`\`\`\`ts\n${shown}\n\`\`\``);
    expect(decision).toMatchObject({ effect: "unknown", dependsOn: ["aws:SourceIp"] });
  });

  it("names the services that the evaluator knows", () => {
    const [, list = ""] = /Actions, resource types and condition keys of ([^.]*)\./.exec(PAGE) ?? [];
    const services = list.split(/, | and /);
    expect(services.length).toBeGreaterThan(10);
    expect(services.filter((service) => actionsNamed(`${service}:*`) === undefined)).toEqual([]);
  });
});
