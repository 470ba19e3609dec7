/** The example as HCL: cdktf corrupts texts that hold both quotes and references, so patterns are written in another way there. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { addAudit } from "../../../examples/audit";
import { findTool } from "../../../tools/fetched/system-packages";
import { tidyBlock, topLevelBlocks } from "../../../tools/hcl-module/tidy";
import { describeIf } from "../../helpers/describe-if";
import { synthStack, withApp } from "../../helpers/stacks/synth";
import { useTempDir } from "../../helpers/temp-dir";

const hcl = withApp(
  (app) => {
    const stack = new TerraformStack(app, "example");
    addAudit(stack);
    return topLevelBlocks(stack.toHclTerraform().hcl).map(tidyBlock).join("\n\n");
  },
  { hclOutput: true },
);
const json = withApp((app) => {
  const stack = new TerraformStack(app, "example");
  addAudit(stack);
  return synthStack(stack);
});

/** References cannot be looked up without the provider: stand-ins that are the same text in both outputs. */
const standIn = (text: string, quote: string) =>
  text.replaceAll(/\$\{(aws_\w+\.[\w-]+\.\w+)\}/g, `${quote}<$1>${quote}`);

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to have it read the HCL",
  "audit example as HCL, read by terraform",
  () => {
    const dir = useTempDir();

    it("has the patterns of the JSON output", () => {
      const filters = [...hcl.matchAll(/^pattern = (".*")$/gm)].map(([, text = ""]) => text);
      const rules = [...hcl.matchAll(/^event_pattern = (jsonencode\(\{$[\s\S]*?^\}\))$/gm)].map(
        ([, expression = ""]) => expression.replaceAll(/\b(aws_\w+\.[\w-]+\.\w+)\b/g, '"<$1>"'),
      );
      const inString = filters.map((text) => standIn(text, ""));
      writeFileSync(
        join(dir(), "patterns.tf"),
        `locals {\nfilters = [${inString.join(",\n")}]\nrules = [${rules.join(",\n")}]\n}\n`,
      );
      const printed = execFileSync("terraform", ["console"], {
        cwd: dir(),
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
        input: "jsonencode([local.filters, local.rules])\n",
        stdio: ["pipe", "pipe", "pipe"],
      }).toString();
      const [fromFilters, fromRules] = JSON.parse(JSON.parse(printed)) as [string[], string[]];
      const all = (type: string, attribute: string) =>
        Object.values(json.resources(type)).map((one) => standIn(String(one[attribute]), ""));
      expect(fromFilters.length).toBeGreaterThan(10);
      expect(fromFilters).toEqual(all("aws_cloudwatch_log_metric_filter", "pattern"));
      expect(fromRules.map((text) => JSON.parse(text))).toEqual(
        all("aws_cloudwatch_event_rule", "event_pattern").map((text) => JSON.parse(text)),
      );
    });

    it("is formatted by terraform without complaint", () => {
      writeFileSync(join(dir(), "main.tf"), `${hcl}\n`);
      const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
      expect(
        execFileSync("terraform", ["fmt", "main.tf"], { cwd: dir(), env, stdio: "pipe" }).toString(),
      ).toBe("main.tf\n");
    });
  },
);
