/** Start, stop and look at the emulator of one folder. Starting twice gives the same one. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { EMULATOR_DIR } from "../paths";
import { withLock } from "../processes/lock";
import { end, isAlive } from "../processes/started";
import { chosenEmulator, EMULATOR_VARIABLE, type EmulatorName } from "./chosen";
import { emulatorAt, isEmulator, isLoopback } from "./endpoint";
import { launch, stopContainer } from "./launch";
import { type EmulatorKind, type EmulatorRecord, readRecord, removeRecord, writeRecord } from "./record";

export interface EmulatorOptions {
  /** Folder for data, log and state. @default `.sealstack/emulator` in the repository */
  readonly dir?: string;
  /** Receives one line on what takes long, or on what was not used and why. @default - silent */
  readonly notify?: (line: string) => void;
}

export interface RunningEmulator {
  readonly endpoint: string;
  readonly kind: EmulatorKind | "given";
  /** Who answers, however it was started. */
  readonly emulator: EmulatorName;
  /** `true` when this call started it: the caller may then stop it. */
  readonly started: boolean;
}

/**
 * The running emulator, started when there is none: the one that AWS_ENDPOINT_URL names if it is one on
 * loopback, the one already started in the folder, or a new one (see launch.ts).
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { dir = EMULATOR_DIR, notify = () => undefined } = options;
  const given = await givenEndpoint(notify);
  const known = readRecord(dir);
  if (given !== undefined && given.endpoint !== known?.endpoint) {
    return { ...given, kind: "given", started: false };
  }
  return withLock(join(dir, "lock"), async () => {
    const record = readRecord(dir);
    if (record !== undefined && (await isUp(record))) return { ...asChosen(view(record)), started: false };
    if (record !== undefined) await stopRecorded(dir, record);
    rmSync(join(dir, "data"), { recursive: true, force: true });
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const fresh = await launch({ dir, notify });
    writeRecord(dir, fresh);
    return { ...view(fresh), started: true };
  });
}

/** Stops what was started in the folder; `undefined` when nothing was. An emulator that was given is left alone. */
export async function stopEmulator(options: EmulatorOptions = {}): Promise<EmulatorRecord | undefined> {
  const { dir = EMULATOR_DIR } = options;
  if (readRecord(dir) === undefined) return undefined;
  return withLock(join(dir, "lock"), async () => {
    const record = readRecord(dir);
    if (record !== undefined) await stopRecorded(dir, record);
    return record;
  });
}

/** The emulator that the environment gives or that runs in the folder; `undefined` when there is none. */
export async function emulatorStatus(options: EmulatorOptions = {}): Promise<RunningEmulator | undefined> {
  const { dir = EMULATOR_DIR, notify = () => undefined } = options;
  const record = readRecord(dir);
  const given = await givenEndpoint(notify);
  if (given !== undefined && given.endpoint !== record?.endpoint) {
    return { ...given, kind: "given", started: false };
  }
  if (record === undefined || !(await isUp(record))) return undefined;
  return { ...view(record), started: false };
}

async function givenEndpoint(
  notify: (line: string) => void,
): Promise<Pick<RunningEmulator, "endpoint" | "emulator"> | undefined> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint === undefined || endpoint === "") return undefined;
  const emulator = isLoopback(endpoint) ? await emulatorAt(endpoint) : undefined;
  const chosen = chosenEmulator();
  if (emulator !== undefined && (chosen === undefined || chosen === emulator)) return { endpoint, emulator };
  const wanted = chosen === "ministack" ? "MiniStack" : "LocalStack";
  notify(`AWS_ENDPOINT_URL is not ${wanted} on loopback and is not used`);
  return undefined;
}

/** @throws OperatorError (`usage`) when another emulator runs than the environment asks for: whoever started it may need it */
function asChosen(running: Omit<RunningEmulator, "started">): Omit<RunningEmulator, "started"> {
  const chosen = chosenEmulator();
  if (chosen === undefined || chosen === running.emulator) return running;
  throw new OperatorError("usage", `${running.emulator} is running, got ${EMULATOR_VARIABLE}=${chosen}`, {
    hint: "stop it first: npm run -s emulator -- stop",
  });
}

/** A living process gets several chances: a loaded machine is no reason to end it. */
async function isUp(record: EmulatorRecord, attempts = 3): Promise<boolean> {
  if (record.process !== undefined && !isAlive(record.process)) return false;
  return (await isEmulator(record.endpoint)) || (attempts > 1 && isUp(record, attempts - 1));
}

async function stopRecorded(dir: string, record: EmulatorRecord): Promise<void> {
  if (record.process !== undefined) await end(record.process);
  if (record.containerId !== undefined) await stopContainer(record.containerId);
  removeRecord(dir);
}

function view({ endpoint, kind }: EmulatorRecord): Omit<RunningEmulator, "started"> {
  return { endpoint, kind, emulator: kind === "ministack" ? "ministack" : "localstack" };
}
