/**
 * Speed and memory of backup and restore against restic and against a shell pipeline: `npm run bench:backup`.
 *
 * All of them speak to one local S3 server (versitygw) that is faster than they are, in one run and in turns. Needs Go, age, etcd and the
 * emulator, and in --dir three times the largest data set.
 * --far: the same 20 ms and 1 Gbit/s away, with TLS, where curl shows what the line gives; writes far.json.
 * Flags: --size MiB of the random file, --runs N, --dir DIR, --out DIR, --node 20,24,26: sealstack on each of these versions of Node.js.
 * Peak memory against size is `bench:memory`'s.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mustHave } from "../tools/fetched/system-packages";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/processes/run";
import { runFolder } from "../tools/processes/run-folder";
import { program } from "../tools/program";
import { say } from "../tools/say";
import { type Contestant, contestants, differences } from "./backup/contestants";
import { type DataSet, etcdSnapshot, randomFile, sourceTree } from "./backup/data-sets";
import { FAR_LINE } from "./backup/far-line";
import { type Bench, setUp } from "./backup/set-up";
import { chart } from "./chart";
import { fileSystemOf, type Measured, measure, median } from "./harness";
import { type MeasuredNode, measuredNodes, versionsOf } from "./nodes";

const { values: flags } = parseArgs({
  options: {
    size: { type: "string", default: "1024" },
    runs: { type: "string", default: "3" },
    dir: { type: "string", default: tmpdir() },
    out: { type: "string", default: join(REPO_ROOT, "bench/results") },
    far: { type: "boolean", default: false },
    node: { type: "string" },
  },
});
const RUNS = Number(flags.runs);

/** The S3 server shares the cores: what it takes is nobody's merit. */
interface MeasuredWithServer extends Measured {
  readonly serverCpuSeconds: number;
}

interface Samples {
  readonly backup: MeasuredWithServer[];
  readonly restore: MeasuredWithServer[];
}

async function main(): Promise<void> {
  mustHave("etcd", "etcdctl");
  mkdirSync(flags.out, { recursive: true });
  const dir = runFolder("sealstack-bench-", flags.dir);
  let bench: Bench | undefined;
  try {
    const nodes = await measuredNodes(flags.node);
    bench = await setUp(dir, flags.far);
    await compare(bench, nodes);
  } finally {
    await bench?.tearDown();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function compare(bench: Bench, nodes: readonly MeasuredNode[]): Promise<void> {
  const all = contestants(bench.tools, nodes);
  const data = [
    randomFile(join(bench.dir, "random"), Number(flags.size)),
    sourceTree(join(bench.dir, "tree")),
    await etcdSnapshot(join(bench.dir, "etcd"), join(bench.dir, "etcd-data")),
  ];
  const results = [];
  for (const set of data) {
    const those = all.filter(({ takes }) => takes?.(set) ?? true);
    results.push({ data: about(set), contestants: await rounds(those, set, bench) });
  }
  const name = flags.far ? "far" : "backup";
  write(`${name}.json`, { machine: machine(nodes), ...(flags.far && { line: FAR_LINE }), results });
  const isOurs = new Set(all.filter(({ ours }) => ours === true).map(({ name }) => name));
  const bars = results.flatMap(({ data: { name }, contestants: rows }) =>
    rows.map((row) => ({
      label: `${name}: ${row.name}`,
      speeds: [row.backup.mibPerSecond, row.restore.mibPerSecond] as const,
      ours: isOurs.has(row.name),
    })),
  );
  const words = {
    title: "Backup to S3, and restore",
    subtitle: `MiB/s of source, median of ${RUNS} runs in turns; ${availableParallelism()} cores, ${fileSystemOf(flags.dir)}, ${where()}`,
    operations: ["backup", "restore"] as const,
  };
  writeFileSync(join(flags.out, `${name}.svg`), chart(words, bars));
}

async function rounds(all: readonly Contestant[], set: DataSet, bench: Bench) {
  const samples = new Map<string, Samples>(all.map(({ name }) => [name, { backup: [], restore: [] }]));
  for (let round = 1; round <= RUNS; round++) {
    for (const contestant of all) {
      const { backup, restore } = await once(contestant, set, bench, round === 1);
      samples.get(contestant.name)?.backup.push(backup);
      samples.get(contestant.name)?.restore.push(restore);
      say(
        `bench: round ${round} of ${RUNS}: ${set.name}: ${contestant.name}: ${backup.seconds.toFixed(2)} s, ${restore.seconds.toFixed(2)} s`,
      );
    }
  }
  const rows = [...samples].map(([name, { backup, restore }]) => ({
    name,
    backup: summary(backup, set.bytes),
    restore: summary(restore, set.bytes),
  }));
  const ours = rows[0];
  if (ours === undefined) throw new Error("nothing was measured");
  const ratio = (what: "backup" | "restore", row: typeof ours) =>
    Number((ours[what].mibPerSecond / row[what].mibPerSecond).toFixed(2));
  return rows.map((row) => ({
    ...row,
    sealstackIsFasterBy: { backup: ratio("backup", row), restore: ratio("restore", row) },
  }));
}

/** Into an empty bucket, and back into a new directory. */
async function once(contestant: Contestant, { directory }: DataSet, bench: Bench, compareAfter: boolean) {
  const target = join(bench.dir, "restored");
  bench.emptyBucket();
  rmSync(target, { recursive: true, force: true });
  await contestant.prepare?.();
  const run = async (argv: readonly string[], written: string): Promise<MeasuredWithServer> => {
    const before = bench.serverCpuSeconds();
    const measured = await measure(argv, written, contestant.env);
    return { ...measured, serverCpuSeconds: bench.serverCpuSeconds() - before };
  };
  const backup = await run(contestant.backup(directory), bench.bucketDirectory);
  const restore = await run(contestant.restore(target), target);
  const [command = "", ...args] = (contestant.compare ?? differences)(directory, target);
  if (compareAfter) await mustRun(command, args);
  return { backup, restore };
}

const where = (): string =>
  flags.far
    ? `TLS, ${FAR_LINE.roundTripMs} ms and ${FAR_LINE.megabitsPerSecond} Mbit/s (${FAR_LINE.mibPerSecond} MiB/s) away`
    : "local S3 server";

const about = ({ name, bytes, files }: DataSet) => ({ name, mib: Math.round(bytes / 1024 ** 2), files });

const machine = (nodes: readonly MeasuredNode[]) => ({
  cpu: cpus()[0]?.model ?? "",
  cores: availableParallelism(),
  node: versionsOf(nodes),
  fileSystem: fileSystemOf(flags.dir),
  load: loadavg().map((load) => Number(load.toFixed(1))),
  measured: new Date().toISOString(),
});

function write(name: string, results: object): void {
  const text = `${JSON.stringify(results, undefined, 2)}\n`;
  writeFileSync(join(flags.out, name), text);
  process.stdout.write(text);
}

function summary(measured: readonly MeasuredWithServer[], bytes: number) {
  const seconds = measured.map((one) => one.seconds);
  return {
    mibPerSecond: Math.round(bytes / 1024 ** 2 / median(seconds)),
    seconds: seconds.map((one) => Number(one.toFixed(3))),
    peakMiB: Math.round(Math.max(...measured.map(({ peakMiB }) => peakMiB))),
    cpuSeconds: Number(median(measured.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2)),
    serverCpuSeconds: Number(median(measured.map(({ serverCpuSeconds }) => serverCpuSeconds)).toFixed(2)),
  };
}

void program(main);
