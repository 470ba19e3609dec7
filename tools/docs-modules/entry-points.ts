/** The public API as the compiler sees it: what each entry point of package.json exports, with its declarations. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { REPO_ROOT } from "../paths";

/** Something that users can import. */
export interface ApiExport {
  readonly name: string;
  readonly declaration: ts.Declaration;
  readonly symbol: ts.Symbol;
}

export interface EntryPoint {
  /** As users write it: `sealstack/modules/iam`. */
  readonly specifier: string;
  /** Sorted by name. */
  readonly exports: readonly ApiExport[];
}

export interface Api {
  readonly checker: ts.TypeChecker;
  readonly entryPoints: readonly EntryPoint[];
}

/** Reads the sources of every entry point, in the order of package.json. */
export function readApi(root = REPO_ROOT): Api {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    name: string;
    exports: Record<string, string | { types: string }>;
  };
  const sources = Object.entries(manifest.exports).flatMap(([path, target]) =>
    typeof target === "string"
      ? []
      : [{ specifier: manifest.name + path.slice(1), file: sourceOf(root, target.types) }],
  );
  const settings = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(settings.config, ts.sys, root);
  const program = ts.createProgram(
    sources.map(({ file }) => file),
    { ...options, types: [] },
  );
  const checker = program.getTypeChecker();
  return {
    checker,
    entryPoints: sources.map(({ specifier, file }) => ({
      specifier,
      exports: exportsOf(program, checker, file),
    })),
  };
}

/** `./lib/modules/iam/index.d.ts` is built from `modules/iam/index.ts`. */
function sourceOf(root: string, types: string): string {
  return join(root, types.replace("./lib/", "").replace(/\.d\.ts$/, ".ts"));
}

function exportsOf(program: ts.Program, checker: ts.TypeChecker, file: string): readonly ApiExport[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`'${file}' exports nothing`);
  return checker
    .getExportsOfModule(module)
    .flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const [declaration] = symbol.declarations ?? [];
      return declaration === undefined ? [] : [{ name: exported.name, declaration, symbol }];
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether a class is a construct: its constructor takes a scope, an id and at most one more. */
export function isConstruct(declaration: ts.Declaration): declaration is ts.ClassDeclaration {
  if (!ts.isClassDeclaration(declaration)) return false;
  const parameters = declaration.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  return parameters[0]?.name.getText() === "scope" && parameters[1]?.name.getText() === "id";
}

/** Whether a member of a class is there for users. */
export function isPublic(member: ts.ClassElement): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0 && !isOverride(member);
}

function isOverride(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Override) !== 0;
}
