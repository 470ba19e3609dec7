/**
 * Peak memory of backup, verify, list, drill and restore: of many small files, and of one file of some GiB. `npm run bench:memory -- --files 1000000 --growth 1,4,16`;
 * without flags, the files alone. Writes bench/results/memory.json; ends with 1 where one takes more than 256 MiB, or what is restored differs.
 *
 * --node 20,24,26: on each of these versions of Node.js. --dir DIR is where data, store and what is restored stand; its free space is looked at first. Needs Go and the emulator.
 */
import { createHash, type Hash, randomBytes } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { OperatorError } from "../scripts/errors";
import { runFolder } from "../tools/processes/run-folder";
import { program } from "../tools/program";
import { say } from "../tools/say";
import { sealstack } from "./backup/contestants";
import { type Bench, setUp } from "./backup/set-up";
import { fileSystemOf, measure } from "./harness";
import { type MeasuredNode, measuredNodes, versionsOf } from "./nodes";

const { values: flags } = parseArgs({
  options: {
    files: { type: "string", default: "1000000" },
    growth: { type: "string", default: "" },
    dir: { type: "string", default: tmpdir() },
    node: { type: "string" },
  },
});

/** What a small host can spare. */
const LIMIT_MIB = 256;
const MIB = 1024 ** 2;
const FILES_IN_DIRECTORY = 1000;
/** What a short file takes on a disk, with its place in a directory, at most. */
const FILE_BYTES = 5 * 1024;
const READ_BYTES = MIB;

interface Case {
  readonly name: string;
  /** Free bytes that it needs, and files. */
  readonly needs: { readonly bytes: number; readonly files: number };
  fill(directory: string): void;
}

function manyFiles(count: number): Case {
  return {
    name: `${count} files`,
    needs: { bytes: 2.1 * count * FILE_BYTES, files: 2.1 * count }, // the store is small
    fill(directory) {
      for (let at = 0; at < count; at += 1) {
        const folder = join(directory, `dir-${String(Math.floor(at / FILES_IN_DIRECTORY)).padStart(5, "0")}`);
        if (at % FILES_IN_DIRECTORY === 0) mkdirSync(folder);
        writeFileSync(join(folder, `file-${String(at).padStart(8, "0")}.txt`), `content of ${at}\n`);
      }
    },
  };
}

function largeFile(gib: number): Case {
  const count = gib * 1024;
  return {
    name: `${gib} GiB`,
    needs: { bytes: 2.1 * count * MIB, files: 100 }, // the source is removed before the restore
    fill(directory) {
      const fd = openSync(join(directory, "data"), "w");
      // Half of it random: it neither vanishes in compression nor avoids it.
      for (let at = 0; at < count; at += 1)
        writeSync(fd, at % 2 === 0 ? randomBytes(MIB) : Buffer.alloc(MIB, `${at} `));
      closeSync(fd);
    },
  };
}

const ELSEWHERE = { hint: "give --dir" };

/** @throws OperatorError (`usage`) when there is less free than the largest case needs. */
function assertRoom(dir: string, cases: readonly Case[]): void {
  const { bavail, bsize, ffree, files } = statfsSync(dir);
  for (const { name, needs } of cases) {
    if (bavail * bsize < needs.bytes)
      throw new OperatorError(
        "usage",
        `${dir} has ${gibOf(bavail * bsize)} GiB free, ${name} need ${gibOf(needs.bytes)}`,
        ELSEWHERE,
      );
    // File systems without a fixed number of files say 0 of 0.
    if (files > 0 && ffree < needs.files)
      throw new OperatorError(
        "usage",
        `${dir} has room for ${ffree} files, ${name} need ${Math.ceil(needs.files)}`,
        ELSEWHERE,
      );
  }
}

const gibOf = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1);

