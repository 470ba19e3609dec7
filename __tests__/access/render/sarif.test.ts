import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { modelsOf } from "../../../access/model/from-text";
import { sarif } from "../../../access/render/sarif";
import { reportOn } from "../../../access/report";
import { accessStack, type Edit } from "../../helpers/stacks/access-stack";

/** The standard's own schema, without its descriptions. Zod takes a relative reference for no URI: those are left to the standard library. */
const TEXT = readFileSync(join(__dirname, "sarif-2.1.0.schema.json"), "utf8");
const SCHEMA = z.fromJSONSchema(
  JSON.parse(TEXT, (key, value) => (key === "format" && value === "uri-reference" ? undefined : value)),
);

const models = (edit?: Edit) => modelsOf([{ name: "s", path: "s.json", text: accessStack(edit) }], "g");
const worse: Edit = (text) =>
  text
    .replaceAll('"backup/in/*"', '"backup/*"')
    .replaceAll('"deletion_window_in_days":30', '"deletion_window_in_days":7')
    .replaceAll('["s3:GetObject"]', '["s3:GetObject","s3:GetObjekt"]');

describe("SARIF", () => {
  it("is valid, and has findings and new access as results of rules that it explains", () => {
    const log = JSON.parse(sarif(reportOn(models(worse), models()), "1.2.3"));
    expect(SCHEMA.safeParse(log).error).toBeUndefined();
    const [run] = log.runs;
    const [{ physicalLocation }] = run.results[0].locations;
    expect(new URL(physicalLocation.artifactLocation.uri, "file:///").pathname).toBe(
      "/cdktf.out/stacks/s/cdk.tf.json",
    );
    const ids = run.results.map(({ ruleId }: { ruleId: string }) => ruleId);
    expect(ids).toEqual(["new-access", "unknown-action", "short-deletion-window"]);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
    expect(run.results[0].message.text).toMatch(
      /^reader can now call kms:Decrypt on key vault, by a request with .*, through Open of aws_/,
    );
    expect(run.results[1].locations[0].logicalLocations[0].fullyQualifiedName).toBe(
      "s/aws_iam_role_policy.reader",
    );
  });

  it("is valid without results, and shows what a stack accepts as closed", () => {
    expect(SCHEMA.safeParse(JSON.parse(sarif(reportOn(models(), undefined), "1.2.3"))).error).toBeUndefined();
    const accepted: Edit = (text) =>
      text.replaceAll(
        '"deletion_window_in_days":30',
        '"deletion_window_in_days":7,"//":{"relaxations":[{"what":"key: short-deletion-window","reason":"a test"}]}',
      );
    const [result] = JSON.parse(sarif(reportOn(models(accepted), undefined), "1.2.3")).runs[0].results;
    expect(result.suppressions).toEqual([{ kind: "inSource", justification: "a test" }]);
  });

  it("would not be valid with another member", () => {
    expect(SCHEMA.safeParse({ version: "2.1.0", runs: [], other: 1 }).success).toBe(false);
  });
});
