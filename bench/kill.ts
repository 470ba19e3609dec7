/**
 * Kills `backup` and `restore` at random moments, and looks whether anything is lost, half visible or left: `npm run bench:kill [seeds, 100 by default] [first seed]`.
 * What is killed is the built tool, in a process of its own; the emulator is started for it. Ends with status 1 at the first thing that should not be.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { emulatorClients } from "../tools/emulator/clients";
import { REPO_ROOT } from "../tools/paths";
import { mustRun } from "../tools/run";
import { startOwnEmulator } from "./own-emulator";

const TOOL = join(REPO_ROOT, "scripts/sealstack.js");
const BUCKET = "kill";
/** Longer than a part, so that uploads are in several; and a word that must not be found anywhere else. */
const FILE_BYTES = 12 * 1024 ** 2;
const WORD = "plaintext that must not be left behind";

interface Place {
  readonly dir: string;
  readonly key: string;
  readonly env: NodeJS.ProcessEnv;
}

function start({ key, env }: Place, command: string, ...argv: string[]): ChildProcess {
  const flags = [
    "--bucket",
    BUCKET,
    "--prefix",
    "kill/",
    ...(command === "cleanup" ? [] : ["--key", key]),
    "--json",
  ];
  return spawn(process.execPath, [TOOL, command, ...flags, ...argv], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(place: Place, command: string, ...argv: string[]) {
  const child = start(place, command, ...argv);
  let [out, said] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk));
  const [status] = await once(child, "close");
  assert.equal(status, 0, `${command} after a kill: status ${status}, ${said}`);
  return { data: JSON.parse(out), said };
}

/** @returns whether it was killed before it ended. */
async function kill(place: Place, after: number, command: string, ...argv: string[]): Promise<boolean> {
  const child = start(place, command, ...argv);
  child.stdout?.resume();
  child.stderr?.resume();
  const ended = once(child, "close");
  await Promise.race([sleep(after), ended]);
  const killed = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return killed;
}

/** The same for the same seed: 0 up to 1. */
const chance = (seed: number, what: string): number =>
  createHash("sha256").update(`${seed} ${what}`).digest().readUInt32BE() / 2 ** 32;

async function complete(place: Place): Promise<string[]> {
  const { data } = await run(place, "list");
  return data.backups
    .filter((each: { complete: boolean }) => each.complete)
    .map(({ id }: { id: string }) => id);
}

/** Files below a folder, and whether one of them holds the word. */
function plaintexts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(WORD));
}

async function unfinished(): Promise<number> {
  const { s3 } = emulatorClients(String(process.env.AWS_ENDPOINT_URL));
  return (await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads?.length ?? 0;
}

async function seed(place: Place, number: number, longest: { backup: number; restore: number }) {
  const source = join(place.dir, "source");
  const temporary = String(place.env.TMPDIR);
  const before = await complete(place);
  const backupKilled = await kill(place, chance(number, "backup") * longest.backup, "backup", source);
  const after = await complete(place);
  for (const id of before) assert.ok(after.includes(id), `${id} was listed as complete and is not`);
  for (const id of after.filter((each) => !before.includes(each))) await run(place, "verify", id);
  await sleep(1000 - (Date.now() % 1000)); // two of one second have one id
  const { data, said } = await run(place, "backup", source);
  assert.deepEqual(readdirSync(temporary), [], "something is left among temporary files");
  // One that was begun when the kill came, and whose id was not known yet: no writer can end it.
  const unknown = await unfinished();
  if (unknown > 0) await run(place, "cleanup", "--older-than", "0");
  assert.equal(await unfinished(), 0, "an upload is left");

  const targets = join(place.dir, "targets");
  const target = join(targets, "restored");
  const restoreKilled = await kill(
    place,
    chance(number, "restore") * longest.restore,
    "restore",
    data.id,
    target,
  );
  if (existsSync(target))
    assert.deepEqual(
      readFileSync(join(target, "file")),
      readFileSync(join(source, "file")),
      "half a restore is visible",
    );
  rmSync(target, { recursive: true, force: true });
  await run(place, "restore", data.id, target);
  assert.deepEqual(readdirSync(targets), ["restored"], "something is left beside the target");
  assert.deepEqual(readFileSync(join(target, "file")), readFileSync(join(source, "file")));
  rmSync(target, { recursive: true });
  assert.deepEqual(plaintexts(targets).concat(plaintexts(temporary)), [], "plaintext is left");
  return { backupKilled, restoreKilled, removed: said.includes("unfinished upload"), unknown };
}

async function main(): Promise<void> {
  const [seeds, first] = [Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)];
  await mustRun(process.execPath, ["tools/build-cli.mjs"], { cwd: REPO_ROOT });
  const dir = mkdtempSync(join(tmpdir(), "sealstack-bench-kill-"));
  for (const name of ["source", "tmp", "targets", "emulator"]) mkdirSync(join(dir, name));
  writeFileSync(join(dir, "source", "file"), Buffer.concat([Buffer.from(WORD), randomBytes(FILE_BYTES)]));
  const emulator = await startOwnEmulator(join(dir, "emulator"), (line) => process.stderr.write(`${line}\n`));
  try {
    const { kms, s3 } = emulatorClients(String(process.env.AWS_ENDPOINT_URL));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const place = { dir, key: String(KeyMetadata?.Arn), env: { ...process.env, TMPDIR: join(dir, "tmp") } };
    const timed = async (...argv: [string, ...string[]]) => {
      const started = Date.now();
      const { data } = await run(place, ...argv);
      return { took: Date.now() - started, data };
    };
    await run(place, "backup", join(dir, "source")); // the first one waits for the emulator
    await sleep(1000);
    const one = await timed("backup", join(dir, "source"));
    const two = await timed("restore", one.data.id, join(dir, "targets", "first"));
    rmSync(join(dir, "targets", "first"), { recursive: true });
    const counts = { seeds: 0, backupsKilled: 0, restoresKilled: 0, uploadsRemoved: 0, uploadsForCleanup: 0 };
    for (let number = first; number < first + seeds; number += 1) {
      const result = await seed(place, number, { backup: one.took, restore: two.took }).catch((error) => {
        throw new Error(`seed ${number}: ${error.message}`, { cause: error });
      });
      counts.seeds += 1;
      counts.backupsKilled += Number(result.backupKilled);
      counts.restoresKilled += Number(result.restoreKilled);
      counts.uploadsRemoved += Number(result.removed);
      counts.uploadsForCleanup += result.unknown;
      process.stderr.write(`${JSON.stringify(counts)}\n`);
    }
    process.stdout.write(`${JSON.stringify(counts)}\n`);
  } finally {
    await emulator.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

void main();
