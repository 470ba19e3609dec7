import { TerraformStack } from "cdktf";
import { InlinePolicy, User } from "../../../modules/iam";
import { annotations, synth, synthStack, withApp } from "../../helpers/synth";

const synthUser = (accessKey?: boolean) =>
  withApp((app) => {
    const stack = new TerraformStack(app, "test");
    new User(stack, "host", { name: "host", ...(accessKey === undefined ? {} : { accessKey }) });
    return { synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });

describe("User", () => {
  it("has no access key and no warning by default", () => {
    const { synthesized, warnings } = synthUser();
    expect(synthesized.resource("aws_iam_user")).toMatchObject({ name: "host" });
    expect(synthesized.resources("aws_iam_access_key")).toEqual({});
    expect(warnings).toEqual([]);
  });

  it("warns about an access key", () => {
    const { synthesized, warnings } = synthUser(true);
    expect(Object.keys(synthesized.resources("aws_iam_access_key"))).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringMatching(/never expires and its secret stands in the Terraform state/),
    ]);
  });

  it("fails on a policy longer than a user may have", () => {
    const resources = ["x".repeat(2048)];
    const build = () =>
      synth((stack) => {
        const user = new User(stack, "host", { name: "host" });
        const statements = [{ sid: "A", actions: ["s3:GetObject"], resources }];
        new InlinePolicy(stack, "host-policy", { name: "backup", attachTo: { user }, statements });
      });
    expect(build).toThrow(/'test\/host-policy':\n {2}- a userInline policy must not exceed 2048 characters/);
  });
});
