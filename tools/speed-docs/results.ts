/** What the benches wrote into bench/results, as far as pages and pictures tell it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { REPO_ROOT } from "../paths";

const machine = z.object({ cpu: z.string(), node: z.string() });

const operation = z.object({ mibPerSecond: z.number(), cpuSeconds: z.number() });
const transfers = z.object({
  machine,
  results: z.array(
    z.object({
      data: z.object({ name: z.string() }),
      contestants: z.array(z.object({ name: z.string(), backup: operation, restore: operation })),
    }),
  ),
});
export type Transfers = z.infer<typeof transfers>;

const speed = z.object({ mibPerSecond: z.number() });
const crypto = z.object({
  machine,
  results: z.array(z.object({ name: z.string(), encrypt: speed, decrypt: speed })),
});
export type CryptoResults = z.infer<typeof crypto>;

const startup = z.object({ machine, medianMilliseconds: z.record(z.string(), z.number()) });
export type StartUp = z.infer<typeof startup>;

const kmsPlugin = z.object({
  machine,
  results: z.array(
    z.object({
      kms: z.string(),
      rows: z.array(z.object({ kind: z.string(), p50Ms: z.number(), p99Ms: z.number() })),
    }),
  ),
});
export type KmsPlugin = z.infer<typeof kmsPlugin>;

const synth = z.object({
  machine: z.object({ node: z.string() }),
  results: z.array(z.object({ contestant: z.string(), keys: z.number(), synthMs: z.number() })),
});
export type Synth = z.infer<typeof synth>;

/** A peak in MiB for each command that was measured. */
const peaks = z.object({ peakMiB: z.number() });
const memory = z.object({
  machine,
  maxMiB: z.number(),
  results: z.array(z.object({ name: z.string() }).catchall(z.union([peaks, z.string()]))),
});
export type Memory = z.infer<typeof memory>;

export interface Results {
  readonly backup: Transfers;
  readonly far: Transfers;
  readonly crypto: CryptoResults;
  readonly startup: StartUp;
  readonly kmsPlugin: KmsPlugin;
  readonly synth: Synth;
  readonly memory: Memory;
}

/** @throws Error where a file of results is not what its bench writes. */
export const results = (): Results => ({
  backup: transfers.parse(read("backup")),
  far: transfers.parse(read("far")),
  crypto: crypto.parse(read("crypto")),
  startup: startup.parse(read("startup")),
  kmsPlugin: kmsPlugin.parse(read("kms-plugin")),
  synth: synth.parse(read("synth")),
  memory: memory.parse(read("memory")),
});

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(REPO_ROOT, "bench/results", `${name}.json`), "utf8"));
