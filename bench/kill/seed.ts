/** One seed: every command that writes is killed at a moment of its own, and what is there afterwards is looked at. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import type { EmulatorClients } from "../../tools/emulator/clients";
import { chance, kill, type Place, run } from "./tool";

/** Longer than a part, so that uploads are in several; and a word that must not be found anywhere else. */
const FILE_BYTES = 12 * 1024 ** 2;
const WORD = "plaintext that must not be left behind";

/** What is killed. */
export const KINDS = ["backup", "restore", "drill", "prune", "rewrap", "reencrypt"] as const;
export type Kind = (typeof KINDS)[number];

/** Milliseconds that each takes when nothing happens to it. */
export type Longest = Readonly<Record<Kind, number>>;

export interface Counts {
  readonly seeds: number;
  /** How often each was killed before it ended. */
  readonly killed: Readonly<Record<Kind, number>>;
  /** Uploads of killed runs that the next run ended, and those whose id no run could know. */
  readonly uploadsRemoved: number;
  readonly uploadsForCleanup: number;
}

export const NOTHING_YET: Counts = {
  seeds: 0,
  killed: { backup: 0, restore: 0, drill: 0, prune: 0, rewrap: 0, reencrypt: 0 },
  uploadsRemoved: 0,
  uploadsForCleanup: 0,
};

/** @param dir empty @param env what the tool gets besides its own TMPDIR and state */
export async function prepare(
  dir: string,
  bucket: string,
  { kms, s3 }: EmulatorClients,
  env: NodeJS.ProcessEnv,
): Promise<Place> {
  for (const name of ["source", "tmp", "targets", "state"]) mkdirSync(join(dir, name));
  writeFileSync(join(dir, "source", "file"), Buffer.concat([Buffer.from(WORD), randomBytes(FILE_BYTES)]));
  const key = async (): Promise<string> =>
    String((await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn);
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
    }),
  );
  // Prune and reencrypt work on buckets that keep versions only.
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  const own = { TMPDIR: join(dir, "tmp"), SEALSTACK_STATE_DIR: join(dir, "state") };
  return { dir, bucket, keys: [await key(), await key()], env: { ...env, ...own } };
}

/** How long each takes; what it makes stays. */
export async function longest(place: Place): Promise<Longest> {
  const timed = async (command: string, ...argv: string[]): Promise<number> => {
    const started = Date.now();
    await run(place, command, ...argv);
    return Date.now() - started;
  };
  const source = join(place.dir, "source");
  await run(place, "backup", source); // the first one waits for the emulator
  await nextSecond();
  const backup = await timed("backup", source);
  const [id = ""] = await complete(place);
  const target = join(place.dir, "targets", "first");
  const restore = await timed("restore", id, target);
  rmSync(target, { recursive: true });
  return {
    backup,
    restore,
    drill: await timed("drill", id),
    rewrap: await timed("rewrap", id, ...toSecond(place)),
    reencrypt: await timed("reencrypt", id, ...toSecond(place)),
    prune: await timed("prune", "--keep-last", "1"),
  };
}

const toSecond = ({ keys }: Place): string[] => ["--to-key", keys[1], "--yes"];

/** Two of one second would have one id. */
const nextSecond = (): Promise<void> => sleep(1000 - (Date.now() % 1000));

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

/** @throws AssertionError for the first thing that should not be */
export async function seed(
  place: Place,
  number: number,
  most: Longest,
  clients: EmulatorClients,
  before: Counts,
): Promise<Counts> {
  const killed = { ...before.killed };
  const attempt = async (kind: Kind, ...argv: string[]): Promise<void> => {
    if (await kill(place, chance(number, kind) * most[kind], kind, ...argv)) killed[kind] += 1;
  };
  const made = await afterBackup(place, attempt, clients);
  await afterRestore(place, made.id, attempt);
  await afterDrill(place, made.id, attempt);
  await afterPrune(place, made.id, attempt);
  await afterOtherKeys(place, made.id, attempt);
  const [temporary, targets] = [join(place.dir, "tmp"), join(place.dir, "targets")];
  same(plaintexts(targets).concat(plaintexts(temporary)), [], "plaintext is left");
  return {
    seeds: before.seeds + 1,
    killed,
    uploadsRemoved: before.uploadsRemoved + Number(made.removed),
    uploadsForCleanup: before.uploadsForCleanup + made.unknown,
  };
}

