/**
 * The part of Terraform's expression language that cdktf writes into JSON: templates, references, literals and a
 * few functions. Anything else fails by name, so that nothing is used that was only half understood.
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */

/** An expression that is not understood. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** Text with expressions in it; with exactly one part that is no text, it keeps that part's type. */
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  /** `aws_kms_key.key` or `data.aws_region.current`, and the way to one of its attributes. */
  | { readonly kind: "reference"; readonly address: string; readonly path: readonly (string | number)[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] };

/** Whether references to what is no resource, such as `var.name`, are understood. */
export type OtherRoots = "refused" | "taken";

/** Parses a JSON string as Terraform does. @throws {@link ExpressionError} on what is not mapped here */
export function parseTemplate(text: string, otherRoots: OtherRoots = "refused"): Expression {
  const parser = new Parser(text, otherRoots);
  const template = parser.template("");
  return template.parts.length === 1 && template.parts[0] !== undefined ? template.parts[0] : template;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Roots of references that are no resources. */
const OTHER_ROOTS = ["var", "local", "module", "path", "terraform", "each", "count", "self"];

class Parser {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly otherRoots: OtherRoots,
  ) {}

  /** Reads up to `end`: the end of the text, or the quote that closes a string literal. */
  template(end: "" | '"'): { kind: "template"; parts: Expression[] } {
    const parts: Expression[] = [];
    let literal = "";
    const flush = () => {
      if (literal !== "") parts.push({ kind: "literal", value: literal });
      literal = "";
    };
    while (end === "" ? this.at < this.text.length : !this.looksAt(end)) {
      if (this.at >= this.text.length) this.fail("unterminated string");
      if (this.take("$${")) literal += "${";
      else if (this.take("%%{")) literal += "%{";
      else if (this.looksAt("%{")) this.fail("template directive");
      else if (this.take("${")) {
        flush();
        parts.push(this.expression());
        this.expect("}");
      } else if (end !== "" && this.take("\\")) literal += this.escape();
      else literal += this.text[this.at++];
    }
    flush();
    return { kind: "template", parts: parts.length === 0 ? [{ kind: "literal", value: "" }] : parts };
  }

  private escape(): string {
    const letter = this.text[this.at++] ?? "";
    if (letter === "u") {
      const code = this.match(/[0-9a-fA-F]{4}/y);
      return String.fromCharCode(Number.parseInt(code ?? this.fail("escape"), 16));
    }
    return ESCAPES[letter] ?? this.fail("escape");
  }

  private expression(): Expression {
    this.match(/\s*/y);
    const value = this.primary();
    this.match(/\s*/y);
    return value;
  }

  private primary(): Expression {
    if (this.take('"')) {
      const string = this.template('"');
      this.expect('"');
      return string;
    }
    if (this.take("(")) return this.compared();
    if (this.take("[")) return { kind: "list", items: this.sequence("]", () => this.expression()) };
    if (this.take("{")) return { kind: "object", entries: this.sequence("}", () => this.entry()) };
    const number = this.match(/-?\d+(\.\d+)?/y);
    if (number !== undefined) return { kind: "literal", value: Number(number) };
    return this.named(this.match(/[A-Za-z_][\w-]*/y) ?? this.fail("expression"));
  }

  /** `(a == b)`, as cdktf writes it. */
  private compared(): Expression {
    const left = this.expression();
    this.expect("==");
    const args = [left, this.expression()];
    this.expect(")");
    return { kind: "call", name: "==", args };
  }

  private named(name: string): Expression {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    if (this.take("(")) return { kind: "call", name, args: this.sequence(")", () => this.expression()) };
    if (this.otherRoots === "refused" && OTHER_ROOTS.includes(name)) this.fail(`reference to '${name}'`);
    const steps = [name, ...this.traversal()];
    const address = steps.slice(0, name === "data" ? 3 : 2);
    if (address.length < (name === "data" ? 3 : 2)) this.fail(`reference to '${name}'`);
    return { kind: "reference", address: address.join("."), path: steps.slice(address.length) };
  }

  private traversal(): (string | number)[] {
    const steps: (string | number)[] = [];
    for (;;) {
      if (this.take(".")) steps.push(this.match(/[A-Za-z_][\w-]*|\d+/y) ?? this.fail("traversal"));
      else if (this.take("[")) steps.push(...this.sequence("]", () => this.index()).slice(0, 1));
      else return steps;
    }
  }

  private index(): string | number {
    const index = this.expression();
    const value = index.kind === "template" && index.parts.length === 1 ? index.parts[0] : index;
    if (value?.kind === "literal" && (typeof value.value === "string" || typeof value.value === "number")) {
      return value.value;
    }
    return this.fail("index");
  }

  private entry(): [Expression, Expression] {
    const word = this.match(/\s*[A-Za-z_][\w-]*(?=\s*[=:])/y);
    const key: Expression = word === undefined ? this.expression() : { kind: "literal", value: word.trim() };
    if (this.match(/\s*[=:]/y) === undefined) this.fail("object");
    return [key, this.expression()];
  }

  private sequence<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    for (this.match(/\s*/y); !this.take(end); this.match(/\s*/y)) {
      if (items.length > 0) this.expect(",");
      this.match(/\s*/y);
      if (this.take(end)) break;
      items.push(item());
    }
    return items;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.at += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail(`expression, '${text}' expected`);
  }

  private fail(what: string): never {
    const near = this.text.slice(Math.max(0, this.at - 20), this.at + 30);
    throw new ExpressionError(`${what} not mapped, at '${near}'`);
  }
}
