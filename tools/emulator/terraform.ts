/** Whether Terraform itself can deploy to the emulator, and how it is told where the emulator is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CACHE_DIR } from "../paths";
import { run } from "../processes/run";
import type { StackFile } from "./apply/stack-file";
import { emulatorEnvironment, TEST_CREDENTIALS } from "./endpoint";
import { SERVICES } from "./launch";

/** The provider is several hundred MB; whoever cannot have it within this time gets our own apply. */
const INIT_WITHIN_MS = 180_000;

/** Asked once a run: what cannot be had now will not be had a second later. */
const answersByVersion = new Map<string, Promise<string | undefined>>();

/**
 * Why `cdktf deploy` cannot be used; `undefined` when it can: there is a `terraform` binary, and `terraform init`
 * gets the providers of the stack.
 */
export function whyNoTerraform(requiredProviders: unknown): Promise<string | undefined> {
  const providers = JSON.stringify({ terraform: { required_providers: requiredProviders ?? {} } });
  const known = answersByVersion.get(providers) ?? probe(providers);
  answersByVersion.set(providers, known);
  return known;
}

async function probe(providers: string): Promise<string | undefined> {
  const version = await run("terraform", ["version"], { timeoutMs: 10_000, env: terraformEnvironment() });
  if (version.status !== 0) return "there is no terraform binary";
  const dir = mkdtempSync(join(tmpdir(), "sealstack-terraform-"));
  try {
    writeFileSync(join(dir, "providers.tf.json"), providers);
    const init = await run("terraform", ["init", "-input=false", "-no-color", "-backend=false"], {
      cwd: dir,
      timeoutMs: INIT_WITHIN_MS,
      env: terraformEnvironment(),
    });
    if (init.status === 0) return undefined;
    const reason = /^Error: (.*)$/m.exec(init.stderr)?.[1] ?? "no answer in time";
    return `terraform init cannot get the AWS provider (${reason})`;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Without calls home, and with one copy of the provider for all folders. */
export function terraformEnvironment(): NodeJS.ProcessEnv {
  const pluginCache = join(CACHE_DIR, "terraform-plugins");
  mkdirSync(pluginCache, { recursive: true });
  return {
    TF_PLUGIN_CACHE_DIR: pluginCache,
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
  };
}

/**
 * The content of `emulator_override.tf.json`, which Terraform merges over the stack: provider at the emulator with
 * test credentials, state in a file of the emulator's own.
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function overrideFile(endpoint: string, { region, usesAws }: StackFile, stateFile: string): unknown {
  const aws = {
    region,
    access_key: TEST_CREDENTIALS.accessKeyId,
    secret_key: TEST_CREDENTIALS.secretAccessKey,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    s3_use_path_style: true,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
  };
  return {
    ...(usesAws && { provider: { aws: [aws] } }),
    terraform: { backend: { local: { path: stateFile } } },
  };
}

/** Environment of `cdktf deploy` to the emulator: nothing of the user's AWS settings. */
export function deployEnvironment(endpoint: string, region: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(terraformEnvironment()).filter(([name]) => !name.startsWith("AWS_"));
  return { ...Object.fromEntries(inherited), ...emulatorEnvironment(endpoint, region) };
}
