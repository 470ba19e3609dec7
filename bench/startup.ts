/**
 * Start-up of the built tool, and encryption of 1 KiB, which is what scripts do most, against bare Node.js and aws-encryption-cli, in turns and before a KMS
 * that answers at once: `npx tsx bench/startup.ts [--runs 20] [--node PATH, of another Node.js]`. Writes bench/results-startup.json.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { ensureVenv } from "../tools/fetched/python-venv";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/processes/run";
import { runFolder } from "../tools/processes/run-folder";
import { say } from "../tools/say";
import { type Measured, measure, median } from "./harness";

const TOOL = join(REPO_ROOT, "scripts/sealstack.js");
const REFERENCE = {
  encrypt: "aws-encryption-cli --encrypt",
  decrypt: "aws-encryption-cli --decrypt",
} as const;

const { values: flags } = parseArgs({
  options: { runs: { type: "string", default: "20" }, node: { type: "string", default: process.execPath } },
});

async function main(): Promise<void> {
  await mustRun(process.execPath, ["tools/bundle/main.mjs"], { cwd: REPO_ROOT });
  const venv = await ensureVenv("aws-encryption-cli", join(REPO_ROOT, "tools/interop/requirements.txt"), say);
  const dir = runFolder("sealstack-bench-");
  const kms = spawn(process.execPath, ["--import", "tsx", "bench/kms-plugin/stand-in.ts"], {
    cwd: REPO_ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(createInterface({ input: kms.stdout }), "line")) as [string];
    const { url, keyArn } = JSON.parse(line) as { url: string; keyArn: string };
    const cases = casesOf(dir, keyArn, venv.bin("aws-encryption-cli"));
    await report(await rounds(cases, dir, url));
  } finally {
    kms.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Argv = readonly string[];

function casesOf(dir: string, key: string, reference: string): Readonly<Record<string, Argv>> {
  const [plain, sealed] = [join(dir, "plain"), join(dir, "sealed")];
  writeFileSync(plain, randomBytes(1024));
  const tool = (command: string, from: string, to: string): Argv => [
    ...[flags.node, TOOL, command, "--key", key, "--context", "purpose=bench", "--quiet"],
    ...["--in", from, "--out", to, "--force"],
  ];
  const python = (operation: string, from: string, to: string): Argv => [
    ...[reference, operation, "--input", from, "--output", to, "--wrapping-keys", `key=${key}`],
    ...["--encryption-context", "purpose=bench", "--suppress-metadata"],
  ];
  return {
    "node, doing nothing": [flags.node, "-e", "0"],
    "sealstack --version": [flags.node, TOOL, "--version"],
    "sealstack --help": [flags.node, TOOL, "--help"],
    "sealstack encrypt": tool("encrypt", plain, sealed),
    "sealstack decrypt": tool("decrypt", sealed, join(dir, "opened")),
    [REFERENCE.encrypt]: python("--encrypt", plain, join(dir, "reference")),
    [REFERENCE.decrypt]: python("--decrypt", sealed, join(dir, "reference-opened")),
  };
}

/** Each once, then each again: a slow minute of the machine hits all of them. */
async function rounds(cases: Readonly<Record<string, Argv>>, dir: string, url: string) {
  const home = join(dir, "home");
  mkdirSync(home);
  const env = {
    PATH: process.env.PATH,
    HOME: home, // without a profile of this machine's
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
  };
  const samples = new Map<string, Measured[]>(Object.keys(cases).map((name) => [name, []]));
  for (let run = 0; run < Number(flags.runs); run++)
    for (const [name, argv] of Object.entries(cases))
      samples.get(name)?.push(await measure(argv, undefined, env));
  return samples;
}

async function report(samples: ReadonlyMap<string, readonly Measured[]>): Promise<void> {
  const milliseconds = (of: (all: readonly Measured[]) => number) =>
    Object.fromEntries([...samples].map(([name, all]) => [name, Math.round(1000 * of(all))]));
  const wall = milliseconds((all) => median(all.map(({ seconds }) => seconds)));
  // The kernel counts it in ticks of 10 ms, so that a median would be one of a few figures.
  const processor = milliseconds((all) => all.reduce((sum, one) => sum + one.cpuSeconds, 0) / all.length);
  const ratios = (of: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      (["encrypt", "decrypt"] as const).map((operation) => [
        operation,
        Math.round((100 * (of[`sealstack ${operation}`] ?? 0)) / (of[REFERENCE[operation]] ?? 0)) / 100,
      ]),
    );
  const { stdout } = await mustRun(flags.node, ["--version"], { cwd: REPO_ROOT });
  const machine = { cpu: cpus()[0]?.model, node: stdout.trim(), load: loadavg()[0]?.toFixed(1) };
  const results = {
    machine,
    runs: Number(flags.runs),
    medianMilliseconds: wall,
    meanProcessorMilliseconds: processor,
    againstAwsEncryptionCli: { wall: ratios(wall), processor: ratios(processor) },
  };
  const text = `${JSON.stringify(results, undefined, 2)}\n`;
  writeFileSync(join(__dirname, "results-startup.json"), text);
  process.stdout.write(text);
}

void main();
