/** What `--json` printed is what its published schema says; every test that runs a command so checks it. */
import { z } from "zod";
import { ERROR, REPORTS, WARNING } from "../../../tools/report-schemas";
import type { Ran } from "./cli";

/** Words of a command, the longest first: `kms-plugin manifest` before `kms-plugin`. */
const NAMES = Object.keys(REPORTS).sort((a, b) => b.split(" ").length - a.split(" ").length);

/** Its log has a form of its own. */
const SERVER = "kms-plugin";

/** A line of structured logs, which have a schema and tests of their own. */
const LOGGED = z.looseObject({ time: z.string(), level: z.string(), message: z.string() });

/** What `run` leaves to a container's log driver. */
const EMF = z.looseObject({ _aws: z.object({}) });

/** @throws Error that names the command and what does not fit. */
export function assertReports(argv: readonly string[], { status, stdout, stderr }: Ran): void {
  const own = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  if (!own.includes("--json")) return;
  const words = own.filter((word) => word !== "--json" && word !== "--quiet");
  const name = NAMES.find((each) => each.split(" ").every((word, at) => words[at] === word));
  if (name === SERVER) return;
  const reports: unknown[] = [];
  for (const line of stderr.split("\n").filter((each) => each !== "")) {
    const value = parsed(line, `stderr of ${name}`);
    if (![ERROR, WARNING, LOGGED, EMF].some((schema) => schema.safeParse(value).success)) reports.push(value);
  }
  // Where stdout carries what was asked for, the report is on stderr.
  const text = stdout.toString();
  if (reports.length === 0 && text !== "" && !isHelp(own)) reports.push(parsed(text, `stdout of ${name}`));
  const schema = REPORTS[name ?? ""];
  if (schema === undefined) return;
  if (status === 0 && reports.length !== 1 && !isHelp(own))
    throw new Error(`'${name}' printed ${reports.length} reports: ${stderr}`);
  for (const report of reports) {
    const { error } = schema.safeParse(report);
    if (error !== undefined)
      throw new Error(`'${name}' printed what its schema does not say: ${JSON.stringify(error.issues)}`);
  }
}

const isHelp = (argv: readonly string[]): boolean =>
  argv.some((word) => ["--help", "-h", "help", "--version", "-V"].includes(word));

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`with --json, ${where} is not JSON: ${text.slice(0, 200)}`);
  }
}
