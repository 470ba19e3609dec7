import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_FILE, schemaText } from "../../config/json-schema";

const ROOT = join(__dirname, "../..");

describe("JSON schema for editors", () => {
  it("is current (run 'npm run schema' after a change of the schema)", () => {
    expect(readFileSync(join(ROOT, SCHEMA_FILE), "utf8")).toBe(schemaText());
  });

  it("is the one that the sample names", () => {
    const [first] = readFileSync(join(ROOT, "sealstack.yaml"), "utf8").split("\n");
    expect(first).toBe(`# yaml-language-server: $schema=${SCHEMA_FILE}`);
  });

  it("describes every key, and refuses unknown ones", () => {
    const objects: {
      properties: Record<string, { description?: string; const?: string }>;
      additionalProperties?: unknown;
    }[] = [];
    const collect = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      if ("properties" in node) objects.push(node as (typeof objects)[number]);
      for (const child of Object.values(node)) collect(child);
    };
    collect(JSON.parse(schemaText()));
    expect(objects.length).toBeGreaterThan(10);
    for (const { properties, additionalProperties } of objects) {
      expect(additionalProperties).toBe(false);
      for (const [name, property] of Object.entries(properties))
        expect([name, property.description ?? property.const]).toEqual([name, expect.any(String)]);
    }
  });

  it("holds the ranges, which the schema checks by itself", () => {
    expect(schemaText()).toContain('"minimum": 90,');
    expect(schemaText()).toContain('"maximum": 2560');
  });
});
