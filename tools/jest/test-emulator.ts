/** The emulator of a test run: found or started before the first test that needs it, stopped after the last. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONFLICTING_VARIABLES, emulatorEnvironment } from "../emulator/endpoint";
import { emulatorStatus, startEmulator, stopEmulator } from "../emulator/lifecycle";

/** Names the folder of an emulator that this run started; absent when it found one. */
const STARTED_IN = "SEALSTACK_TEST_EMULATOR_DIR";

/**
 * Uses the emulator that is given or running, else one of its own, so that two runs cannot stop each other's.
 * Sets `AWS_ENDPOINT_URL`, test credentials and region for all tests.
 */
export async function startForTests(): Promise<void> {
  const notify = (line: string) => process.stderr.write(`emulator: ${line}\n`);
  let running = await emulatorStatus({ notify });
  if (running === undefined) {
    const dir = mkdtempSync(join(tmpdir(), "sealstack-emulator-"));
    running = await startEmulator({ dir, notify });
    process.env[STARTED_IN] = dir;
  }
  for (const name of CONFLICTING_VARIABLES) delete process.env[name];
  Object.assign(process.env, emulatorEnvironment(running.endpoint));
}

/** Stops the emulator only if this run started it. */
export async function stopAfterTests(): Promise<void> {
  const dir = process.env[STARTED_IN];
  if (dir === undefined) return;
  await stopEmulator({ dir });
  rmSync(dir, { recursive: true, force: true });
}
