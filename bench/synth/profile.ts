/** Where a contestant's time goes, by package: `tsx bench/synth.ts --profile`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As far as it is read here. Source: Chrome DevTools Protocol, `Profiler.Profile`. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

/** Milliseconds of a run by package, loading aside; `sealstack` is what is not in a package, the contestant's own lines among it. */
export function sharesOf(args: readonly string[]): ReadonlyMap<string, number> {
  const dir = mkdtempSync(join(tmpdir(), "sealstack-bench-profile-"));
  try {
    execFileSync(
      process.execPath,
      ["--cpu-prof", "--cpu-prof-interval", "100", "--cpu-prof-dir", dir, ...args],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    const [file = ""] = readdirSync(dir);
    return shares(JSON.parse(readFileSync(join(dir, file), "utf8")) as CpuProfile);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function shares({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const inside = new Set<number>();
  // Parents come first, so each node is known before its children.
  for (const { id, callFrame, children = [] } of nodes)
    if (inside.has(id) || callFrame.functionName === "run") for (const child of children) inside.add(child);
  const spent = new Map<string, number>();
  // The collector stands beside all functions; what it does before the first of them belongs to loading.
  const begun = samples.findIndex((id) => inside.has(id));
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id)?.callFrame;
    const counts = inside.has(id) || (index > begun && frame?.functionName === "(garbage collector)");
    if (frame === undefined || !counts) continue;
    const name = packageOf(frame);
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return new Map([...spent].sort(([, one], [, other]) => other - one));
}

function packageOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string {
  if (functionName === "(garbage collector)") return "garbage";
  if (url === "" || url.startsWith("node:")) return "Node.js";
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? "sealstack";
}
