/** What tools find in a folder of modules, one line each. */
import { join, relative } from "node:path";
import { run } from "../../processes/run";
import { buildTflint, installCheckov } from "./programs";

type Notify = (line: string) => void;

/** Findings of tflint that are left as they are. An example is a root module to read: a file of outputs would be empty. */
const EXAMPLES_STRUCTURE = /^[\w-]+\/examples\/.* terraform_standard_module_structure /;

interface TflintReport {
  readonly issues: readonly {
    readonly rule: { readonly name: string };
    readonly message: string;
    readonly range: { readonly filename: string; readonly start: { readonly line: number } };
  }[];
  readonly errors: readonly { readonly message: string }[];
}

/** Of tflint, over every module and example in the folder. */
export async function tflintFindings(folder: string, notify: Notify): Promise<readonly string[]> {
  const tflint = await buildTflint(notify);
  const config = join(__dirname, "tflint", "tflint.hcl");
  const { stdout, stderr } = await run(tflint, ["--recursive", "--config", config, "--format", "json"], {
    cwd: folder,
  });
  const { issues, errors } = parsed<TflintReport>("tflint", stdout, stderr);
  const found = issues.map(
    ({ rule, message, range }) => `${range.filename}:${range.start.line} ${rule.name} ${message}`,
  );
  return [...errors.map(({ message }) => message), ...found.filter((line) => !EXAMPLES_STRUCTURE.test(line))];
}

interface CheckovReport {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
}

/** Of checkov, with how many of its checks held. It asks nobody: neither rules nor modules are downloaded. */
export async function checkovFindings(
  folder: string,
  notify: Notify,
): Promise<{ readonly passed: number; readonly findings: readonly string[] }> {
  const checkov = await installCheckov(notify);
  const flags = ["--framework", "terraform", "--compact", "--quiet", "--skip-download", "--output", "json"];
  const { stdout, stderr } = await run(checkov, ["--directory", folder, ...flags], {
    env: { ...process.env, LOG_LEVEL: "ERROR" },
  });
  const { summary, results } = parsed<CheckovReport>("checkov", stdout, stderr);
  const found = results.failed_checks.map(
    ({ check_id, check_name, resource, file_path }) =>
      `${relative("/", file_path)} ${resource} ${check_id} ${check_name}`,
  );
  const unread = summary.parsing_errors > 0 ? [`${summary.parsing_errors} files could not be parsed`] : [];
  return { passed: summary.passed, findings: [...unread, ...new Set(found)] };
}

function parsed<T>(tool: string, stdout: string, stderr: string): T {
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`${tool} wrote no report: ${`${stdout}${stderr}`.trim().slice(-500)}`);
  }
}
