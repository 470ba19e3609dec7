/** The files of a module, by name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "@cdktf/hcl-tools";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { REPO_ROOT } from "../paths";
import { actionsFile } from "./actions";
import { examplesOf } from "./examples";
import { type ModuleName, PRESET_PARTIALS } from "./modules";
import { readme } from "./readme";
import { fieldsOf } from "./shape";
import { bindingsVersion } from "./stand-in/schema";
import { testsOf } from "./tests";
import { tofuFile } from "./tofu";
import { variablesFile, variablesOfPreset } from "./variables";

const SOURCES = join(REPO_ROOT, "terraform");

/** Validations refer to other variables since then. */
export const TERRAFORM_VERSION = ">= 1.9";

/** @throws Error for a check of the schema that has no twin in HCL */
export async function moduleFiles(preset: ModuleName): Promise<Readonly<Record<string, string>>> {
  const schema = PRESET_SCHEMAS.find((one) => one.shape.preset.values.has(preset as never));
  if (schema === undefined) throw new Error(`no preset is called '${preset}'`);
  const fields = fieldsOf(schema);
  const variables = variablesOfPreset(preset, fields);
  const written = { ...partials(PRESET_PARTIALS[preset]), ...folder(join(SOURCES, preset)) };
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
      preset,
      description,
      variables,
      code,
      example: examples["examples/minimal/main.tf"] ?? "",
    }),
    "CHANGELOG.md": readFileSync(join(REPO_ROOT, "CHANGELOG.md"), "utf8"),
    LICENSE: readFileSync(join(REPO_ROOT, "LICENSE"), "utf8"),
  };
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const partials = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.map((name) => [`${name}.tf`, readFileSync(join(SOURCES, "common", `${name}.tf`), "utf8")]),
  );

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
