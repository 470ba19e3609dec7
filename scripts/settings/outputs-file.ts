/** Files with the outputs of stacks, whoever wrote them. Pure: the caller reads the file. What is in it may be secret and is never shown. */
import { OUTPUT } from "../../modules/backup-contract";
import { OperatorError } from "../errors";

/** The outputs of one stack. */
export type StackOutputs = Readonly<Record<string, unknown>>;

/** What writes such files, by its command line. Terraform and OpenTofu write the same. */
const WRITER = {
  cdktf: "`cdktf output --outputs-file`",
  terraform: "`terraform output -json` (or tofu)",
  one: "`terraform output -json NAME` (or tofu)",
} as const;

interface OutputsFile {
  readonly writer: (typeof WRITER)[keyof typeof WRITER];
  /** By name; a file of one stack without a name has no more than that. */
  readonly stacks: Readonly<Record<string, StackOutputs>> | { readonly "": StackOutputs };
}

/**
 * The outputs of a stack, in the text of a file that `cdktf output` (or `deploy`) `--outputs-file`, `terraform output -json` or `tofu output
 * -json` wrote, with or without the name of an output that holds a whole module.
 * @param stack name of the stack, or of the output that holds the module; not needed where the file has one.
 * @throws OperatorError `usage`.
 */
export function parseOutputs(text: string, file: string, stack?: string): StackOutputs {
  const { writer, stacks } = parseFile(text, file);
  const names = Object.keys(stacks);
  const name = stack ?? (names.length === 1 ? names[0] : undefined);
  if (name !== undefined && Object.hasOwn(stacks, name)) return stacks[name as keyof typeof stacks];
  const written = `${file}, which ${writer} wrote,`;
  if (names[0] === "")
    throw new OperatorError(
      "usage",
      `${written} has no stack '${stack}': it is the outputs of one that it does not name`,
      {
        hint: "leave out --stack",
      },
    );
  const problem = stack === undefined ? `has ${names.length} stacks` : `has no stack '${stack}'`;
  throw new OperatorError("usage", `${written} ${problem}; it has: ${names.join(", ") || "none"}`, {
    hint: names.length === 0 ? "deploy the stack, and write the file again" : "name one of them with --stack",
  });
}

/** For messages: which file, and what wrote it. @throws OperatorError `usage`. */
export function describeOutputs(text: string, file: string): string {
  return `${file}, which ${parseFile(text, file).writer} wrote,`;
}

function parseFile(text: string, file: string): OutputsFile {
  const value = parseJson(text);
  if (!isObject(value))
    throw notOutputs(file, OUTPUT_TEXT.test(text) ? "what `terraform output` prints" : undefined);
  if ("terraform_version" in value) throw notOutputs(file, "a state or a plan of Terraform");
  if (isStack(value)) return { writer: WRITER.one, stacks: { "": value } };
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, each]) => isTerraformOutput(each))) {
    const outputs = Object.fromEntries(entries.map(([name, each]) => [name, (each as StackOutputs).value]));
    return { writer: WRITER.terraform, stacks: stacksIn(outputs) };
  }
  if (entries.every(([, each]) => isObject(each)))
    return { writer: WRITER.cdktf, stacks: value as Record<string, StackOutputs> };
  throw notOutputs(file, undefined);
}

/** Outputs of the root module are a stack's own, or some of them are whole modules, such as `value = module.backup`. */
function stacksIn(outputs: StackOutputs): OutputsFile["stacks"] {
  if (isStack(outputs)) return { "": outputs };
  const modules = Object.entries(outputs).filter(([, value]) => isObject(value) && isStack(value));
  return modules.length === 0
    ? { "": outputs }
    : (Object.fromEntries(modules) as Record<string, StackOutputs>);
}

/** What `terraform output` prints for people, and what a shell could be told to keep. */
const OUTPUT_TEXT = /^\s*[A-Za-z_][\w-]* = /;

const NAMES: readonly string[] = Object.values(OUTPUT);

/** Whether it has an output of a stack of ours; those of a file of stacks are objects themselves. */
const isStack = (value: StackOutputs): boolean =>
  NAMES.some((name) => Object.hasOwn(value, name) && !isObject(value[name]));

/** Source: Terraform CLI, `output -json`: each output is an object with these members. */
const isTerraformOutput = (value: unknown): boolean =>
  isObject(value) && typeof value.sensitive === "boolean" && ("value" in value || "type" in value);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined; // what is wrong inside may be secret, so the parser's words are not shown
  }
}

function notOutputs(file: string, seems: string | undefined): OperatorError {
  const also = seems === undefined ? "" : `; it seems to be ${seems}`;
  return new OperatorError("usage", `${file} is not an outputs file${also}`, {
    hint: "write it with `cdktf output --outputs-file FILE`, `terraform output -json > FILE` or `tofu output -json > FILE`",
  });
}
