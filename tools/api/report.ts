/**
 * The public surface as facts, one a line: exports, their members, and what stands below them, down to what has a public name of its own.
 * Made from the compiler's types, and not by api-extractor: that prints inferred configurations as one nested text, so that a new optional
 * key could not be told from a required one, and needs a run for each entry point.
 */
import { relative } from "node:path";
import ts from "typescript";
import { type Api, type ApiExport, isPublic, readApi } from "../docs-modules/entry-points";
import { REPO_ROOT } from "../paths";

/** Deeper than any configuration is. */
const DEEPEST = 8;
/** What stands for the types above when nothing below the first members is told. */
const DATA: readonly ts.Type[] = Array(DEEPEST);
/** Longer than what somebody writes: inferred, such as the union of all presets' configurations, each of which has lines under its own name. */
const LONGEST = 1500;
const LONG = "long type, told by its parts";

const PACKAGES = "/node_modules/";
/** The compiler prints the members of a union in the order in which it met them anywhere. */
const LITERALS = /(?:"[^"]*"|-?\d+)(?: \| (?:"[^"]*"|-?\d+))+/g;
const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** The text of api/sealstack.api.md. */
export function apiReport(api: Api = readApi()): string {
  const named = new Set(api.entryPoints.flatMap(({ exports }) => exports.map(({ symbol }) => symbol)));
  const sections = api.entryPoints.flatMap(({ specifier, exports }) => [
    `## ${specifier}`,
    "",
    "```",
    ...exports.flatMap((exported) => new Facts(api.checker, named).of(exported)),
    "```",
    "",
  ]);
  return [
    "# API report",
    "",
    "Written by `npm run api`; do not edit. `released.api.md` is that of the last release, and what differs in a breaking way needs a file in `changes/`.",
    "",
    ...sections,
  ].join("\n");
}

