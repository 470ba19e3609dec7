/**
 * What abuse costs the KMS plugin: its memory at the peak, and how long its health check takes meanwhile. 10,000 half requests to the health port,
 * 100,000 Encrypts at once, and what else can be begun and not ended. Writes bench/results/kms-plugin-abuse.json: `npm run bench:kms-plugin-abuse`.
 *
 * Flags: --out DIR, --only KIND, --scale 0.1 (of the numbers), --keys 4 (each with a socket, all of them abused). Needs `ulimit -n` above 10,500 for the attacker.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/processes/run";
import { program } from "../tools/program";
import { median } from "./harness";
import { type Plugin, startPlugin } from "./kms-plugin/plugin";

const { values: flags } = parseArgs({
  options: {
    out: { type: "string", default: join(REPO_ROOT, "bench/results") },
    only: { type: "string" },
    keys: { type: "string", default: "1" },
    scale: { type: "string", default: "1" },
  },
});

/** Mebibytes that the plugin is to stay below, whatever comes. */
const LIMIT_MIB = 100;

const ATTACKS = [
  ["half requests", "health", 10_000],
  ["silent connections", "health", 10_000],
  ["encrypts", "socket", 100_000],
  ["half prefaces", "socket", 10_000],
  ["half streams", "socket", 10_000],
] as const;

/** Milliseconds that what is open is held on to. */
const HOLD_MS = 5_000;
const POLL_MS = 50;

async function main(): Promise<void> {
  await mustRun("npm", ["run", "-s", "-w", "scripts", "build"], { cwd: REPO_ROOT });
  const dir = mkdtempSync(join(tmpdir(), "abuse-"));
  const standIn = script("stand-in.ts");
  try {
    const { url, keyArn } = (await line(standIn)) as { url: string; keyArn: string };
    const [first = "", ...more] = Array.from({ length: Number(flags.keys) }, (_, index) =>
      join(dir, `s${index}`),
    );
    const others = more.flatMap((socket) => ["--listen", socket, "--key", keyArn]);
    const plugin = await startPlugin(first, ["--key", keyArn, "--kms-endpoint", url, ...others]);
    const sockets = [first, ...more].join(",");
    while ((await healthMs(plugin.healthPort)) === undefined) await sleep(POLL_MS);
    const rows = [];
    const atRest = plugin.memory().now;
    for (const [kind, target, count] of ATTACKS)
      if (kind === (flags.only ?? kind))
        rows.push(
          await attack(
            plugin,
            kind,
            target === "socket" ? sockets : String(plugin.healthPort),
            Math.round(count * Number(flags.scale)),
          ),
        );
    const { peak } = plugin.memory();
    await plugin.stop();
    const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
    const text = JSON.stringify(
      { machine, keys: Number(flags.keys), atRestMiB: round(atRest), peakMiB: round(peak), rows },
      null,
      2,
    );
    writeFileSync(join(flags.out, "kms-plugin-abuse.json"), `${text}\n`);
    process.stdout.write(`${text}\n`);
    if (peak >= LIMIT_MIB) throw new Error(`the peak was ${round(peak)} MiB, allowed are ${LIMIT_MIB}`);
  } finally {
    standIn.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function attack(plugin: Plugin, kind: string, where: string, count: number) {
  const attacker = script("attacker.ts", kind, where, String(count));
  const through = line(attacker).then(async (counts) => {
    await sleep(HOLD_MS);
    return counts;
  });
  let over = false;
  through.finally(() => {
    over = true;
  });
  const ms: number[] = [];
  let failures = 0;
  while (!over) {
    const took = await healthMs(plugin.healthPort);
    if (took === undefined) failures++;
    else ms.push(took);
    await sleep(POLL_MS);
  }
  const outcome = await through;
  attacker.stdin?.end();
  await once(attacker, "exit");
  const health = {
    asked: ms.length + failures,
    failures,
    medianMs: round(median(ms)),
    longestMs: round(Math.max(...ms)),
  };
  return { kind, count, outcome, peakMiB: round(plugin.memory().peak), health };
}

/** `undefined` when it did not answer that all is well. */
function healthMs(port: number): Promise<number | undefined> {
  const began = performance.now();
  return new Promise((resolve) => {
    const asked = request(
      { host: "127.0.0.1", port, path: "/healthz", agent: false, timeout: 10_000 },
      (reply) => {
        reply
          .resume()
          .once("end", () => resolve(reply.statusCode === 200 ? performance.now() - began : undefined));
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
}

const script = (name: string, ...argv: string[]): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", `bench/kms-plugin/${name}`, ...argv], {
    cwd: REPO_ROOT,
    stdio: ["pipe", "pipe", "inherit"],
  });

async function line({ stdout }: ChildProcess): Promise<unknown> {
  if (stdout === null) throw new Error("no output");
  const [text] = (await once(createInterface({ input: stdout }), "line")) as [string];
  return JSON.parse(text);
}

const round = (value: number): number => Math.round(value * 10) / 10;

void program(main);
