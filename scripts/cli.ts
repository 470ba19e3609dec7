/** Arguments to commands: parses, resolves the settings, runs one command, reports, and picks the exit status. */
import { readFile } from "node:fs/promises";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { CommanderError } from "commander";
import { assertTextArguments } from "./cli/argument-text";
import { allWritten, inTime, interrupted, isDefect, lostReport } from "./cli/ending";
import { withGoFlags } from "./cli/go-flags";
import type { GlobalFlags } from "./cli/options";
import { type HelpHost, program, SUCCESS } from "./cli/program";
import { withTier } from "./cli/rehydrate-option";
import type { CommandIo, Services } from "./commands/io";
import { EXIT, exitStatus, OperatorError } from "./errors";
import { assertLogFormat, logFormatOf } from "./output/log-format";
import { Output, type Report } from "./output/output";
import packageJson from "./package.json";
import { parseOutputs, resolveSettings, type Settings } from "./settings/config";
import { describeOutputs } from "./settings/outputs-file";
import { reasonOf } from "./system-codes";
import { systemFailure } from "./system-failure";

/** The process, as far as the command line may touch it. */
export interface Host {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly services: Services;
}

/** @returns the exit status; never throws. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  const own = ownWords(argv);
  const output = new Output(host.stdout, host.stderr, {
    json: own.includes("--json"),
    quiet: own.includes("--quiet"),
    logFormat: logFormatOf(own, host.env),
    now: host.now,
  });
  const began = process.uptime(); // `performance` would be loaded for it
  host.stderr.on("error", () => {}); // the terminal can go away: that is no reason not to clean up
  const written = allWritten(host.stdout);
  let done = false;
  try {
    const report = await inTime(command(argv, output, host), host.signal, host.stdin);
    done = report !== undefined;
    if (report !== undefined) await output.report(report, host.signal);
    await written();
    if (isDefect(host.signal)) throw host.signal.reason;
    const { exit = "ok" } = report ?? {};
    const { status } = EXIT[exit];
    const seconds = Math.round(1000 * (process.uptime() - began)) / 1000;
    if (report !== undefined)
      output.event(status === EXIT.ok.status ? "info" : "error", "ended", { exit, status, seconds });
    return status;
  } catch (error) {
    const failure = done
      ? lostReport(error)
      : host.signal.aborted
        ? interrupted(error, host.signal)
        : systemFailure(error);
    output.error(failure);
    return exitStatus(failure);
  }
}

/** @returns nothing where it only printed help. */
async function command(given: readonly string[], output: Output, host: Host): Promise<Report | undefined> {
  const argv = withGoFlags(withTier(given));
  const { stdin, stdout, signal, now, services: made } = host;
  const services: Services = { ...made, cipher: (asked, use) => made.cipher(asked, use, signal) };
  const io: CommandIo = { stdin, stdout, output, signal, now, toolVersion: packageJson.version, services };
  let report: Report | undefined;
  const commands = program(
    async (prepared, flags) => {
      report = await prepared(await settingsOf(flags, host.env), io);
    },
    {
      ...helpHost(ownWords(argv), host),
      argv,
      onCommand: (name) => {
        output.command = name;
      },
    },
  );
  try {
    assertTextArguments(argv);
    assertLogFormat(host.env);
    await commands.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || !SUCCESS.has(error.code)) throw error; // --help, --version
  }
  return report;
}

/** What follows `--` may be another program's. */
const ownWords = (argv: readonly string[]): readonly string[] =>
  argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;

/** With `--json` or structured logs an error is one line, without help before it. */
function helpHost(argv: readonly string[], { stdout, stderr, env }: Host): HelpHost {
  const isData = argv.includes("--json") || logFormatOf(argv, env) === "json";
  return { stdout, stderr: isData ? new PassThrough().resume() : stderr };
}

async function settingsOf(flags: GlobalFlags, env: Host["env"]): Promise<Settings> {
  const file = flags.outputs ?? (env.SEALSTACK_OUTPUTS || undefined);
  if (file === undefined) return resolveSettings(flags, env);
  const text = await readFile(file, "utf8").catch((cause) => {
    throw new OperatorError("usage", `the outputs file ${file} cannot be read: ${reasonOf(cause)}`, {
      hint: "write it with `cdktf output --outputs-file FILE`",
      cause,
    });
  });
  const origin = { file, stack: flags.stack, described: describeOutputs(text, file) };
  return resolveSettings(flags, env, parseOutputs(text, file, flags.stack), origin);
}
