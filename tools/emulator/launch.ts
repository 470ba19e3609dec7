/**
 * The three ways to start an emulator here, best first: LocalStack in a container, LocalStack from PyPI, MiniStack from PyPI.
 * Each serves on loopback only, keeps its data below `dir` and returns what is needed to stop it again.
 */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../scripts/errors";
import { ensureVenv } from "../fetched/python-venv";
import { freePort } from "../processes/free-port";
import { answers, run } from "../processes/run";
import { end, identify, isAlive, type ProcessId } from "../processes/started";
import { chosenEmulator, EMULATOR_VARIABLE } from "./chosen";
import { isEmulator } from "./endpoint";
import type { EmulatorRecord } from "./record";

/** The services that the presets and their audit use; LocalStack refuses any other by name, and loads each at first use. */
export const SERVICES = [
  "ec2",
  "kms",
  "s3",
  "s3control",
  "iam",
  "sts",
  "sns",
  "cloudwatch",
  "logs",
  "events",
  "cloudtrail",
] as const;

/** LocalStack's own port; another is taken when it is busy. */
const PREFERRED_PORT = 4566;

/** The release that requirements.txt pins, and why: docs/emulator.md. */
const VERSION = /^localstack-core==(\S+)$/m.exec(
  readFileSync(join(__dirname, "requirements.txt"), "utf8"),
)?.[1];
const IMAGE = `localstack/localstack:${VERSION}`;

const READY_WITHIN_MS = 90_000;
const IMAGE_PULL_WITHIN_MS = 300_000;

export interface LaunchOptions {
  readonly dir: string;
  readonly notify: (line: string) => void;
}

/** Starts the first kind that can be started. @throws OperatorError (`tool`) naming why none could */
export async function launch(options: LaunchOptions): Promise<EmulatorRecord> {
  mkdirSync(join(options.dir, "data"), { recursive: true, mode: 0o700 });
  const chosen = chosenEmulator();
  if (chosen === "ministack") return launchMiniStack(options);
  if (answers("docker", ["version", "--format", "{{.Server.Version}}"])) {
    const record = await launchContainer(options);
    if (record !== undefined) return record;
  }
  try {
    return await launchFromPyPi(options);
  } catch (error) {
    if (chosen !== undefined) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    options.notify(
      `LocalStack cannot be had (${reason}); using MiniStack, as ${EMULATOR_VARIABLE}=ministack does`,
    );
    return launchMiniStack(options);
  }
}

async function launchFromPyPi({ dir, notify }: LaunchOptions): Promise<EmulatorRecord> {
  const venv = await ensureVenv("localstack", join(__dirname, "requirements.txt"), notify);
  const port = await freePort(PREFERRED_PORT);
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = {
    ...localStackSettings(),
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    FILESYSTEM_ROOT: join(dir, "data"),
    SKIP_SSL_CERT_DOWNLOAD: "1",
    PYTHONUNBUFFERED: "1",
  };
  const child = detach(venv.bin("python"), [join(__dirname, "localstack-on-loopback.py")], environment, dir);
  await becomesReady(child, () => isEmulator(endpoint), dir);
  return { kind: "localstack", endpoint, process: child };
}

async function launchMiniStack({ dir, notify }: LaunchOptions): Promise<EmulatorRecord> {
  const venv = await ensureVenv("ministack", join(__dirname, "ministack-requirements.txt"), notify);
  const port = await freePort(PREFERRED_PORT);
  const endpoint = `http://127.0.0.1:${port}`;
  // Without the second, it listens on every interface; without the third, on a second port, too.
  const settings = { GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1", IOT_MTLS_ENABLED: "0" };
  const environment = { ...settings, LOG_LEVEL: "WARNING", PYTHONUNBUFFERED: "1" };
  const child = detach(venv.bin("python"), ["-m", "ministack"], environment, dir);
  await becomesReady(child, () => isEmulator(endpoint), dir);
  return { kind: "ministack", endpoint, process: child };
}

/**
 * Not run in this project's CI, which has no Docker engine: checked by reading only.
 * `undefined` when the image cannot be had or does not come up, so that the next way is tried.
 */
async function launchContainer({ dir, notify }: LaunchOptions): Promise<EmulatorRecord | undefined> {
  const port = await freePort(PREFERRED_PORT);
  const endpoint = `http://127.0.0.1:${port}`;
  const settings = Object.entries(localStackSettings()).flatMap(([name, value]) => [
    "-e",
    `${name}=${value}`,
  ]);
  notify(`starting ${IMAGE}`);
  const started = await run(
    "docker",
    ["run", "--detach", "--rm", "--publish", `127.0.0.1:${port}:4566`, ...settings, IMAGE],
    { timeoutMs: IMAGE_PULL_WITHIN_MS, cwd: dir },
  );
  const containerId = started.stdout.trim();
  if (started.status === 0 && (await within(READY_WITHIN_MS, () => isEmulator(endpoint)))) {
    return { kind: "localstack-container", endpoint, containerId };
  }
  if (containerId !== "") await stopContainer(containerId);
  notify(`${IMAGE} did not come up; trying LocalStack from PyPI`);
  return undefined;
}

/** Stops a container by its id; it was started with `--rm`, so that nothing is left. */
export async function stopContainer(containerId: string): Promise<void> {
  await run("docker", ["stop", containerId], { timeoutMs: 60_000 });
}

function localStackSettings(): Record<string, string> {
  return {
    SERVICES: SERVICES.join(","),
    STRICT_SERVICE_LOADING: "1",
    EAGER_SERVICE_LOADING: "0",
    DISABLE_EVENTS: "1",
    LS_LOG: "warn",
  };
}

/** Starts a program that outlives this one, as the leader of its own process group. */
function detach(
  command: string,
  args: readonly string[],
  settings: Record<string, string>,
  dir: string,
): ProcessId {
  const log = openSync(join(dir, "emulator.log"), "a", 0o600);
  // The user's AWS settings stay out: an emulator must behave the same for everybody.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("AWS_") || name === "AWS_CA_BUNDLE",
  );
  const data = join(dir, "data");
  // It outlives the run that starts it, and the folder that the run has for temporary files.
  const env = { ...Object.fromEntries(inherited), TMPDIR: data, ...settings };
  const child = spawn(command, args, {
    cwd: data,
    env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  child.on("error", () => undefined);
  const id = child.pid === undefined ? undefined : identify(child.pid);
  if (id === undefined) throw new OperatorError("tool", `${command} could not be started`);
  return id;
}

async function becomesReady(child: ProcessId, isReady: () => Promise<boolean>, dir: string): Promise<void> {
  const ready = await within(READY_WITHIN_MS, async () => !isAlive(child) || (await isReady()));
  if (ready && isAlive(child)) return;
  await end(child);
  throw new OperatorError("tool", `the emulator did not become ready; see ${join(dir, "emulator.log")}`);
}

async function within(limitMs: number, condition: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await sleep(100)) {
    if (await condition()) return true;
  }
  return false;
}
