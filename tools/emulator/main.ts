/** `npm run -s emulator -- <command>`: stdout is data, everything else goes to stderr. */
import { parseArgs } from "node:util";
import { exitStatus, OperatorError } from "../../scripts/errors";
import { Output, type Report } from "../../scripts/output";
import { emulatorClients } from "./clients";
import { CONFLICTING_VARIABLES, emulatorEnvironment } from "./endpoint";
import { type EmulatorOptions, emulatorStatus, startEmulator, stopEmulator } from "./lifecycle";
import { runSelfChecks } from "./self-check";

const USAGE = `usage: npm run -s emulator -- <command> [--json] [--dir <folder>]

  start [--export]   start LocalStack, or reuse the running one; --export prints lines for a shell's eval
  stop               stop what start started
  status             say what is running
  self-check         ask the emulator for the behaviour that the tests rely on`;

interface Flags {
  readonly export: boolean;
  readonly options: EmulatorOptions;
}

const COMMANDS: Readonly<Record<string, (flags: Flags) => Promise<Report>>> = {
  async start({ options, export: exporting }) {
    const running = await startEmulator(options);
    const text = exporting
      ? exportLines(running.endpoint)
      : `${running.started ? "started" : "running"}: ${running.kind} at ${running.endpoint}`;
    return { data: { ...running }, text };
  },
  async stop({ options }) {
    const stopped = await stopEmulator(options);
    const text =
      stopped === undefined ? "nothing to stop" : `stopped: ${stopped.kind} at ${stopped.endpoint}`;
    return { data: { stopped: stopped ?? null }, text };
  },
  async status({ options }) {
    const running = await emulatorStatus(options);
    const text = running === undefined ? "not running" : `running: ${running.kind} at ${running.endpoint}`;
    return { data: { running: running ?? null }, text };
  },
  async "self-check"({ options }) {
    const { endpoint } = await mustRunEmulator(options);
    const failures = await runSelfChecks(emulatorClients(endpoint));
    if (failures.length === 0) return { data: { failures }, text: `the emulator at ${endpoint} behaves` };
    throw new OperatorError(
      "tool",
      `the emulator does not behave as AWS does:\n${failures.map((line) => `  - ${line}`).join("\n")}`,
    );
  },
};

async function mustRunEmulator(options: EmulatorOptions): Promise<{ endpoint: string }> {
  const running = await emulatorStatus(options);
  if (running !== undefined) return running;
  throw new OperatorError("unavailable", "no emulator is running", {
    hint: "run npm run -s emulator -- start",
  });
}

/** Only what a shell's eval may see. Variables that would win over the test credentials are unset. */
function exportLines(endpoint: string): string {
  const exports = Object.entries(emulatorEnvironment(endpoint)).map(
    ([name, value]) => `export ${name}=${value}`,
  );
  const conflicts = CONFLICTING_VARIABLES.filter((name) => process.env[name] !== undefined);
  return [...exports, ...(conflicts.length === 0 ? [] : [`unset ${conflicts.join(" ")}`])].join("\n");
}

async function main(argv: readonly string[]): Promise<number> {
  let output = new Output(process.stdout, process.stderr, { json: false, quiet: false });
  try {
    const { values, positionals } = parseFlags(argv);
    output = new Output(process.stdout, process.stderr, { json: values.json, quiet: false });
    const command = COMMANDS[positionals[0] ?? ""];
    if (command === undefined || positionals.length > 1) throw new OperatorError("usage", USAGE);
    const notify = (line: string) => process.stderr.write(`emulator: ${line}\n`);
    const options = { notify, ...(values.dir === undefined ? {} : { dir: values.dir }) };
    output.report(await command({ export: values.export, options }));
    return 0;
  } catch (error) {
    output.error(error);
    return exitStatus(error);
  }
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        export: { type: "boolean", default: false },
        dir: { type: "string" },
      },
    });
  } catch (error) {
    throw new OperatorError("usage", `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
