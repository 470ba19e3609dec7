/** What `npm run -s emulator -- <command>` can do. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import type { Report } from "../../scripts/output/output";
import { EMULATOR_DIR, REPO_ROOT } from "../paths";
import { type Change, type Removed, writeOutputs } from "./apply";
import { emulatorClients } from "./clients";
import { deployStack, undeployStack } from "./deploy";
import { CONFLICTING_VARIABLES, emulatorEnvironment } from "./endpoint";
import { emulatorStatus, type RunningEmulator, startEmulator, stopEmulator } from "./lifecycle";
import { runSelfChecks } from "./self-check";

export const USAGE = `usage: npm run -s emulator -- <command> [--json] [--dir <folder>]

  start [--export]   start LocalStack (or what SEALSTACK_EMULATOR names), or reuse the running one; --export prints lines for a shell's eval
  stop               stop what start started
  status             say what is running
  self-check         ask the emulator for the behaviour that the tests rely on
  apply [stack]      bring a synthesized stack to the emulator
                     [--out-dir cdktf.out] [--outputs-file <file, default <dir>/<stack>.outputs.json>]
  destroy [stack]    remove it again, unless prevent_destroy protects it [--out-dir cdktf.out]`;

export interface Flags {
  /** What follows the command's name. */
  readonly operand: string | undefined;
  readonly export?: boolean;
  /** Folder of the emulator. @default `.sealstack/emulator` in the repository */
  readonly dir?: string;
  readonly "out-dir"?: string;
  readonly "outputs-file"?: string;
  readonly notify: (line: string) => void;
}

interface Command {
  /** How many operands may follow the name. */
  readonly operands: 0 | 1;
  run(flags: Flags): Promise<Report>;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  start: { operands: 0, run: start },
  stop: { operands: 0, run: stop },
  status: { operands: 0, run: status },
  "self-check": { operands: 0, run: selfCheck },
  apply: { operands: 1, run: apply },
  destroy: { operands: 1, run: destroy },
};

async function start(flags: Flags): Promise<Report> {
  const running = await startEmulator(flags);
  const lines = flags.export
    ? exportLines(running.endpoint)
    : [`${running.started ? "started" : "running"}: ${running.kind} at ${running.endpoint}`];
  return { data: { ...running }, lines };
}

/** Only what a shell's eval may see. Variables that would win over the test credentials are unset. */
function exportLines(endpoint: string): string[] {
  const exports = Object.entries(emulatorEnvironment(endpoint)).map(
    ([name, value]) => `export ${name}=${value}`,
  );
  const conflicts = CONFLICTING_VARIABLES.filter((name) => process.env[name] !== undefined);
  return [...exports, ...(conflicts.length === 0 ? [] : [`unset ${conflicts.join(" ")}`])];
}

async function stop(flags: Flags): Promise<Report> {
  const stopped = await stopEmulator(flags);
  const text = stopped === undefined ? "nothing to stop" : `stopped: ${stopped.kind} at ${stopped.endpoint}`;
  return { data: { stopped: stopped ?? null }, lines: [text] };
}

async function status(flags: Flags): Promise<Report> {
  const running = await emulatorStatus(flags);
  const text = running === undefined ? "not running" : `running: ${running.kind} at ${running.endpoint}`;
  return { data: { running: running ?? null }, lines: [text] };
}

async function selfCheck(flags: Flags): Promise<Report> {
  const { endpoint } = await mustBeRunning(flags);
  const failures = await runSelfChecks(emulatorClients(endpoint));
  if (failures.length === 0) return { data: { failures }, lines: [`the emulator at ${endpoint} behaves`] };
  throw new OperatorError("tool", "the emulator does not behave as AWS does:", { details: failures });
}

async function apply(flags: Flags): Promise<Report> {
  const { dir = EMULATOR_DIR } = flags;
  const target = await stackOf(flags);
  const { by, changes, outputs } = await deployStack(target);
  const outputsFile = flags["outputs-file"] ?? join(dir, `${target.stack}.outputs.json`);
  writeOutputs(outputsFile, outputs);
  const lines = [...changes.map(changeLine), summary(changes), `outputs: ${outputsFile}`];
  return { data: { stack: target.stack, by, changes, outputsFile }, lines };
}

async function destroy(flags: Flags): Promise<Report> {
  const target = await stackOf(flags);
  const changes = await undeployStack(target);
  const lines = [...changes.map(changeLine), changes.length === 0 ? "nothing to remove" : summary(changes)];
  return { data: { stack: target.stack, changes }, lines };
}

async function stackOf(flags: Flags) {
  const { endpoint } = await mustBeRunning(flags);
  const { dir = EMULATOR_DIR, "out-dir": outDir = join(REPO_ROOT, "cdktf.out"), notify } = flags;
  return {
    endpoint,
    outDir,
    stack: flags.operand ?? onlyStack(outDir),
    stateDir: join(dir, "state"),
    notify,
  };
}

function onlyStack(outDir: string): string {
  const stacks = stacksIn(outDir);
  if (stacks.length === 1 && stacks[0] !== undefined) return stacks[0];
  throw new OperatorError("usage", `name one stack of ${outDir}, allowed: ${stacks.join(", ") || "none"}`, {
    hint: stacks.length === 0 ? "run npx cdktf synth" : undefined,
  });
}

function stacksIn(outDir: string): string[] {
  try {
    return readdirSync(join(outDir, "stacks"));
  } catch {
    return [];
  }
}

async function mustBeRunning(flags: Flags): Promise<RunningEmulator> {
  const running = await emulatorStatus(flags);
  if (running !== undefined) return running;
  throw new OperatorError("unavailable", "no emulator is running", {
    hint: "run npm run -s emulator -- start",
  });
}

function changeLine({ address, action, remark }: Change | Removed): string {
  return `${action.padEnd(10)} ${address}${remark === undefined ? "" : ` (${remark})`}`;
}

/** Such as `2 created, 14 unchanged`; terse where Terraform has printed its own. */
function summary(changes: readonly (Change | Removed)[]): string {
  const counts = new Map<string, number>();
  for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} ${action}`).join(", ") || "applied";
}
