/** What every contestant builds, as often as it is told: a key, its alias, a role that EC2 may assume, and the role's policy. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const REGION = "eu-central-1";
export const ACCOUNT = "111122223333";

/** What a contestant prints on stdout. */
export interface Figures {
  /** Milliseconds to load the program and its packages. */
  readonly loadMs: number;
  /** Milliseconds to build the constructs and write the JSON. */
  readonly synthMs: number;
  /** The same in time of the processors, which a busy machine lengthens less. */
  readonly synthCpuMs: number;
  /** Peak resident memory of the process. */
  readonly peakMiB: number;
}

/** Builds and synthesizes in a folder that is gone afterwards, and prints the figures. */
export function run(build: (count: number, outdir: string) => { synth(): void }): void {
  const loadMs = performance.now();
  const count = Number(process.argv[2]);
  const outdir = mkdtempSync(join(tmpdir(), "sealstack-bench-"));
  try {
    const begun = performance.now();
    const cpu = process.cpuUsage();
    build(count, outdir).synth();
    const { user, system } = process.cpuUsage(cpu);
    const figures: Figures = {
      loadMs,
      synthMs: performance.now() - begun,
      synthCpuMs: (user + system) / 1000,
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
    process.stdout.write(JSON.stringify(figures));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
