/** What Terraform makes of several modules at once, with the stand-in for AWS. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { OperatorError } from "../../../scripts/errors";
import { findTool } from "../../fetched/system-packages";
import { run as execute, mustRun } from "../../processes/run";
import { runFolder } from "../../processes/run-folder";
import { standInEnvironment } from "../stand-in/provider";

/** A call of a module. */
export interface Call {
  /** Folder of the module, or its text as JSON. */
  readonly source: string | { readonly json: unknown };
  readonly values: Readonly<Record<string, unknown>>;
}

/** One resource as it stands in the state. */
export interface Made {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Addresses of what was there before it, without keys of instances. */
  readonly waitedFor: readonly string[];
}

/** What one call made. */
export interface Result {
  readonly resources: readonly Made[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface State {
  readonly outputs: Readonly<Record<string, { readonly value: Readonly<Record<string, unknown>> }>>;
  readonly resources: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly attributes: Readonly<Record<string, unknown>>;
      readonly dependencies?: readonly string[];
    }[];
  }[];
}

/** Of all that is compared. */
export const REGION = "eu-central-1";

/** Applies all calls in one run, for Terraform's start takes longer than a call. @throws OperatorError with what Terraform said. */
export async function applied(
  calls: Readonly<Record<string, Call>>,
  notify: (line: string) => void,
): Promise<Readonly<Record<string, Result>>> {
  return inRoot(calls, notify, async (run, folder) => {
    await run("apply", "-input=false", "-no-color", "-auto-approve", "-compact-warnings");
    return resultsOf(
      JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as State,
      Object.keys(calls),
    );
  });
}

interface Said {
  readonly diagnostic?: {
    readonly severity: string;
    readonly detail: string;
    readonly range?: { readonly filename: string };
  };
}

/** Why Terraform refuses calls. */
export interface Refused {
  /** By call, as far as Terraform says what an error is about. */
  readonly of: Readonly<Record<string, readonly string[]>>;
  /** Of some call: conditions on resources, and on variables that the call does not give. */
  readonly ofSome: readonly string[];
}

/**
 * Asks for all calls in one run.
 *
 * @param when what some resources refuse is known only when others were made
 */
export async function refusals(
  calls: Readonly<Record<string, Call>>,
  notify: (line: string) => void,
  when: "plan" | "apply" = "plan",
): Promise<Refused> {
  return inRoot(calls, notify, async (_, folder, { terraform, env }) => {
    const approved = when === "apply" ? ["-auto-approve"] : [];
    const args = [when, "-json", "-input=false", ...approved];
    const { stdout } = await execute(terraform, args, { cwd: folder, env });
    const errors = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .flatMap((line) => (JSON.parse(line) as Said).diagnostic ?? [])
      .filter(({ severity }) => severity === "error");
    const files = Object.keys(calls).map(fileOf);
    const saidIn = (isFile: (name: string) => boolean): readonly string[] =>
      errors.filter(({ range }) => isFile(range?.filename ?? "")).map(({ detail }) => detail);
    return {
      of: Object.fromEntries(
        Object.keys(calls).map((name) => [name, saidIn((file) => file === fileOf(name))]),
      ),
      ofSome: saidIn((file) => !files.includes(file)),
    };
  });
}

type Run = (...args: string[]) => Promise<unknown>;

async function inRoot<T>(
  calls: Readonly<Record<string, Call>>,
  notify: (line: string) => void,
  use: (run: Run, folder: string, how: { terraform: string; env: NodeJS.ProcessEnv }) => Promise<T>,
): Promise<T> {
  const terraform = findTool("terraform");
  if (terraform === undefined)
    throw new OperatorError("tool", "there is no terraform on the PATH", {
      hint: "install Terraform 1.9 or later",
    });
  const env = { ...process.env, ...(await standInEnvironment(notify)) };
  const folder = runFolder("sealstack-terraform-");
  try {
    writeRoot(folder, calls);
    const run = (...args: string[]) =>
      mustRun(terraform, args, { cwd: folder, env, cause: (text) => text.split("\n").slice(0, 60) });
    await run("init", "-input=false", "-no-color");
    return await use(run, folder, { terraform, env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file for each call, which is how Terraform says what an error is about. */
const fileOf = (name: string): string => `call_${name}.tf.json`;

function writeRoot(folder: string, calls: Readonly<Record<string, Call>>): void {
  const write = (file: string, content: unknown): void =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  write("provider.tf.json", { provider: { aws: [{ region: REGION }] } });
  for (const [name, { source, values }] of Object.entries(calls)) {
    // Beside the root: of what lies elsewhere, Terraform makes a copy for each call.
    const beside = typeof source === "string" ? basename(source) : name;
    if (typeof source === "string") cpSync(source, join(folder, beside), { recursive: true });
    else {
      mkdirSync(join(folder, beside));
      write(join(beside, "main.tf.json"), source.json);
    }
    write(fileOf(name), {
      module: { [name]: { source: `./${beside}`, ...values } },
      output: { [name]: { value: `\${module.${name}}`, sensitive: true } },
    });
  }
}

function resultsOf(
  { resources, outputs }: State,
  names: readonly string[],
): Readonly<Record<string, Result>> {
  return Object.fromEntries(
    names.map((name) => {
      const own = resources.filter(
        ({ module = "", mode }) => mode === "managed" && `${module}.`.startsWith(`module.${name}.`),
      );
      const made = own.flatMap(({ module = "", type, name: label, instances }) =>
        instances.map(({ attributes, dependencies = [] }) => ({
          address: `${module}.${type}.${label}`,
          type,
          attributes,
          waitedFor: dependencies.filter((address) => !address.includes(".data.")),
        })),
      );
      return [name, { resources: made, outputs: outputs[name]?.value ?? {} }];
    }),
  );
}
