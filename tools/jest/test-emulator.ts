/** The emulator of a test run: found or started before the first test that needs it, stopped after the last. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chosenEmulator, EMULATOR_VARIABLE } from "../emulator/chosen";
import { CONFLICTING_VARIABLES, emulatorEnvironment } from "../emulator/endpoint";
import { emulatorStatus, startEmulator, stopEmulator } from "../emulator/lifecycle";
import { identify, isAlive, type ProcessId } from "../processes/started";
import { say } from "../say";

/** Names the folder of an emulator that this run started; absent when it found one. */
const STARTED_IN = "SEALSTACK_TEST_EMULATOR_DIR";

/** Start of the name of such a folder, in the system's folder for temporary files. */
const PREFIX = "sealstack-emulator-";

/** File in such a folder that names the run's process. */
const OWNER = "owner.json";

/**
 * Uses the emulator that is given or running, else one of its own, so that two runs cannot stop each other's.
 * Sets `AWS_ENDPOINT_URL`, test credentials, region and `SEALSTACK_EMULATOR` for all tests.
 */
export async function startForTests(): Promise<void> {
  const notify = (line: string) => say(`emulator: ${line}`);
  await stopOrphans();
  let running = await emulatorStatus({ notify });
  const chosen = chosenEmulator();
  if (running === undefined || (chosen !== undefined && chosen !== running.emulator)) {
    const dir = mkdtempSync(join(tmpdir(), PREFIX));
    writeFileSync(join(dir, OWNER), JSON.stringify(identify(process.pid)));
    running = await startEmulator({ dir, notify });
    process.env[STARTED_IN] = dir;
  }
  for (const name of CONFLICTING_VARIABLES) delete process.env[name];
  Object.assign(process.env, emulatorEnvironment(running.endpoint), {
    [EMULATOR_VARIABLE]: running.emulator,
  });
}

/** Stops the emulator only if this run started it. */
export async function stopAfterTests(): Promise<void> {
  const dir = process.env[STARTED_IN];
  if (dir === undefined) return;
  await stopAndForget(dir);
}

/** Stops what runs have left in `parent` that were killed before their end. */
export async function stopOrphans(parent = tmpdir()): Promise<void> {
  const folders = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  for (const dir of folders.map((name) => join(parent, name))) {
    const owner = readOwner(dir);
    if (owner !== undefined && !isAlive(owner)) await stopAndForget(dir);
  }
}

/** `undefined` for a folder of someone else, or one that is just being made. */
function readOwner(dir: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, OWNER), "utf8")) as ProcessId;
  } catch {
    return undefined;
  }
}

async function stopAndForget(dir: string): Promise<void> {
  await stopEmulator({ dir });
  rmSync(dir, { recursive: true, force: true });
}
