/**
 * What the KMS plugin costs: Encrypt and Decrypt by kube-apiserver's client code through the socket, against the bare call of KMS by the AWS SDK, in
 * turns and in one run, beside a gRPC server that does nothing, and beside the least that a plugin in Go can do; start-up against bare Node, and memory. Writes bench/results/kms-plugin.json: `npm run bench:kms-plugin`.
 *
 * Twice: before the emulator, whose calls take as long as KMS's do, and before a stand-in that answers at once, which hides nothing.
 * Flags: --rounds N, --calls N (each round, of each kind), --out DIR.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { CreateKeyCommand, DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { goProgram } from "../tools/fetched/go-program";
import { buildDriver } from "../tools/kms-plugin-driver/build";
import { type ApiServer, KmsDriver } from "../tools/kms-plugin-driver/client";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/processes/run";
import { runFolder } from "../tools/processes/run-folder";
import { program } from "../tools/program";
import { say } from "../tools/say";
import { median } from "./harness";
import { bareNodeMs, type Plugin, startNoOp, startPlugin, startThinGo } from "./kms-plugin/plugin";
import { startOwnEmulator } from "./own-emulator";

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "8" },
    calls: { type: "string", default: "50" },
    out: { type: "string", default: join(REPO_ROOT, "bench/results") },
  },
});
const ROUNDS = Number(flags.rounds);
const CALLS = Number(flags.calls);
/** Calls under way at a time where throughput is measured. */
const PARALLEL = 16;
/** Ciphertexts that calls take in turn, more than go at a time: the plugin makes one call of KMS for those who ask for the same at once. */
const DISTINCT = 4 * PARALLEL;
const STARTS = 7;
const notify = (line: string) => say(line);

/** A KMS to measure before. */
interface Service {
  readonly name: string;
  readonly endpoint: string;
  readonly keyArn: string;
}

interface Calls {
  readonly ms: readonly number[];
  readonly totalMs: number;
}

/** One kind of call. */
type Measure = (parallel: number, count: number) => Promise<Calls>;

async function main(): Promise<void> {
  mkdirSync(flags.out, { recursive: true });
  await mustRun("npm", ["run", "-s", "-w", "scripts", "build"], { cwd: REPO_ROOT });
  const about = machine();
  const driver = new KmsDriver(await buildDriver(notify));
  const sources = join(REPO_ROOT, "bench/kms-plugin/thin-go");
  const thinGo = await goProgram({ name: "thin-kms-plugin", sources }, notify);
  const dir = runFolder("sealstack-bench-");
  const emulator = await startOwnEmulator(join(dir, "emulator"), notify);
  const standIn = spawn(process.execPath, ["--import", "tsx", "bench/kms-plugin/stand-in.ts"], {
    cwd: REPO_ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(createInterface({ input: standIn.stdout }), "line")) as [string];
    const { url, keyArn } = JSON.parse(line) as { url: string; keyArn: string };
    const services: readonly Service[] = [
      { name: "emulator", endpoint: emulator.endpoint, keyArn: await createKey(emulator.endpoint) },
      { name: "stand-in", endpoint: url, keyArn },
    ];
    const results = [];
    for (const service of services) results.push(await compare(service, driver, thinGo, dir));
    const [first] = services;
    const startUp = first === undefined ? undefined : await starts(first, dir);
    const text = JSON.stringify({ machine: about, rounds: ROUNDS, calls: CALLS, results, startUp }, null, 2);
    writeFileSync(join(flags.out, "kms-plugin.json"), `${text}\n`);
    process.stdout.write(`${text}\n`);
  } finally {
    driver.stop();
    standIn.kill();
    await emulator.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function compare({ name, endpoint, keyArn }: Service, driver: KmsDriver, thinGo: string, dir: string) {
  const kms = new KMSClient({ endpoint, maxAttempts: 1 });
  const common = ["--key", keyArn, "--kms-endpoint", endpoint];
  const uncached = await startPlugin(join(dir, `${name}-uncached.sock`), [...common, "--cache-entries", "0"]);
  const cached = await startPlugin(join(dir, `${name}-cached.sock`), common);
  const noOp = await startNoOp(join(dir, `${name}-no-op.sock`));
  const go = await startThinGo(thinGo, join(dir, `${name}-go.sock`), endpoint, keyArn);
  const [server, caching, floor, thin] = [
    await driver.open(uncached.socket),
    await driver.open(cached.socket),
    await driver.open(noOp.socket),
    await driver.open(go.socket),
  ];
  const sealed = await Promise.all(Array.from({ length: DISTINCT }, () => server.encrypt(randomBytes(32))));
  const ciphertexts = sealed.map(({ ciphertext }) => ciphertext);
  const [{ ciphertext, keyId } = fail("ciphertext")] = sealed;
  const CiphertextBlob = ciphertext.subarray(1);
  const socket =
    (to: ApiServer, operation: "encrypt" | "decrypt", of = ciphertexts): Measure =>
    (parallel, count) =>
      to.measure({ operation, count, parallel, ciphertexts: of, keyId });
  const kinds: Readonly<Record<string, Measure>> = {
    "SDK Encrypt": bare(() => kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: randomBytes(32) }))),
    "plugin Encrypt": socket(server, "encrypt"),
    "SDK Decrypt": bare(() => kms.send(new DecryptCommand({ KeyId: keyArn, CiphertextBlob }))),
    "plugin Decrypt, no cache": socket(server, "decrypt"),
    "thin plugin in Go, Encrypt": socket(thin, "encrypt"),
    "thin plugin in Go, Decrypt": socket(thin, "decrypt"),
    "plugin Decrypt, repeated": socket(caching, "decrypt", [ciphertext]),
    "gRPC alone": socket(floor, "decrypt", [ciphertext]),
  };
  const rows = await inTurns(kinds);
  const of = (kind: string) => rows.find((row) => row.kind === kind) ?? fail(kind);
  const memory = {
    uncached: rounded(uncached.memory()),
    cached: rounded(cached.memory()),
    thinGo: rounded(go.memory()),
  };
  await Promise.all([uncached, cached, noOp, go].map((one) => one.stop()));
  kms.destroy();
  return {
    kms: name,
    rows,
    ratios: {
      "Encrypt p99": ratio(of("plugin Encrypt").p99Ms, of("SDK Encrypt").p99Ms),
      "Encrypt p50": ratio(of("plugin Encrypt").p50Ms, of("SDK Encrypt").p50Ms),
      "Decrypt p99": ratio(of("plugin Decrypt, no cache").p99Ms, of("SDK Decrypt").p99Ms),
      "Decrypt p50": ratio(of("plugin Decrypt, no cache").p50Ms, of("SDK Decrypt").p50Ms),
      "Encrypt to thin Go, p50": ratio(of("plugin Encrypt").p50Ms, of("thin plugin in Go, Encrypt").p50Ms),
      "Encrypt to thin Go, p99": ratio(of("plugin Encrypt").p99Ms, of("thin plugin in Go, Encrypt").p99Ms),
      "Decrypt to thin Go, p50": ratio(
        of("plugin Decrypt, no cache").p50Ms,
        of("thin plugin in Go, Decrypt").p50Ms,
      ),
      "Decrypt to thin Go, p99": ratio(
        of("plugin Decrypt, no cache").p99Ms,
        of("thin plugin in Go, Decrypt").p99Ms,
      ),
      "thin Go Decrypt to repeated, p50": ratio(
        of("thin plugin in Go, Decrypt").p50Ms,
        of("plugin Decrypt, repeated").p50Ms,
      ),
      "SDK Decrypt to repeated, p50": ratio(of("SDK Decrypt").p50Ms, of("plugin Decrypt, repeated").p50Ms),
      // More than this no plugin on Node's gRPC can reach.
      "SDK Decrypt to gRPC alone, p50": ratio(of("SDK Decrypt").p50Ms, of("gRPC alone").p50Ms),
    },
    memoryMiB: memory,
  };
}

