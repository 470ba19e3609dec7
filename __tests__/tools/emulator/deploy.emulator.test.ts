import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { readStackFile } from "../../../tools/emulator/apply/stack-file";
import { deployStack, undeployStack } from "../../../tools/emulator/deploy";
import { overrideFile, whyNoTerraform } from "../../../tools/emulator/terraform";
import { findTool } from "../../../tools/fetched/system-packages";
import { mustRun } from "../../../tools/processes/run";
import { describeIf } from "../../helpers/describe-if";
import { emulatorEndpoint } from "../../helpers/emulator";
import { TestStack } from "../../helpers/stacks/test-stack";
import { useTempDir } from "../../helpers/temp-dir";

const TERRAFORM = findTool("terraform");

/** Each test has its own: the answer is remembered by what is asked. */
const aws = (version: string) => ({ aws: { source: "hashicorp/aws", version } });

/** Terraform with an empty folder as its only source of providers: the same everywhere, reachable registry or not. */
function withoutProviders(folder: string): void {
  const mirror = join(folder, "mirror");
  mkdirSync(mirror);
  const config = join(folder, "terraformrc");
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  process.env.TF_CLI_CONFIG_FILE = config;
}

describe("deploy", () => {
  const folder = useTempDir();
  const { PATH, TF_CLI_CONFIG_FILE } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
    delete process.env.TF_CLI_CONFIG_FILE;
    if (TF_CLI_CONFIG_FILE !== undefined) process.env.TF_CLI_CONFIG_FILE = TF_CLI_CONFIG_FILE;
  });

  it("says that there is no terraform, and goes on with the emulator's own apply", async () => {
    process.env.PATH = folder();
    const stack = new TestStack(folder()).write({ output: { plain: { value: "x" } } });
    const notify = jest.fn();
    expect(await deployStack({ ...stack.options, notify })).toEqual({
      by: "emulator apply",
      changes: [],
      outputs: { [stack.name]: { plain: "x" } },
    });
    expect(notify.mock.calls).toEqual([
      [
        "cdktf deploy is not possible here: there is no terraform binary; going on with the emulator's own apply",
      ],
    ]);
  });

  it("fails at an endpoint that is not on loopback, whoever would deploy", async () => {
    const stack = new TestStack(folder()).write({});
    const endpoint = "https://kms.eu-central-1.amazonaws.com";
    await expect(deployStack({ ...stack.options, endpoint })).rejects.toThrow("only talk to loopback");
    await expect(undeployStack({ ...stack.options, endpoint })).rejects.toThrow("only talk to loopback");
  });

  it("leads the provider to the emulator, with test credentials and a state of its own", () => {
    const stack = new TestStack(folder()).write({});
    const file = readStackFile(stack.options.outDir, stack.name);
    const endpoint = emulatorEndpoint();
    expect(overrideFile(endpoint, file, "/state")).toEqual({
      terraform: { backend: { local: { path: "/state" } } },
      provider: {
        aws: [
          expect.objectContaining({
            access_key: "test",
            secret_key: "test",
            endpoints: [
              {
                kms: endpoint,
                s3: endpoint,
                s3control: endpoint,
                iam: endpoint,
                sts: endpoint,
                sns: endpoint,
                cloudwatch: endpoint,
                ec2: endpoint,
                logs: endpoint,
                events: endpoint,
                cloudtrail: endpoint,
              },
            ],
          }),
        ],
      },
    });
  });

  describeIf(TERRAFORM !== undefined, "terraform is missing", "with terraform", () => {
    it("says that there is no provider to be had", async () => {
      withoutProviders(folder());
      expect(await whyNoTerraform(aws("6.25.0"))).toMatch(
        /^terraform init cannot get the AWS provider \(.+\)$/,
      );
    });

    it("deploys a stack that needs no provider with cdktf, and leaves the user's files alone", async () => {
      const outDir = join(folder(), "cdktf.out");
      const userState = join(folder(), "user.tfstate");
      const app = new App({ outdir: outDir });
      const stack = new TerraformStack(app, "outputs");
      new LocalBackend(stack, { path: userState });
      new TerraformOutput(stack, "plain", { value: "x" });
      new TerraformOutput(stack, "secret", { value: { a: [1] }, sensitive: true });
      app.synth();
      const files = readdirSync(outDir, { recursive: true }).sort();

      const stateDir = join(folder(), "state");
      const options = { endpoint: emulatorEndpoint(), outDir, stack: "outputs", stateDir };
      expect(await deployStack(options)).toEqual({
        by: "cdktf deploy",
        changes: [],
        outputs: { outputs: { plain: "x", secret: { a: [1] } } },
      });
      expect(readdirSync(outDir, { recursive: true }).sort()).toEqual(files);
      expect(existsSync(userState)).toBe(false);
      expect(statSync(join(stateDir, "terraform", "outputs", "outputs.json")).mode & 0o777).toBe(0o600);
      const state = join(stateDir, "terraform", "outputs", "terraform.tfstate");
      expect(JSON.parse(readFileSync(state, "utf8")).outputs.plain.value).toBe("x");

      expect(await undeployStack(options)).toEqual([]);
      expect(existsSync(state)).toBe(false);
    });

    it("deploys behind a mirror of providers, over what an earlier deploy of the user's left", async () => {
      const outDir = join(folder(), "cdktf.out");
      const app = new App({ outdir: outDir });
      const stack = new TerraformStack(app, "mirrored");
      new LocalBackend(stack, { path: join(folder(), "user.tfstate") });
      new TerraformOutput(stack, "plain", { value: "x" });
      app.synth();
      // Behind a mirror nobody reaches the registry, which `providers lock` asks whatever the mirror has.
      const shim = join(folder(), "terraform");
      const lines = ["#!/bin/sh", '[ "$1 $2" = "providers lock" ] && exit 1', `exec "${TERRAFORM}" "$@"`];
      writeFileSync(shim, lines.join("\n"), { mode: 0o755 });
      process.env.PATH = `${folder()}:${PATH}`;
      const users = join(outDir, "stacks", "mirrored");
      await mustRun("terraform", ["init", "-input=false"], { cwd: users }); // of the user's backend
      const before = readdirSync(users).sort();
      expect(before).toEqual([".terraform", "cdk.tf.json"]);

      const options = {
        endpoint: emulatorEndpoint(),
        outDir,
        stack: "mirrored",
        stateDir: join(folder(), "state"),
      };
      expect(await deployStack(options)).toMatchObject({ outputs: { mirrored: { plain: "x" } } });
      expect(await undeployStack(options)).toEqual([]);
      expect(readdirSync(users).sort()).toEqual(before);
    });

    it("shows what Terraform said when it fails, and no value", async () => {
      const outDir = join(folder(), "cdktf.out");
      const app = new App({ outdir: outDir });
      const stack = new TerraformStack(app, "failing");
      stack.addOverride("resource.terraform_data.x", { input: "hunter2" });
      const condition = '${terraform_data.x.input != "hunter2"}';
      stack.addOverride("output.y", {
        value: "hunter2",
        precondition: [{ condition, error_message: "the moon is not full" }],
      });
      app.synth();
      const options = {
        endpoint: emulatorEndpoint(),
        outDir,
        stack: "failing",
        stateDir: join(folder(), "state"),
      };
      const failure = await deployStack(options).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        exit: "tool",
        details: [
          "Error: Module output value precondition failed",
          expect.stringMatching(/^on cdk.tf.json line \d+, in output.y/),
          "the moon is not full",
        ],
      });
      expect(String(failure)).not.toContain("hunter2");
    });
  });
});
