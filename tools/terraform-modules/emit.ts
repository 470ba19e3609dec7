/** The files of a module, by name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "@cdktf/hcl-tools";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { REPO_ROOT } from "../paths";
import { actionsFile } from "./actions";
import { alertTable } from "./alert-table";
import { type ConstructName, constructModule } from "./constructs";
import type { ConstructModule } from "./constructs/construct";
import { SENTENCES } from "./constructs/sentences";
import { call, examplesOf, TERRAFORM_VERSION } from "./examples";
import { type ModuleName, PRESET_PARTIALS } from "./modules";
import { readme } from "./readme";
import { fieldsOf } from "./shape";
import { bindingsVersion } from "./stand-in/schema";
import { testsOf } from "./tests";
import { tofuFile } from "./tofu";
import { variablesFile, variablesIn, variablesOfPreset } from "./variables";

const SOURCES = join(REPO_ROOT, "terraform");

const PRESET_MORE = `- **Costs** are those of the preset: see its page in sealstack's documentation.

\`examples/minimal\` and \`examples/complete\` can be planned as they are; \`tests\` need Terraform 1.7 or later, and no account.
`;

/** @throws Error for a check of the schema that has no twin in HCL */
export async function moduleFiles(preset: ModuleName): Promise<Readonly<Record<string, string>>> {
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
  const fields = fieldsOf(schema);
  const variables = variablesOfPreset(preset, fields);
  const written = withoutUnused({ ...partials(PRESET_PARTIALS[preset]), ...folder(join(SOURCES, preset)) });
  const actions = actionsFile(Object.values(written).join("\n"));
  const code: Record<string, string> = {
    ...written,
    "variables.tf": variablesFile(variables),
    "versions.tf": versionsFile(),
    ...(actions === undefined ? {} : { "actions.tf": actions }),
  };
  const examples = examplesOf(preset, fields);
  const description = String(schema.meta()?.description ?? "");
  const files = {
    ...(await formatted({ ...both(code), ...examples, ...testsOf(preset, fields) })),
    "README.md": readme({
      name: preset,
      original: `the sealstack preset \`${preset}\``,
      description,
      variables,
      code,
      example: examples["examples/minimal/main.tf"] ?? "",
      more: PRESET_MORE,
    }),
    "CHANGELOG.md": readFileSync(join(REPO_ROOT, "CHANGELOG.md"), "utf8"),
    LICENSE: readFileSync(join(REPO_ROOT, "LICENSE"), "utf8"),
  };
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Of a construct alone: its variables are written by hand. */
export async function constructFiles(name: ConstructName): Promise<Readonly<Record<string, string>>> {
  const { partials: names, configurations } = constructModule(name) as ConstructModule<object>;
  const { variables: more, others } = apart(partials(names));
  const own = folder(join(SOURCES, name));
  const written = withoutUnused({ ...others, ...own });
  const variables = [own["variables.tf"] ?? "", ...more].join("\n");
  const actions = actionsFile(Object.values(written).join("\n"));
  const code: Record<string, string> = {
    ...written,
    "variables.tf": variables,
    "versions.tf": versionsFile(),
    ...(actions === undefined ? {} : { "actions.tf": actions }),
  };
  const calls = Object.values(configurations);
  const [first = {}] = calls;
  const length = (values: object): number => JSON.stringify(values).length;
  const longest = calls.reduce((one, other) => (length(other) > length(one) ? other : one), first);
  const files = {
    ...(await formatted({
      ...both(code),
      "examples/minimal/main.tf": call(name, first as Record<string, unknown>, false),
      "examples/complete/main.tf": call(name, longest as Record<string, unknown>, false),
    })),
    "README.md": readme({
      name,
      original: `the construct \`${name}\` of sealstack`,
      description: SENTENCES[name],
      variables: variablesIn(variables),
      code,
      example: await format(call(name, first as Record<string, unknown>, false)),
      more: "",
    }),
    "CHANGELOG.md": readFileSync(join(REPO_ROOT, "CHANGELOG.md"), "utf8"),
    LICENSE: readFileSync(join(REPO_ROOT, "LICENSE"), "utf8"),
  };
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** All variables of a module stand in one file, where Terraform's users look for them. */
function apart(files: Readonly<Record<string, string>>) {
  const entries = Object.entries(files);
  return {
    variables: entries.filter(([name]) => name.endsWith("variables.tf")).map(([, text]) => text),
    others: Object.fromEntries(entries.filter(([name]) => !name.endsWith("variables.tf"))),
  };
}

/** Of `data.tf`, what the module names. */
function withoutUnused(code: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { "data.tf": data = "", ...others } = code;
  const text = Object.values(others).join("\n");
  const lines = /^locals \{\n([\s\S]*?)\n\}$/m.exec(data)?.[1]?.split("\n") ?? [];
  const nameIn = (line: string): string => /^ {2}(\w+)/.exec(line)?.[1] ?? "";
  const isNamed = (line: string, where: string): boolean =>
    new RegExp(`\\blocal\\.${nameIn(line)}\\b`).test(where);
  const direct = lines.filter((line) => isNamed(line, text));
  const kept = lines.filter((line) => direct.includes(line) || direct.some((other) => isNamed(line, other)));
  const sources = data.match(/^data "\w+" "\w+" \{\}$/gm) ?? [];
  const used = sources.filter((source) => {
    const [, type = "", name = ""] = /"(\w+)" "(\w+)"/.exec(source) ?? [];
    return `${kept.join()}${text}`.includes(`data.${type}.${name}`);
  });
  if (used.length === 0) return others;
  return {
    ...others,
    "data.tf": `# Where the module runs.\n\n${used.join("\n\n")}\n\nlocals {\n${kept.join("\n")}\n}\n`,
  };
}

const partials = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...names.map((name) => [`${name}.tf`, readFileSync(join(SOURCES, "common", `${name}.tf`), "utf8")]),
    ...(names.includes("alerts") ? [["alert-table.tf", alertTable()]] : []),
  ]);

const folder = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")]));

/** Each file for Terraform, and beside it one for OpenTofu where that can do more. */
function both(code: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(code).flatMap(([name, text]) => {
      const tofu = tofuFile(text);
      const plain: [string, string] = [name, tofu.terraform];
      return tofu.opentofu === undefined ? [plain] : [plain, [name.replace(/\.tf$/, ".tofu"), tofu.opentofu]];
    }),
  );
}

async function formatted(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const done = await Promise.all(
    Object.entries(files).map(async ([name, text]): Promise<[string, string]> => [name, await format(text)]),
  );
  return Object.fromEntries(done);
}

/** Any later version: who calls the module decides. */
function versionsFile(): string {
  return `terraform {
  required_version = "${TERRAFORM_VERSION}"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      version = ">= ${bindingsVersion()}"
    }
  }
}
`;
}
