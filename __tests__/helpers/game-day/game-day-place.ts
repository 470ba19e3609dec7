/** The stack of docs/game-day.md on the emulator, with a CA to lose. */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differences, treeDigest } from "../../../tools/demo/tree-digest";
import { createKey } from "../kms/test-key";
import { sealstack } from "../processes/cli";
import { deployPreset } from "../stacks/preset-stack";
import { writeStepCa } from "../step-ca";
import { gameDayStack, type Values } from "./game-day";

export interface GameDayPlace {
  readonly outputsFile: string;
  readonly bucket: string;
  readonly keyArn: string;
  readonly oldKeyArn: string;
}

/** One for all tests of a `describe`. */
export function useGameDay(name: string): () => GameDayPlace {
  let dir = "";
  let place: GameDayPlace | undefined;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "sealstack-test-"));
    const oldKeyArn = await createKey();
    const { [name]: stack } = await deployPreset(dir, gameDayStack(name, oldKeyArn));
    const { bucket = "", key_arn: keyArn = "" } = (stack?.outputs ?? {}) as Record<string, string>;
    place = { outputsFile: stack?.outputsFile ?? "", bucket, keyArn, oldKeyArn };
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));
  return () => {
    if (place === undefined) throw new Error("the stack is there once a test has begun");
    return place;
  };
}

/** A CA of its own, and its backup. */
export interface Lost {
  readonly id: string;
  /** Where a section restores to. */
  readonly restored: string;
  readonly values: Values;
  /** That what was restored is what was backed up, to the byte. */
  expectRestored(): Promise<void>;
}

/**
 * @param dir for the CA and what is restored
 * @param at when the backup is made: they are told apart by whole seconds, and none may be of the future
 */
export async function backedUp(
  place: GameDayPlace,
  dir: string,
  at: Date,
  flags: readonly string[] = [],
): Promise<Lost> {
  const ca = join(dir, `ca-${at.getTime()}`);
  const restored = join(dir, `restored-${at.getTime()}`);
  await writeStepCa(ca);
  const argv = ["backup", "--outputs", place.outputsFile, "--prefix", "step-ca/", "--source", "step-ca"];
  const ran = await sealstack([...argv, "--name", "ca", "--json", ...flags, ca], { now: () => at });
  expect([ran.status, ran.stderr]).toEqual([0, ""]);
  const { id } = JSON.parse(ran.stdout.toString()) as { id: string };
  const values = {
    "cdktf.outputs.json": place.outputsFile,
    "./restored": restored,
    KEY_ARN: place.keyArn,
    OLD_KEY_ARN: place.oldKeyArn,
    BUCKET: place.bucket,
  };
  const expectRestored = async () =>
    expect(differences(await treeDigest(ca), await treeDigest(restored))).toEqual([]);
  return { id, restored, values, expectRestored };
}