/** Lists of names; of whichever realm the arrays are. */
const same = (found: readonly string[], wanted: readonly string[], message: string): void =>
  assert.equal(found.join("\n"), wanted.join("\n"), message);

type Attempt = (kind: Kind, ...argv: string[]) => Promise<void>;

async function afterBackup(place: Place, attempt: Attempt, { s3 }: EmulatorClients) {
  const source = join(place.dir, "source");
  const unfinished = async (): Promise<number> =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: place.bucket }))).Uploads?.length ?? 0;
  const before = await complete(place);
  await nextSecond();
  await attempt("backup", source);
  const after = await complete(place);
  for (const id of before) assert.ok(after.includes(id), `${id} was listed as complete and is not`);
  for (const id of after.filter((each) => !before.includes(each))) await run(place, "verify", id);
  await nextSecond();
  const { data, said } = await run(place, "backup", source);
  same(readdirSync(join(place.dir, "tmp")), [], "something is left among temporary files");
  // One that was begun when the kill came, and whose id was not known yet: no writer can end it.
  const unknown = await unfinished();
  if (unknown > 0) await run(place, "cleanup", "--older-than", "0");
  assert.equal(await unfinished(), 0, "an upload is left");
  return { id: String(data.id), removed: said.includes("unfinished upload"), unknown };
}

async function afterRestore(place: Place, id: string, attempt: Attempt): Promise<void> {
  const targets = join(place.dir, "targets");
  const target = join(targets, "restored");
  const wanted = readFileSync(join(place.dir, "source", "file"));
  await attempt("restore", id, target);
  const isWhole = (): boolean => readFileSync(join(target, "file")).equals(wanted);
  if (existsSync(target)) assert.ok(isWhole(), "half a restore is visible");
  rmSync(target, { recursive: true, force: true });
  await run(place, "restore", id, target);
  same(readdirSync(targets), ["restored"], "something is left beside the target");
  assert.ok(isWhole(), "the restore after one that was killed is another");
  rmSync(target, { recursive: true });
}

/** Evidence of a drill that was killed would be evidence of nothing. */
async function afterDrill(place: Place, id: string, attempt: Attempt): Promise<void> {
  await attempt("drill", id);
  const { data } = await run(place, "drill", id);
  assert.equal(data.drills[0]?.result, "passed", "the drill after one that was killed did not pass");
  same(plaintexts(join(place.dir, "tmp")), [], "a drill left plaintext");
}

/** The newest stays, what is listed is whole after the next run, and all of it comes back. */
async function afterPrune(place: Place, newest: string, attempt: Attempt): Promise<void> {
  const before = await complete(place);
  const since = new Date(Date.now() - 1000).toISOString().replace(/\.\d+Z$/, "Z");
  await attempt("prune", "--keep-last", "1");
  assert.ok((await complete(place)).includes(newest), "prune took the newest backup");
  await run(place, "prune", "--keep-last", "1");
  const { data } = await run(place, "list");
  same(data.orphans ?? [], [], "prune left half a backup");
  await run(place, "undelete", "--deleted-since", since);
  same(await complete(place), before, "what prune deleted did not come back");
}

async function afterOtherKeys(place: Place, id: string, attempt: Attempt): Promise<void> {
  for (const kind of ["rewrap", "reencrypt"] as const) {
    await attempt(kind, id, ...toSecond(place));
    await run(place, "verify", id);
    await run(place, kind, id, ...toSecond(place));
    await run(place, "verify", id, ...(kind === "rewrap" ? ["--rewrapped"] : []));
  }
}
