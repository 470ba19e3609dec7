import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../tools/paths";

const DEFINITION = JSON.parse(readFileSync(join(REPO_ROOT, "scripts/fleet-state-machine.asl.json"), "utf8"));

/** `asl-validator` of npm. */
function validator(definition: object) {
  const program = join(REPO_ROOT, "node_modules/asl-validator/dist/bin/asl-validator.js");
  const argv = [program, "--json-definition", JSON.stringify(definition)];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

describe("the state machine of a fleet", () => {
  it("is Amazon States Language, by a validator that is not ours", () => {
    expect(validator(DEFINITION)).toEqual({ status: 0, said: expect.stringContaining("is valid") });
    const { StartAt: _, ...broken } = DEFINITION;
    expect(validator(broken)).toEqual({ status: 1, said: expect.stringContaining("StartAt") });
  });

  it("reads manifests of S3 Batch Operations, and deletes nothing", () => {
    const { ItemReader } = DEFINITION.States.EachObject;
    expect(ItemReader.ReaderConfig).toEqual({
      InputType: "CSV",
      CSVHeaderLocation: "GIVEN",
      CSVHeaders: ["Bucket", "Key", "VersionId"],
    });
    const resources = JSON.stringify(DEFINITION).match(/"Resource":"[^"]+"/g);
    expect(resources).toEqual([
      '"Resource":"arn:aws:states:::s3:getObject"',
      '"Resource":"arn:aws:states:::lambda:invoke"',
      '"Resource":"arn:aws:states:::s3:putObject"',
    ]);
  });
});
