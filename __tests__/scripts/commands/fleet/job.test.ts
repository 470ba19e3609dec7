import { withOutputs } from "../../../../scripts/commands/fleet/job";
import { resolveSettings } from "../../../../scripts/settings/config";

const OUTPUTS = {
  region: "eu-central-1",
  fleet_operation: "verify",
  job_role_arn: "arn:aws:iam::111122223333:role/fleet-job",
  function_arn: "arn:aws:lambda:eu-central-1:111122223333:function:fleet-function:1",
  manifest_location: "s3://fleet/manifests",
  report_location: "s3://fleet/reports",
};
const NOTHING = {
  roleArn: undefined,
  functionArn: undefined,
  manifestLocation: undefined,
  reportLocation: undefined,
};
const given = (more: object = {}, outputs: object = OUTPUTS) => ({
  settings: resolveSettings({}, {}, outputs as Record<string, unknown>),
  operation: "verify",
  driver: "s3-batch",
  ...NOTHING,
  ...more,
});

describe("what a job needs", () => {
  it("stands in the outputs of the preset fleet", () => {
    expect(withOutputs(given())).toMatchObject({
      roleArn: OUTPUTS.job_role_arn,
      functionArn: OUTPUTS.function_arn,
      manifestLocation: OUTPUTS.manifest_location,
      reportLocation: OUTPUTS.report_location,
    });
  });

  it("is what was given, before what the outputs say", () => {
    const roleArn = "arn:aws:iam::111122223333:role/mine";
    expect(withOutputs(given({ roleArn, operation: "rewrap" }))).toMatchObject({
      roleArn,
      functionArn: OUTPUTS.function_arn,
    });
  });

  it("is missing where the outputs are of another stack", () => {
    expect(withOutputs(given({}, { region: "eu-central-1" }))).toMatchObject(NOTHING);
  });

  it("is refused for another operation than the stack's, but by the local driver", () => {
    expect(() => withOutputs(given({ operation: "rewrap" }))).toThrow(
      "the roles of the stack are for verify, and not for rewrap",
    );
    expect(withOutputs(given({ operation: "rewrap", driver: "local" }))).toMatchObject({
      operation: "rewrap",
    });
  });
});
