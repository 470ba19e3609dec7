/** docs/modules/<name>.md: inputs and outputs of each construct, and the functions around them. */
import ts from "typescript";
import { cell, docstring } from "./docstring";
import { type Api, type ApiExport, type EntryPoint, isConstruct, isPublic } from "./entry-points";

/** The text of a page. */
export function modulePage(
  { checker }: Api,
  { specifier, exports }: EntryPoint,
  examples: ReadonlyMap<string, string>,
): string {
  const constructs = exports.filter(({ declaration }) => isConstruct(declaration));
  const functions = exports.filter(({ declaration }) => ts.isFunctionDeclaration(declaration));
  return [
    `# ${specifier}`,
    "",
    "Written by `npm run docs:modules` from the docstrings; do not edit. Every example is compiled and synthesized by the tests.",
    "",
    ...contents("Constructs", constructs),
    ...contents("Functions", functions),
    ...constructs.flatMap((one) => constructSection(checker, one, specifier, examples.get(one.name))),
    ...(functions.length === 0 ? [] : ["## Functions", ""]),
    ...functions.flatMap((one) => functionSection(one, examples.get(one.name))),
  ].join("\n");
}

function contents(title: string, exports: readonly ApiExport[]): string[] {
  if (exports.length === 0) return [];
  const links = exports.map(({ name }) => `[${name}](#${name.toLowerCase()})`);
  return [`${title}: ${links.join(", ")}`, ""];
}

function constructSection(
  checker: ts.TypeChecker,
  { name, declaration, symbol }: ApiExport,
  specifier: string,
  example: string | undefined,
): string[] {
  const { text, see, throws } = docstring(declaration);
  const code =
    example === undefined ? [] : ["```ts", `import { ${name} } from "${specifier}";`, "", example, "```", ""];
  return [
    `## ${name}`,
    "",
    text,
    "",
    ...references(see),
    ...(throws === undefined ? [] : [`Throws ${throws}`, ""]),
    ...code,
    ...inputs(checker, declaration),
    ...outputs(checker, symbol),
  ];
}

function functionSection({ name, declaration }: ApiExport, example: string | undefined): string[] {
  const { text, see } = docstring(declaration);
  return [
    `### ${name}`,
    "",
    text,
    "",
    ...references(see),
    ...(example === undefined ? [] : ["```ts", example, "```", ""]),
  ];
}

function references(see: readonly string[]): string[] {
  return see.flatMap((address) => [`See <${address}>`, ""]);
}

/** The props of the constructor's third parameter, inherited ones too. */
function inputs(checker: ts.TypeChecker, declaration: ts.Declaration): string[] {
  if (!isConstruct(declaration)) return [];
  const props = declaration.members.find(ts.isConstructorDeclaration)?.parameters[2];
  if (props === undefined) return ["No inputs.", ""];
  const rows = checker
    .getTypeAtLocation(props)
    .getApparentProperties()
    .flatMap((property) => {
      const member = property.declarations?.find(ts.isPropertySignature);
      if (member === undefined) return [];
      const { text, byDefault } = docstring(member);
      const optional = member.questionToken !== undefined;
      const value = optional ? (byDefault ?? "none").replace(/^- /, "") : "**required**";
      return [
        `| \`${property.name}\` | \`${cell(member.type?.getText() ?? "")}\` | ${cell(value)} | ${cell(text)} |`,
      ];
    });
  // What must be given comes first, as in the documents of Terraform modules.
  const sorted = [
    ...rows.filter((row) => row.includes("| **required** |")),
    ...rows.filter((row) => !row.includes("| **required** |")),
  ];
  return ["Inputs:", "", "| name | type | default | meaning |", "| --- | --- | --- | --- |", ...sorted, ""];
}

/** What a construct gives: its own properties and methods, and those of base classes of ours. */
function outputs(checker: ts.TypeChecker, symbol: ts.Symbol): string[] {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const rows = type.getProperties().flatMap((property) => {
    const [member] = property.declarations ?? [];
    const ours = member !== undefined && !member.getSourceFile().fileName.includes("node_modules");
    if (!ours || !ts.isClassElement(member) || !isPublic(member)) return [];
    const shape = ts.isMethodDeclaration(member)
      ? `(${member.parameters.map((parameter) => parameter.getText()).join(", ")}) => ${member.type?.getText() ?? "void"}`
      : checker.typeToString(checker.getTypeOfSymbol(property), member, ts.TypeFormatFlags.NoTruncation);
    return [`| \`${property.name}\` | \`${cell(shape)}\` | ${cell(docstring(member).text)} |`];
  });
  if (rows.length === 0) return ["No outputs.", ""];
  return ["Outputs:", "", "| name | type | meaning |", "| --- | --- | --- |", ...rows, ""];
}
