import { posix } from "node:path";
import ts from "typescript";
import {
  IMPURE_GLOBALS,
  MODULE_FILE,
  NOT_PURE,
  PURE_PACKAGES,
  PURE_ROOTS,
  RULES,
  SILENT,
  TAKES_INDEX_ONLY,
  TERMINAL_GLOBALS,
} from "./architecture-rules";

/** Source files by path from the root, with extension. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Everything in the sources that the import table forbids: who, whom, and the rule. */
export function violations(sources: Sources): readonly string[] {
  const names = new Set([...sources.keys()].map(withoutExtension));
  return [...sources].flatMap(([path, text]) => {
    const file = withoutExtension(path);
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const imports = importsOf(source).map(({ target, typeOnly }) => ({
      target: resolve(file, target, names),
      typeOnly,
    }));
    return [
      ...rowViolations(file, imports),
      ...purityViolations(file, imports),
      ...globalViolations(file, source),
    ];
  });
}

/**
 * Circles of imports, types included: of files, and of rooms. A room is the folder of a file; a folder's own files are no room of it, because
 * its faces and the leaf files that all rooms share stand there.
 */
export function circles(sources: Sources): readonly string[] {
  const names = new Set([...sources.keys()].map(withoutExtension));
  const files = new Map<string, Set<string>>();
  const rooms = new Map<string, Set<string>>();
  for (const [path, text] of sources) {
    const file = withoutExtension(path);
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const targets = importsOf(source)
      .map(({ target }) => resolve(file, target, names))
      .filter((target) => names.has(target));
    files.set(file, new Set(targets));
    for (const target of targets) {
      const [from, to] = [posix.dirname(file), posix.dirname(target)];
      if (`${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`)) continue;
      rooms.set(from, (rooms.get(from) ?? new Set()).add(to));
    }
  }
  return [files, rooms].flatMap(circlesOf);
}

/** One circle for each that a walk in the order of names runs into. */
function circlesOf(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (node: string, trail: readonly string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) found.push([...trail.slice(start), node].join(" -> "));
    if (start >= 0 || done.has(node)) return;
    for (const next of [...(graph.get(node) ?? [])].sort()) walk(next, [...trail, node]);
    done.add(node);
  };
  for (const node of [...graph.keys()].sort()) walk(node, []);
  return found;
}

function rowViolations(file: string, imports: readonly Import[]): string[] {
  const rule = RULES.find(({ from }) => from.test(file));
  if (rule === undefined) return [`${file} has no row in the import table`];
  const group = rule.from.exec(file)?.[1];
  const isOwn = (target: string) => rule.from.test(target) && rule.from.exec(target)?.[1] === group;
  return imports
    .filter(({ target }) => !isOwn(target) && !rule.may.some((pattern) => pattern.test(target)))
    .map(({ target }) => `${file} imports ${target}, which '${rule.row}' may not`);
}

function purityViolations(file: string, imports: readonly Import[]): string[] {
  if (TAKES_INDEX_ONLY.test(file))
    return imports
      .filter(({ target }) => MODULE_FILE.test(target))
      .map(
        ({ target }) => `${file} imports ${target}, but constructs of presets take modules by their index`,
      );
  if (!isPure(file)) return [];
  return imports
    .filter(({ target, typeOnly }) => !typeOnly && !isPure(target) && !PURE_PACKAGES.test(target))
    .map(({ target }) => `${file} imports ${target}, but is a pure file`);
}

function globalViolations(file: string, source: ts.SourceFile): string[] {
  const used = new Set(globalsOf(source));
  const found = (names: readonly string[], reason: string) =>
    names.filter((name) => used.has(name)).map((name) => `${file} uses ${name}, but ${reason}`);
  if (isPure(file)) return found(IMPURE_GLOBALS, "is a pure file");
  return SILENT.test(file)
    ? found(TERMINAL_GLOBALS, "'scripts/core' knows neither process nor terminal")
    : [];
}

function isPure(file: string): boolean {
  return PURE_ROOTS.test(file) && !NOT_PURE.some((pattern) => pattern.test(file));
}

/** Every module that a file names: imports, re-exports, dynamic imports, `require` and `import("...")` types. */
function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression, node.isTypeOnly);
    else if (ts.isCallExpression(node) && isImportCall(node.expression)) add(node.arguments[0], false);
  });
  return found;

  function add(specifier: ts.Node | undefined, typeOnly: boolean): void {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      found.push({ target: specifier.text, typeOnly });
  }
}

function isImportCall(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require")
  );
}

/** `import type`, or nothing but `type` names between the braces. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

/** Names that are used as values and not as a property, and `Math.random`. */
function globalsOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node)) found.push(node.getText(source));
    if (!ts.isIdentifier(node)) return;
    const { parent } = node;
    const isName =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      ts.isTypeNode(parent) ||
      ts.isPropertySignature(parent);
    if (!isName) found.push(node.text);
  });
  return found;
}

function visit(node: ts.Node, use: (node: ts.Node) => void): void {
  use(node);
  ts.forEachChild(node, (child) => visit(child, use));
}

/** Path from the root of a relative import, or the package with its kind. */
function resolve(file: string, specifier: string, names: ReadonlySet<string>): string {
  if (specifier.startsWith("node:")) return specifier;
  if (!specifier.startsWith(".")) return `npm:${specifier}`;
  const path = posix.join(posix.dirname(file), specifier);
  return names.has(path) || !names.has(`${path}/index`) ? path : `${path}/index`;
}

function withoutExtension(path: string): string {
  return path.replace(/\.ts$/, "");
}
