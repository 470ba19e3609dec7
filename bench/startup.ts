/**
 * Start-up of the built tool, and encryption of 1 KiB, which is what scripts do most, against bare Node.js and aws-encryption-cli, in turns and before a KMS
 * that answers at once: `npx tsx bench/startup.ts [--runs 20] [--node 20,24,26: on each of these versions]
 * [--out DIR]`. Writes startup.json.
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
import { program } from "../tools/program";
import { say } from "../tools/say";
import { type Measured, measure, median } from "./harness";
import { type MeasuredNode, measuredNodes, versionsOf } from "./nodes";

const TOOL = join(REPO_ROOT, "scripts/sealstack.js");
const REFERENCE = {
  encrypt: "aws-encryption-cli --encrypt",
  decrypt: "aws-encryption-cli --decrypt",
} as const;

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    node: { type: "string" },
    out: { type: "string", default: join(__dirname, "results") },
  },
});

async function main(): Promise<void> {
  const nodes = await measuredNodes(flags.node);
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
    const cases = {
      ...Object.assign({}, ...nodes.map((node) => casesOn(node, dir, keyArn))),
      ...referenceCases(dir, keyArn, venv.bin("aws-encryption-cli")),
    };
    writeFileSync(join(dir, "plain"), randomBytes(1024));
    report(await rounds(cases, dir, url), nodes);
  } finally {
    kms.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Argv = readonly string[];

type Cases = Readonly<Record<string, Argv>>;

function casesOn({ program, named }: MeasuredNode, dir: string, key: string): Cases {
  const tool = (command: string, from: string, to: string): Argv => [
    ...[program, TOOL, command, "--key", key, "--context", "purpose=bench", "--quiet"],
    ...["--in", join(dir, from), "--out", join(dir, to), "--force"],
  ];
  return {
    [named("node, doing nothing")]: [program, "-e", "0"],
    [named("sealstack --version")]: [program, TOOL, "--version"],
    [named("sealstack --help")]: [program, TOOL, "--help"],
    [named("sealstack encrypt")]: tool("encrypt", "plain", "sealed"),
    [named("sealstack decrypt")]: tool("decrypt", "sealed", "opened"),
  };
}

function referenceCases(dir: string, key: string, program: string): Cases {
  const python = (operation: string, from: string, to: string): Argv => [
    ...[program, operation, "--input", join(dir, from), "--output", join(dir, to)],
    ...["--wrapping-keys", `key=${key}`, "--encryption-context", "purpose=bench", "--suppress-metadata"],
  ];
  return {
    [REFERENCE.encrypt]: python("--encrypt", "plain", "reference"),
    [REFERENCE.decrypt]: python("--decrypt", "reference", "reference-opened"),
  };
}

/** Each once, then each again: a slow minute of the machine hits all of them. */
async function rounds(cases: Cases, dir: string, url: string) {
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

function report(samples: ReadonlyMap<string, readonly Measured[]>, nodes: readonly MeasuredNode[]): void {
  const milliseconds = (of: (all: readonly Measured[]) => number) =>
    Object.fromEntries([...samples].map(([name, all]) => [name, Math.round(1000 * of(all))]));
  const wall = milliseconds((all) => median(all.map(({ seconds }) => seconds)));
  // The kernel counts it in ticks of 10 ms, so that a median would be one of a few figures.
  const processor = milliseconds((all) => all.reduce((sum, one) => sum + one.cpuSeconds, 0) / all.length);
  const ratios = (of: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      nodes.flatMap(({ named }) =>
        (["encrypt", "decrypt"] as const).map((operation) => [
          named(operation),
          Math.round((100 * (of[named(`sealstack ${operation}`)] ?? 0)) / (of[REFERENCE[operation]] ?? 0)) /
            100,
        ]),
      ),
    );
  const machine = { cpu: cpus()[0]?.model, node: versionsOf(nodes), load: loadavg()[0]?.toFixed(1) };
  const results = {
    machine,
    runs: Number(flags.runs),
    medianMilliseconds: wall,
    meanProcessorMilliseconds: processor,
    againstAwsEncryptionCli: { wall: ratios(wall), processor: ratios(processor) },
  };
  const text = `${JSON.stringify(results, undefined, 2)}\n`;
  writeFileSync(join(flags.out, "startup.json"), text);
  process.stdout.write(text);
}

void program(main);