/** One digest of the paths and bytes of all files. */
function digestOf(directory: string): string {
  const hash = createHash("sha256");
  const room = Buffer.alloc(READ_BYTES);
  const walk = (folder: string, path: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const name = `${path}/${entry.name}`;
      if (entry.isDirectory()) walk(join(folder, entry.name), name);
      else hash.update(`${name}\0${contentDigest(join(folder, entry.name), createHash("sha256"), room)}\0`);
    }
  };
  walk(directory, "");
  return hash.digest("hex");
}

function contentDigest(file: string, hash: Hash, room: Buffer): string {
  const fd = openSync(file, "r");
  for (let read = 1; read > 0; ) {
    read = readSync(fd, room, 0, room.length, null);
    hash.update(room.subarray(0, read));
  }
  closeSync(fd);
  return hash.digest("hex");
}

async function peaksOf({ name: of, fill }: Case, node: MeasuredNode, bench: Bench) {
  const name = node.named(of);
  const { run, env: common } = sealstack(bench.tools, node);
  // A drill asks who asks, and restores into a directory for temporary files.
  const env = { ...common, AWS_ENDPOINT_URL_STS: bench.tools.kmsEndpoint, TMPDIR: bench.dir };
  const [source, target] = [join(bench.dir, "source"), join(bench.dir, "restored")];
  mkdirSync(source);
  fill(source);
  const digest = digestOf(source);
  bench.emptyBucket();
  const peaks: Record<string, { readonly peakMiB: number; readonly seconds: number }> = {};
  const one = async (operation: string, argv: readonly string[], written?: string): Promise<void> => {
    const { peakMiB, seconds } = await measure(argv, written, env);
    peaks[operation] = { peakMiB: Math.round(peakMiB), seconds: Number(seconds.toFixed(1)) };
    say(`bench: ${name}: ${operation}: ${peakMiB.toFixed(0)} MiB, ${seconds.toFixed(1)} s`);
    if (peakMiB > LIMIT_MIB) process.exitCode = 1;
  };
  await one("backup", run("backup", source), bench.bucketDirectory);
  rmSync(source, { recursive: true });
  await one("verify", run("verify", "latest"));
  await one("verify --quick", run("verify", "latest", "--quick"));
  await one("list --content", run("list", "--content", "latest"));
  await one("drill", run("drill", "--no-store", "latest"));
  await one("restore", run("restore", "latest", target), target);
  const isSame = digestOf(target) === digest;
  rmSync(target, { recursive: true });
  if (!isSame) throw new Error(`${name}: what was restored differs`);
  return { name, ...peaks };
}

async function main(): Promise<void> {
  const sizes = flags.growth.split(",").filter((size) => size !== "");
  const numbers = [flags.files, ...sizes].map(Number);
  if (numbers.some((number) => !Number.isSafeInteger(number) || number < 0))
    throw new OperatorError("usage", "--files takes a whole number, and --growth whole numbers of GiB", {
      hint: "give --files 0 for none, and --growth 1,4,16",
    });
  const [files = 0, ...gib] = numbers;
  const cases = [...(files === 0 ? [] : [manyFiles(files)]), ...gib.map(largeFile)];
  assertRoom(flags.dir, cases);
  const dir = runFolder("sealstack-memory-", flags.dir);
  let bench: Bench | undefined;
  try {
    const nodes = await measuredNodes(flags.node);
    bench = await setUp(dir, false, true);
    const results = [];
    for (const node of nodes) for (const each of cases) results.push(await peaksOf(each, node, bench));
    const machine = {
      ...{ cpu: cpus()[0]?.model, node: versionsOf(nodes), fileSystem: fileSystemOf(flags.dir) },
      load: loadavg()[0]?.toFixed(1),
    };
    const text = `${JSON.stringify({ machine, maxMiB: LIMIT_MIB, results }, undefined, 2)}\n`;
    writeFileSync(join(__dirname, "results/memory.json"), text);
    process.stdout.write(text);
  } finally {
    await bench?.tearDown();
    rmSync(dir, { recursive: true, force: true });
  }
}

void program(main);
