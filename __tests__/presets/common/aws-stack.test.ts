import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsStack } from "../../../presets/common/stack/aws-stack";
import { removeStaleOutput } from "../../../presets/common/stack/stale-output";
import { synthStack, withApp } from "../../helpers/stacks/synth";
import { useTempDir } from "../../helpers/temp-dir";

class Empty extends AwsStack {}

describe("AwsStack", () => {
  it("has neither provider nor backend where it is a module", () => {
    const { json } = withApp((app) => synthStack(new Empty(app, "test", undefined)));
    expect(json).not.toHaveProperty("provider");
    expect(json).not.toHaveProperty("terraform");
  });

  it("fails when two constructs would have one address", () => {
    const build = () =>
      withApp((app) => {
        const stack = new Empty(app, "test", undefined);
        const first = new TerraformOutput(new Construct(stack, "a"), "b-c", { value: 1 });
        const second = new TerraformOutput(new Construct(stack, "a-b"), "c", { value: 2 });
        return [first.friendlyUniqueId, second.friendlyUniqueId];
      });
    expect(build).toThrow("constructs 'test/a/b-c' and 'test/a-b/c' have the same address 'a_b_c'");
  });
});

describe("removeStaleOutput", () => {
  const dir = useTempDir();

  it.each([
    { hclOutput: false, gone: ["cdk.tf", "metadata.json"], kept: ["cdk.tf.json"] },
    { hclOutput: true, gone: ["cdk.tf.json"], kept: ["cdk.tf", "metadata.json"] },
  ])("leaves only the files of the output at hand (hclOutput: $hclOutput)", ({ hclOutput, gone, kept }) => {
    const app = new App({ outdir: dir(), hclOutput });
    new TerraformStack(app, "test");
    const folder = join(dir(), "stacks", "test");
    mkdirSync(folder, { recursive: true });
    for (const file of [...gone, ...kept]) writeFileSync(join(folder, file), "");
    removeStaleOutput(app);
    expect(gone.filter((file) => existsSync(join(folder, file)))).toEqual([]);
    expect(kept.filter((file) => existsSync(join(folder, file)))).toEqual(kept);
  });
});
