import { readFileSync, writeFileSync } from "node:fs";
import { readStackFile, stackPath } from "../../../../tools/emulator/apply/stack-file";
import { writeStack } from "../../../helpers/stacks/stack-json";
import { useTempDir } from "../../../helpers/temp-dir";

function stackWith(outDir: string, change: Record<string, unknown>): string {
  writeStack(outDir, "s", { resource: { aws_kms_key: { key: {} } } });
  const path = stackPath(outDir, "s");
  const json = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...json, ...change }));
  return outDir;
}

describe("stack file", () => {
  const folder = useTempDir();

  it("gives each block its address, dependencies and protection", () => {
    const outDir = writeStack(folder(), "s", {
      data: { aws_partition: { p: {} } },
      resource: {
        aws_kms_alias: { a: { name: "${data.aws_partition.p.id}", depends_on: ["aws_kms_key.k"] } },
        aws_kms_key: { k: { lifecycle: { prevent_destroy: true, ignore_changes: ["valid_to"] } } },
      },
    });
    const { blocks, region } = readStackFile(outDir, "s");
    expect(region).toBe("eu-central-1");
    expect(blocks).toEqual([
      expect.objectContaining({ address: "data.aws_partition.p", mode: "data", preventDestroy: false }),
      expect.objectContaining({
        address: "aws_kms_alias.a",
        attributes: { name: "${data.aws_partition.p.id}" },
        dependencies: new Set(["aws_kms_key.k", "data.aws_partition.p"]),
      }),
      expect.objectContaining({
        address: "aws_kms_key.k",
        preventDestroy: true,
        ignoreChanges: ["valid_to"],
      }),
    ]);
  });

  it.each([
    ["a variable", { variable: { x: {} } }, "variable"],
    ["a module", { module: { x: {} } }, "module"],
    ["a second provider", { provider: { aws: [{ region: "a" }, { region: "b", alias: "b" }] } }, "provider"],
    ["an unknown provider setting", { provider: { aws: [{ region: "a", profile: "p" }] } }, "profile"],
    [
      "an unknown lifecycle setting",
      { resource: { aws_kms_key: { k: { lifecycle: { create_before_destroy: true } } } } },
      "create_before_destroy",
    ],
  ])("fails at %s", (_what, change, named) => {
    expect(() => readStackFile(stackWith(folder(), change), "s")).toThrow(named);
  });

  it("fails at a stack that was not synthesized, with a hint", () => {
    expect(() => readStackFile(folder(), "s")).toThrow("cannot be read");
  });
});