/** Latency one call after another, and throughput, each kind in its turn; the first round warms up and does not count. */
async function inTurns(kinds: Readonly<Record<string, Measure>>) {
  const latencies = new Map<string, number[]>();
  const rates = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round++)
    for (const [kind, measure] of Object.entries(kinds)) {
      const alone = await measure(1, CALLS);
      const together = await measure(PARALLEL, CALLS * 2);
      if (round === 0) continue;
      latencies.set(kind, [...(latencies.get(kind) ?? []), ...alone.ms]);
      rates.set(kind, [...(rates.get(kind) ?? []), (CALLS * 2000) / together.totalMs]);
    }
  return Object.keys(kinds).map((kind) => {
    const ms = latencies.get(kind) ?? [];
    return {
      kind,
      p50Ms: round2(quantile(ms, 0.5)),
      p99Ms: round2(quantile(ms, 0.99)),
      callsPerSecond: Math.round(median(rates.get(kind) ?? [])),
    };
  });
}

function bare(call: () => Promise<unknown>): Measure {
  return async (parallel, count) => {
    const ms: number[] = [];
    let left = count;
    const began = performance.now();
    const worker = async () => {
      while (left-- > 0) {
        const start = performance.now();
        await call();
        ms.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    return { ms, totalMs: performance.now() - began };
  };
}

/** In turns, too. */
async function starts({ endpoint, keyArn }: Service, dir: string) {
  const nodeMs: number[] = [];
  const pluginMs: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    nodeMs.push(bareNodeMs());
    const socket = join(dir, `start-${start}.sock`);
    const plugin: Plugin = await startPlugin(socket, ["--key", keyArn, "--kms-endpoint", endpoint]);
    pluginMs.push(plugin.startMs);
    await plugin.stop();
  }
  return {
    nodeMs: round2(median(nodeMs)),
    pluginMs: round2(median(pluginMs)),
    ratio: ratio(median(pluginMs), median(nodeMs)),
  };
}

async function createKey(endpoint: string): Promise<string> {
  const kms = new KMSClient({ endpoint });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  kms.destroy();
  return KeyMetadata?.Arn ?? fail("a key of the emulator");
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;
const round2 = (value: number): number => Math.round(value * 100) / 100;
const ratio = (a: number, b: number): number => round2(a / b);
const rounded = ({ now, peak }: ReturnType<Plugin["memory"]>) => ({
  now: Math.round(now),
  peak: Math.round(peak),
});
const machine = () => ({
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  node: process.version,
  loadBefore: round2(loadavg()[0] ?? 0),
});

function fail(what: string): never {
  throw new Error(`there is no ${what}`);
}

// After a failure, plugins that still run would keep it; the supervisor ends them.
void program(main).then(() => process.exitCode === undefined || process.exit());
