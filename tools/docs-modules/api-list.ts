/** docs/api.md: every name that users can import, with its signature. */
import ts from "typescript";
import { type Api, type ApiExport, isPublic } from "./entry-points";

const PRINTER = ts.createPrinter({ removeComments: true, omitTrailingSemicolon: false });

/** A constant's type is told up to this length; a table of AWS's actions says nothing here. */
const LONGEST_TYPE = 120;

/** The text of docs/api.md. */
export function apiList({ checker, entryPoints }: Api): string {
  const sections = entryPoints.flatMap(({ specifier, exports }) => [
    `## ${specifier}`,
    "",
    "```ts",
    ...exports.map((exported) => signature(checker, exported)),
    "```",
    "",
  ]);
  return [
    "# Public API",
    "",
    "Written by `npm run docs:modules` from the sources; do not edit. A change of the API changes this file, and so is seen in review.",
    "What each name is for stands in `docs/modules` and in its docstring.",
    "",
    ...sections,
  ].join("\n");
}

function signature(checker: ts.TypeChecker, { name, declaration, symbol }: ApiExport): string {
  if (ts.isClassDeclaration(declaration)) return classText(name, declaration);
  if (ts.isFunctionDeclaration(declaration)) return `${withoutExport(signatureText(declaration))};`;
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))
    return withoutExport(
      PRINTER.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile()),
    );
  const type = checker.typeToString(
    checker.getTypeOfSymbol(symbol),
    undefined,
    ts.TypeFormatFlags.NoTruncation,
  );
  return `const ${name}: ${type.length > LONGEST_TYPE ? `${type.slice(0, LONGEST_TYPE)}…` : type};`;
}

function classText(name: string, declaration: ts.ClassDeclaration): string {
  const heritage = (declaration.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join("");
  const members = declaration.members.filter(isPublic).map((member) => `  ${memberText(member)};`);
  return [`class ${name}${heritage} {`, ...members, "}"].join("\n");
}

function memberText(member: ts.ClassElement): string {
  if (ts.isPropertyDeclaration(member) && member.initializer !== undefined)
    return oneLine(member.getText().slice(0, member.initializer.getStart() - member.getStart())).replace(
      / =$/,
      "",
    );
  return signatureText(member);
}

/** Everything before the body. */
function signatureText(node: ts.Node & { readonly body?: ts.Node | undefined }): string {
  const end = node.body?.getStart() ?? node.getEnd();
  return oneLine(node.getSourceFile().text.slice(node.getStart(), end));
}

/** Without the comments that stand between parameters. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/,? ([)}])/g, " $1")
    .replaceAll("( ", "(")
    .replaceAll(" )", ")")
    .replace(/[;\s]+$/, "");
}

function withoutExport(text: string): string {
  return text.replace(/^export /, "");
}
