/** The tables that `terraform-docs markdown table` writes between its markers, so that a team can go on with that tool. */
import { bindingsVersion } from "./stand-in/schema";
import type { Variable } from "./variables";

export const TERRAFORM_DOCS_START = "<!-- BEGIN_TF_DOCS -->";
export const TERRAFORM_DOCS_END = "<!-- END_TF_DOCS -->";

export function tablesOf(variables: readonly Variable[], code: Readonly<Record<string, string>>): string {
  const text = Object.values(code).join("\n");
  const version = `>= ${bindingsVersion()}`;
  return [
    section(
      "Requirements",
      ["Name", "Version"],
      [named("requirement", "terraform", ">= 1.9"), named("requirement", "aws", version)],
    ),
    section("Providers", ["Name", "Version"], [named("provider", "aws", version)]),
    "## Modules\n\nNo modules.",
    section("Resources", ["Name", "Type"], resourcesOf(text)),
    inputs(variables),
    section("Outputs", ["Name", "Description"], outputsOf(text)),
  ].join("\n\n");
}

const escaped = (name: string): string => name.replaceAll("_", "\\_");
const anchor = (kind: string, name: string): string =>
  `<a name="${kind}_${name}"></a> [${escaped(name)}](#${kind}\\_${escaped(name)})`;
const named = (kind: string, name: string, value: string): readonly string[] => [anchor(kind, name), value];

function section(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = `|${heads.map((head) => "-".repeat(head.length + 2)).join("|")}|`;
  return [`## ${title}`, "", line(heads), rule, ...rows.map(line)].join("\n");
}

function resourcesOf(text: string): readonly (readonly string[])[] {
  const found = [...text.matchAll(/^(resource|data) "aws_(\w+)" "(\w+)"/gm)].map(
    ([, mode = "", type = "", name = ""]) => {
      const kind = mode === "data" ? "data source" : "resource";
      const folder = mode === "data" ? "data-sources" : "resources";
      const page = `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/${folder}/${type}`;
      return {
        order: `${mode === "data" ? 1 : 0}aws_${type}.${name}`,
        row: [`[aws_${type}.${name}](${page})`, kind],
      };
    },
  );
  return found.sort((one, other) => (one.order < other.order ? -1 : 1)).map(({ row }) => row);
}

function inputs(variables: readonly Variable[]): string {
  const rows = [...variables]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, description, type, fallback }) => [
      anchor("input", name),
      cell(description),
      typeCell(type),
      fallback === undefined ? "n/a" : fallbackCell(fallback),
      fallback === undefined ? "yes" : "no",
    ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    "## Inputs",
    "",
    "| Name | Description | Type | Default | Required |",
    "|------|-------------|------|---------|:--------:|",
    ...rows.map(line),
  ].join("\n");
}

const cell = (text: string): string => escaped(text.trim()).replaceAll("|", "\\|").replaceAll("\n", "<br/>");

/** A type of several lines stands in a block of its own, as far from the margin as in the file; its comments are part of it. */
const typeCell = (type: string): string =>
  type.includes("\n") ? `<pre>${type.replaceAll("|", "\\|").replaceAll("\n", "<br/>")}</pre>` : `\`${type}\``;

/** A list with something in it stands on lines of its own, as JSON. */
function fallbackCell(fallback: string): string {
  if (!fallback.startsWith("[") || fallback === "[]") return `\`${fallback}\``;
  const value: unknown = JSON.parse(fallback.replaceAll(/(\w+) = /g, '"$1": '));
  return `<pre>${JSON.stringify(value, undefined, 2).replaceAll("\n", "<br/>")}</pre>`;
}

function outputsOf(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/^output "(\w+)" \{\n {2}description = "(.*)"$/gm)]
    .map(([, name = "", description = ""]) => ({ name, description }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, description }) => [anchor("output", name), cell(description)]);
}