function dataless(text: string): string {
  return text === LONG || /^(readonly )?[[{]/.test(text) ? "data" : text;
}

/** Whether a type is a package's. */
function isForeign({ symbol }: ts.Type): boolean {
  return (
    symbol?.declarations?.[0]?.getSourceFile().fileName.includes(PACKAGES) === true &&
    !["Array", "ReadonlyArray"].includes(symbol.name)
  );
}

class Facts {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly named: ReadonlySet<ts.Symbol>,
  ) {}

  of({ name, declaration, symbol }: ApiExport): readonly string[] {
    if (ts.isClassDeclaration(declaration)) return this.ofClass(name, declaration, symbol);
    if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
      const generic = (declaration.typeParameters ?? []).map((parameter) => parameter.getText());
      const head = `${name}: type${generic.length === 0 ? "" : `<${generic.join(", ")}>`}`;
      const type = this.checker.getDeclaredTypeOfSymbol(symbol);
      const members = this.members(name, type, declaration, [type]);
      // What is no object is told in full: a union, a function.
      return members === undefined ? [`${head} = ${this.text(type, declaration, true)}`] : [head, ...members];
    }
    const type = this.checker.getTypeOfSymbol(symbol);
    const signatures = type.getCallSignatures();
    if (signatures.length > 0)
      return signatures.map(
        (each, index) =>
          `${name}${index === 0 ? "" : `#${index}`}: function ${this.signature(each, declaration)}`,
      );
    // A schema is what it infers, which stands beside it by name; of tables the keys count, and what is in them is data.
    if (isForeign(type)) return [`${name}: const ${type.symbol.name}`];
    const members = this.members(name, type, declaration, DATA);
    if (members === undefined || members.length === 0)
      return [`${name}: const ${dataless(this.text(type, declaration))}`];
    return [
      `${name}: const`,
      ...members.map((line) => line.replace(/: (.*)$/, (_, text) => `: ${dataless(text)}`)),
    ];
  }

  private ofClass(name: string, declaration: ts.ClassDeclaration, symbol: ts.Symbol): readonly string[] {
    const constructors = this.checker.getTypeOfSymbol(symbol).getConstructSignatures();
    const base = (declaration.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join("");
    const members = declaration.members.filter(isPublic).flatMap((member) => {
      const own = member.name === undefined ? undefined : this.checker.getSymbolAtLocation(member.name);
      if (own === undefined) return [];
      const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
      return [this.member(`${name}.${isStatic ? "static." : ""}${own.name}`, own, declaration)];
    });
    return [
      `${name}: class${base}`,
      ...constructors
        .slice(0, 1)
        .map((each) => `${name}.new: function ${this.parameters(each, declaration)}`),
      ...members,
    ];
  }

  /** One line for each property and what stands below it; `undefined` for what has no properties worth a line. */
  private members(
    path: string,
    type: ts.Type,
    at: ts.Declaration,
    above: readonly ts.Type[],
  ): readonly string[] | undefined {
    const isObject = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
    if (
      !isObject ||
      above.length > DEEPEST ||
      this.checker.isArrayType(type) ||
      this.checker.isTupleType(type)
    )
      return undefined;
    if (type.getCallSignatures().length > 0 || type.getStringIndexType() !== undefined) return undefined;
    return [...this.checker.getPropertiesOfType(type)]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((property) => {
        const own = this.checker.getTypeOfSymbolAtLocation(property, at);
        const bare = this.checker.getNonNullableType(own);
        const isArray = this.checker.isArrayType(bare);
        const below = isArray ? this.checker.getTypeArguments(bare as ts.TypeReference)[0] : bare;
        const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 ? "?" : "";
        const deeper =
          below !== undefined && this.isUnnamed(below) && !above.includes(below)
            ? this.members(`${path}.${property.name}${isArray ? "[]" : ""}`, below, at, [...above, below])
            : undefined;
        if (deeper === undefined || deeper.length === 0)
          return [this.member(`${path}.${property.name}`, property, at)];
        return [`${path}.${property.name}${optional}: ${isArray ? "object[]" : "object"}`, ...deeper];
      });
  }

  private member(path: string, symbol: ts.Symbol, at: ts.Declaration): string {
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const type = this.checker.getTypeOfSymbolAtLocation(symbol, at);
    const [signature] = symbol.flags & ts.SymbolFlags.Method ? type.getCallSignatures() : [];
    const text =
      signature === undefined
        ? this.text(optional ? this.withoutUndefined(type) : type, at)
        : `function ${this.signature(signature, at)}`;
    return `${path}${optional ? "?" : ""}: ${text}`;
  }

  private withoutUndefined(type: ts.Type): ts.Type {
    return type.flags & ts.TypeFlags.Union ? this.checker.getNonNullableType(type) : type;
  }

  /** Whether users have no name for it: written in place, inferred, or a name of ours that no entry point exports. */
  private isUnnamed(type: ts.Type): boolean {
    const symbol = type.aliasSymbol ?? type.symbol;
    if (symbol === undefined || this.named.has(symbol)) return false;
    const file = symbol.declarations?.[0]?.getSourceFile().fileName;
    return symbol.name.startsWith("__") || (file !== undefined && !file.includes(PACKAGES));
  }

  private signature(signature: ts.Signature, at: ts.Declaration): string {
    const returned = this.checker.getReturnTypeOfSignature(signature);
    return `${this.parameters(signature, at)}: ${this.text(returned, at)}`;
  }

  private parameters(signature: ts.Signature, at: ts.Declaration): string {
    const parameters = signature.getParameters().map((symbol) => {
      const { valueDeclaration: declared } = symbol;
      const parameter = declared !== undefined && ts.isParameter(declared) ? declared : undefined;
      const optional = parameter !== undefined && this.checker.isOptionalParameter(parameter);
      const type = this.checker.getTypeOfSymbolAtLocation(symbol, at);
      const name = parameter !== undefined && !ts.isIdentifier(parameter.name) ? "options" : symbol.name;
      const rest = parameter?.dotDotDotToken === undefined ? "" : "...";
      return `${rest}${name}${optional ? "?" : ""}: ${this.text(optional ? this.withoutUndefined(type) : type, at)}`;
    });
    return `(${parameters.join(", ")})`;
  }

  private text(type: ts.Type, at: ts.Declaration, inAlias = false): string {
    const printed = this.checker.typeToString(
      type,
      at,
      inAlias ? FLAGS | ts.TypeFormatFlags.InTypeAlias : FLAGS,
    );
    const text = printed
      .replaceAll(/\s+/g, " ")
      .replaceAll(/import\("([^"]*)"\)/g, (_, path) => `import("${relative(REPO_ROOT, path)}")`);
    const stable = text.replaceAll(LITERALS, (union) => union.split(" | ").sort().join(" | "));
    return stable.length > LONGEST ? LONG : stable;
  }
}
