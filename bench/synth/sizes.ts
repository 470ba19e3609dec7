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
    build(count, outdir).synth();
    const synthMs = performance.now() - begun;
    const figures: Figures = { loadMs, synthMs, peakMiB: process.resourceUsage().maxRSS / 1024 };
    process.stdout.write(JSON.stringify(figures));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
