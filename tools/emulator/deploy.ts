/**
 * Brings a synthesized stack to the emulator: with `cdktf deploy` where Terraform can have the AWS provider,
 * otherwise with our own apply.
 *
 * Checked so far: the second way, and of the first all but the AWS provider: a stack without one is deployed and
 * destroyed in the tests. No machine of this project's CI reaches a Terraform registry.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { EMULATOR_DIR, REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import { type ApplyOptions, applyStack, type Change, destroyStack, type Removed } from "./apply";
import type { StackOutputs } from "./apply/outputs";
import { readStackFile, stackPath } from "./apply/stack-file";
import { assertLoopback } from "./endpoint";
import { deployEnvironment, overrideFile, whyNoTerraform } from "./terraform";
import { whatTerraformSaid } from "./terraform-said";

export interface DeployOptions extends ApplyOptions {
  /** Receives one line on the way that was taken, and why. @default - silent */
  readonly notify?: (line: string) => void;
}

export interface Deployed {
  readonly by: "cdktf deploy" | "emulator apply";
  readonly outputs: StackOutputs;
  /** Only of our own apply; Terraform prints its own. */
  readonly changes: readonly Change[];
}

/** @throws OperatorError (`usage`) when the endpoint is not on loopback, or the stack holds what is not mapped */
export async function deployStack(options: DeployOptions): Promise<Deployed> {
  assertLoopback(options.endpoint);
  const reason = await whyNoTerraform(readStackFile(options.outDir, options.stack).requiredProviders);
  if (reason === undefined) return { by: "cdktf deploy", outputs: await cdktfDeploy(options), changes: [] };
  options.notify?.(`cdktf deploy is not possible here: ${reason}; going on with the emulator's own apply`);
  return { by: "emulator apply", ...(await applyStack(options)) };
}

/** Undoes {@link deployStack}, the way it was done. */
export async function undeployStack(options: DeployOptions): Promise<readonly Removed[]> {
  assertLoopback(options.endpoint);
  if (!existsSync(terraformState(options))) return destroyStack(options);
  await cdktf("destroy", options, []);
  rmSync(terraformState(options), { force: true });
  // Terraform has removed all that its state held, and left the keys pending deletion, as it always does.
  return readStackFile(options.outDir, options.stack)
    .blocks.filter(({ mode }) => mode === "resource")
    .map(({ address, type }) => ({ address, action: type === "aws_kms_key" ? "left" : "removed" }));
}

async function cdktfDeploy(options: DeployOptions): Promise<StackOutputs> {
  const file = join(workDir(options), "outputs.json");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // cdktf keeps the mode of a file that is there.
  writeFileSync(file, "{}", { mode: 0o600 });
  await cdktf("deploy", options, ["--outputs-file", file, "--outputs-file-include-sensitive-outputs"]);
  return JSON.parse(readFileSync(file, "utf8")) as StackOutputs;
}

/**
 * Works on a copy: an override file in the user's own output would lead his next real deploy to the emulator. What Terraform keeps beside it of
 * his deploys stays away, because it is of another backend, and its lock of another source of providers.
 */
async function cdktf(
  command: "deploy" | "destroy",
  options: DeployOptions,
  extra: readonly string[],
): Promise<void> {
  const { endpoint, outDir, stack } = options;
  const copy = join(workDir(options), "cdktf.out");
  const file = readStackFile(outDir, stack);
  rmSync(copy, { recursive: true, force: true });
  cpSync(outDir, copy, {
    recursive: true,
    filter: (path) => !/^\.terraform(\.lock\.hcl)?$/.test(basename(path)),
  });
  const override = overrideFile(endpoint, file, terraformState(options));
  writeFileSync(join(dirname(stackPath(copy, stack)), "emulator_override.tf.json"), JSON.stringify(override));
  await mustRun(
    join(REPO_ROOT, "node_modules", ".bin", "cdktf"),
    [command, stack, ...UNATTENDED, "--output", copy, ...extra],
    { cwd: REPO_ROOT, env: deployEnvironment(endpoint, file.region), cause: whatTerraformSaid },
  );
}

/** The lock is asked of the provider's own registry, which is not where a mirror has it from, and is thrown away with the copy. */
const UNATTENDED = ["--skip-synth", "--auto-approve", "--no-color", "--skip-provider-lock"];

function workDir({ stack, stateDir = join(EMULATOR_DIR, "state") }: DeployOptions): string {
  return join(stateDir, "terraform", stack);
}

function terraformState(options: DeployOptions): string {
  return join(workDir(options), "terraform.tfstate");
}
