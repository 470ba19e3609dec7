/**
 * Speed of encryption and decryption, from file to file, against other programs: `npm run bench`.
 *
 * Everything is measured in one run and in turns, because ratios of one run mean something on any machine and absolute
 * figures only on this one. Flags: --size MiB, --runs N, --slow-runs N, --dir DIR (needs four times the size), --out DIR,
 * --node 20,24,26: sealstack on each of these versions of Node.js.
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { emulatorClients } from "../tools/emulator/clients";
import { ensureVenv } from "../tools/fetched/python-venv";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/processes/run";
import { runFolder } from "../tools/processes/run-folder";
import { program } from "../tools/program";
import { say } from "../tools/say";
import { chart } from "./chart";
import { type Contestant, contestants } from "./contestants";
import { fileSystemOf, type Measured, measure, median } from "./harness";
import { measuredNodes, versionsOf } from "./nodes";
import { startOwnEmulator } from "./own-emulator";

const { values: flags } = parseArgs({
  options: {
    size: { type: "string", default: "1024" },
    runs: { type: "string", default: "5" },
    "slow-runs": { type: "string", default: "3" },
    dir: { type: "string", default: tmpdir() },
    out: { type: "string", default: join(REPO_ROOT, "bench/results") },
    node: { type: "string" },
  },
});
const SIZE_MIB = Number(flags.size);
const RUNS = Number(flags.runs);
/** Programs that take a minute a round need fewer of them. */
const SLOW_RUNS = Math.min(RUNS, Number(flags["slow-runs"]));

const OPERATIONS = ["encrypt", "decrypt"] as const;
type Samples = Readonly<Record<(typeof OPERATIONS)[number], Measured[]>>;

const notify = (line: string): void => say(`bench: ${line}`);

async function main(): Promise<void> {
  mkdirSync(flags.out, { recursive: true });
  const dir = runFolder("sealstack-bench-", flags.dir);
  const emulator = await startOwnEmulator(join(dir, "emulator"), notify);
  try {
    await mustRun(process.execPath, ["tools/bundle/main.mjs"], { cwd: REPO_ROOT });
    const nodes = await measuredNodes(flags.node);
    const all = contestants({ ...(await tools(dir)), nodes });
    fillRandom(join(dir, "plain"));
    report(all, await rounds(all, dir), { openssl: limits(), node: versionsOf(nodes) });
  } finally {
    await emulator.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function tools(dir: string) {
  const venv = await ensureVenv(
    "aws-encryption-cli",
    join(REPO_ROOT, "tools/interop/requirements.txt"),
    notify,
  );
  const { kms } = emulatorClients(process.env.AWS_ENDPOINT_URL ?? "");
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return { kmsKey: KeyMetadata?.Arn ?? "", awsEncryptionCli: venv.bin("aws-encryption-cli"), dir };
}

function fillRandom(file: string): void {
  const fd = openSync(file, "w");
  for (let written = 0; written < SIZE_MIB; written++) writeSync(fd, randomBytes(1024 * 1024));
  closeSync(fd);
}

/** Each program once, then each again: a slow minute of the machine hits all of them. */
async function rounds(all: readonly Contestant[], dir: string): Promise<Map<string, Samples>> {
  const samples = new Map<string, Samples>(all.map(({ name }) => [name, { encrypt: [], decrypt: [] }]));
  const [plain, sealed, opened] = ["plain", "sealed", "opened"].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  for (let round = 1; round <= RUNS; round++) {
    for (const { name, encrypt, decrypt, slow } of all) {
      if (slow && round > SLOW_RUNS) continue;
      const to = samples.get(name);
      for (const output of [sealed, opened]) rmSync(output, { force: true });
      to?.encrypt.push(await measure(encrypt(plain, sealed), sealed, process.env));
      to?.decrypt.push(await measure(decrypt(sealed, opened), opened, process.env));
      if (round === 1) await mustRun("cmp", [plain, opened]);
      notify(`round ${round} of ${RUNS}: ${name}`);
    }
  }
  return samples;
}

/** What the processor can do: AES-256-GCM of OpenSSL on one core, and on all. */
function limits() {
  const speed = (multi: readonly string[]): number => {
    const argv = ["speed", ...multi, "-mr", "-seconds", "2", "-bytes", "1048576", "-evp", "aes-256-gcm"];
    const { stdout } = spawnSync("openssl", argv, { encoding: "utf8" });
    const bytes = /^\+F:\d+:[^:]+:([\d.]+)$/m.exec(stdout)?.[1];
    return Math.round(Number(bytes ?? Number.NaN) / 1024 / 1024);
  };
  return { oneCore: speed([]), allCores: speed(["-multi", String(availableParallelism())]) };
}

function report(
  all: readonly Contestant[],
  samples: ReadonlyMap<string, Samples>,
  { openssl, node }: { readonly openssl: ReturnType<typeof limits>; readonly node: string },
): void {
  const rows = [...samples].map(([name, measured]) => ({
    name,
    encrypt: summary(measured.encrypt),
    decrypt: summary(measured.decrypt),
  }));
  const isOurs = (row: { readonly name: string }) =>
    all.some((contestant) => contestant.ours === true && contestant.name === row.name);
  const ours = rows.find(isOurs);
  if (ours === undefined) throw new Error("sealstack was not measured");
  const results = rows.map((row) => ({
    ...row,
    sealstackIsFasterBy: {
      encrypt: Number((ours.encrypt.mibPerSecond / row.encrypt.mibPerSecond).toFixed(2)),
      decrypt: Number((ours.decrypt.mibPerSecond / row.decrypt.mibPerSecond).toFixed(2)),
    },
  }));
  const machine = { cpu: cpus()[0]?.model ?? "", cores: availableParallelism(), node };
  const how = {
    sizeMiB: SIZE_MIB,
    runs: RUNS,
    fileSystem: fileSystemOf(flags.dir),
    measured: new Date().toISOString(),
  };
  const json = { machine, how, opensslMiBPerSecond: openssl, results };
  writeFileSync(join(flags.out, "crypto.json"), `${JSON.stringify(json, undefined, 2)}\n`);
  const medians = `median of ${RUNS} runs in turns (slow programs: ${SLOW_RUNS})`;
  const subtitle = `MiB/s, ${medians}, output synced; ${machine.cores} cores, ${how.fileSystem}`;
  const bars = rows.map((row) => ({
    label: row.name,
    speeds: [row.encrypt.mibPerSecond, row.decrypt.mibPerSecond] as const,
    ours: isOurs(row),
  }));
  writeFileSync(
    join(flags.out, "crypto.svg"),
    chart(
      { title: `A file of ${SIZE_MIB} MiB, encrypted and decrypted`, subtitle, operations: OPERATIONS },
      bars,
    ),
  );
  process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
}

function summary(measured: readonly Measured[]) {
  const seconds = median(measured.map((one) => one.seconds));
  return {
    mibPerSecond: Math.round(SIZE_MIB / seconds),
    bestMiBPerSecond: Math.round(SIZE_MIB / Math.min(...measured.map((one) => one.seconds))),
    seconds: measured.map((one) => Number(one.seconds.toFixed(3))),
    peakMiB: Math.round(Math.max(...measured.map(({ peakMiB }) => peakMiB))),
  };
}

void program(main);
